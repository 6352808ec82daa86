import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { deliveryMissing, nothingToAsk } from '../errors.ts';
import { mayAskCommitment } from '../model.ts';
import { commitmentDue } from '../queues.ts';
import type { Deps } from './send-studies.ts';
import { lockDelivery, renewCommitment } from '../store.ts';

/**
 * Asks a destination that stayed silent, or keeps a part only, once more to confirm what it keeps.
 * @throws DomainError `access/refused`, `transfers/no-delivery`, `transfers/nothing-to-ask`
 */
export async function askCommitmentAgain(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  deliveryId: string,
): Promise<void> {
  authoriseFeature(actor, 'study:send');
  const row = await lockDelivery(tx, deliveryId);
  if (!row) throw deliveryMissing();
  await authorise(tx, actor, 'study:read', { kind: 'study', id: row.study_id });
  if (!mayAskCommitment(row)) throw nothingToAsk();
  await renewCommitment(tx, row.id);
  await record(tx, actor, {
    act: 'study.commitment-requested',
    resource: { kind: 'study', id: row.study_id },
    details: { delivery: row.id, aeTitle: row.peer_ae_title },
  });
  await deps.enqueue(tx, commitmentDue, { deliveryId: row.id });
  await announce(tx, [`structure:${row.structure_id}`, `study:${row.study_id}`]);
}
