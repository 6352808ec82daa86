import type { Tx } from '@liaison/db';
import { lockConsultation, wakeWaiting } from '../examining/store.ts';
import { patienceMs } from '../model.ts';
import { moveTo, type ExchangeRow } from '../store.ts';
import { forgetTold } from './store.ts';

/** A message that was controlled is handed to its channel anew, for as long as the first time. */
export async function sendAgain(
  tx: Tx,
  row: Pick<ExchangeRow, 'id' | 'structure_id' | 'partner_id' | 'consultation_id'>,
  now: Date,
): Promise<void> {
  const at =
    row.partner_id === null || row.consultation_id === null
      ? null
      : { structureId: row.structure_id, partnerId: row.partner_id, consultation: row.consultation_id };
  const giveUpAt = new Date(now.getTime() + patienceMs);
  await moveTo(tx, row.id, { state: 'controlled', nextTryAt: now, giveUpAt });
  await forgetTold(tx, row.id);
  if (!at) return;
  await lockConsultation(tx, at);
  await wakeWaiting(tx, at);
}
