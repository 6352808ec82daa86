import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { noteAwaiting } from '@liaison/imaging';
import { record } from '@liaison/journal';
import type { Clock, UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { refused } from './errors.ts';
import { endRetrieval } from './retrieval-store.ts';
import { lockOwn } from './retry-retrieval.ts';

/**
 * Stops a retrieval; images that came stay. Whoever brings it notices within seconds.
 * @throws DomainError `access/refused`, `pacs/no-retrieval`, `pacs/nothing-to-cancel`
 */
export async function cancelRetrieval(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  retrievalId: string,
): Promise<void> {
  authoriseFeature(actor, 'study:retrieve');
  const row = await lockOwn(tx, actor, retrievalId);
  if (row.state === 'done' || row.state === 'cancelled') throw refused('pacs/nothing-to-cancel');
  await endRetrieval(tx, row.id, { state: 'cancelled', at: clock.now(), code: null, detail: '' });
  await noteAwaiting(tx, row.studyId, null);
  await record(tx, actor, {
    act: 'study.retrieval-cancelled',
    resource: { kind: 'study', id: row.studyId },
    details: { retrieval: row.id, peerId: row.peerId, StudyInstanceUID: row.StudyInstanceUID },
  });
  await announce(tx, [`structure:${row.structureId}`]);
}
