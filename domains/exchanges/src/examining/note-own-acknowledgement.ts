import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId } from '@liaison/kernel';
import type { Partner } from '../contract.ts';
import { moveTo, type ExchangeRow } from '../store.ts';
import type { Read } from './read-envelope.ts';
import { lockReceived } from './store.ts';

/** Software that writes its own acknowledgements says by them what it has integrated. */
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
  await moveTo(tx, received.id, { state: 'integrated', nextTryAt: null });
  await record(
    tx,
    { kind: 'machine', name: 'exchanges', structureId: asId(row.structure_id) },
    {
      act: 'message.integrated',
      resource: { kind: 'exchange', id: received.id },
      details: { messageId: answered, response: draft.response ?? null, by: row.brought_by },
    },
  );
}
