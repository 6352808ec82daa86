import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { findPeer } from '@liaison/pacs';
import { holdStudies } from '@liaison/retention';
import { requireReceiving } from './destinations.ts';
import { deliveryMissing, nothingToRetry } from '../errors.ts';
import { mayRetry, patienceMs } from '../model.ts';
import { deliveryDue } from '../queues.ts';
import type { Deps } from './send-studies.ts';
import { lockDelivery, rearm } from '../store.ts';

/**
 * Tries again now, from the first destination on where all were spent; what is there already is not sent twice.
 * @throws DomainError `access/refused`, `transfers/no-delivery`, `transfers/nothing-to-retry`, `transfers/destination-unknown`,
 * `transfers/destination-unapproved`
 */
export async function retryDelivery(tx: Tx, actor: UserActor, deps: Deps, deliveryId: string): Promise<void> {
  authoriseFeature(actor, 'study:send');
  const row = await lockDelivery(tx, deliveryId);
  if (!row) throw deliveryMissing();
  await authorise(tx, actor, 'study:read', { kind: 'study', id: row.study_id });
  if (!mayRetry(row)) throw nothingToRetry();
  const peerId = row.state === 'failed' ? (row.peer_ids[0] ?? row.peer_id) : row.peer_id;
  const peer = requireReceiving(await findPeer(tx, peerId));
  const now = deps.clock.now();
  await rearm(tx, row.id, peer, { now, giveUpAt: new Date(now.getTime() + patienceMs) });
  await holdStudies(tx, [row.study_id], row.id);
  await record(tx, actor, {
    act: 'study.send-requested',
    resource: { kind: 'study', id: row.study_id },
    details: { delivery: row.id, aeTitle: peer.aeTitle, again: true },
  });
  await deps.enqueue(tx, deliveryDue, { deliveryId: row.id });
  await announce(tx, [`structure:${row.structure_id}`, `study:${row.study_id}`]);
}
