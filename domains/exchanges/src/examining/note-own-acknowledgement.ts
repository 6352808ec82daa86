import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId } from '@liaison/kernel';
import type { Partner } from '../contract.ts';
import { afterIntegration } from '../model.ts';
import { moveTo, type ExchangeRow } from '../store.ts';
import type { Read } from './read-envelope.ts';
import { lockReceived } from './store.ts';

/** Software that writes its own acknowledgements says by them what it has integrated, or would not take. */
export async function noteOwnAcknowledgement(
  tx: Tx,
  { row, read: { draft, envelope }, partner }: { row: ExchangeRow; read: Read; partner: Partner },
): Promise<void> {
  const answered = envelope.inReplyTo?.messageId;
  if (draft.type !== 'M41' || draft.step !== 'INTEGRE' || answered === undefined) return;
  const received = await lockReceived(tx, {
    structureId: row.structure_id,
    partnerId: partner.id,
    messageId: answered,
  });
  if (received?.state !== 'available') return;
  const state = afterIntegration(draft.response ?? 'AP');
  await moveTo(tx, received.id, { state, detail: draft.comment ?? '', nextTryAt: null });
  await record(
    tx,
    { kind: 'machine', name: 'exchanges', structureId: asId(row.structure_id) },
    {
      act: 'message.integrated',
      outcome: state === 'declined' ? 'refused' : 'done',
      resource: { kind: 'exchange', id: received.id },
      details: { messageId: answered, response: draft.response ?? null, by: row.brought_by },
    },
  );
}
