import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Clock, UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { releaseStudies } from '@liaison/retention';
import { alreadyOver, deliveryMissing } from '../errors.ts';
import { mayCancel } from '../model.ts';
import { lockDelivery, markCancelled } from '../store.ts';

/**
 * Stops a delivery, or gives up one that failed. The process that sends it notices within seconds; what arrived stays.
 * @throws DomainError `access/refused`, `transfers/no-delivery`, `transfers/already-over`
 */
export async function cancelDelivery(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  deliveryId: string,
): Promise<void> {
  authoriseFeature(actor, 'study:send');
  const row = await lockDelivery(tx, deliveryId);
  if (!row) throw deliveryMissing();
  await authorise(tx, actor, 'study:read', { kind: 'study', id: row.study_id });
  if (!mayCancel(row)) throw alreadyOver();
  await markCancelled(tx, row.id, clock.now());
  await releaseStudies(tx, row.id);
  await record(tx, actor, {
    act: 'study.send-cancelled',
    resource: { kind: 'study', id: row.study_id },
    details: { delivery: row.id, aeTitle: row.peer_ae_title, sent: row.sent, total: row.total },
  });
  await announce(tx, [`structure:${row.structure_id}`, `study:${row.study_id}`]);
}
