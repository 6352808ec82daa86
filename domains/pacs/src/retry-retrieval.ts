import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { noteAwaiting } from '@liaison/imaging';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { refused, retrievalMissing } from './errors.ts';
import { retrievalDue } from './queues.ts';
import type { RetrievalDeps } from './request-retrieval.ts';
import { lockRetrieval, rearm, type RetrievalRow } from './retrieval-store.ts';

/** Tries again now. @throws DomainError `access/refused`, `pacs/no-retrieval`, `pacs/nothing-to-retry` */
export async function retryRetrieval(
  tx: Tx,
  actor: UserActor,
  deps: RetrievalDeps,
  retrievalId: string,
): Promise<void> {
  authoriseFeature(actor, 'study:retrieve');
  const row = await lockOwn(tx, actor, retrievalId);
  const isWaitingForRetry = row.state === 'waiting' && row.attempts > 0;
  if (!isWaitingForRetry && !['failed', 'incomplete', 'cancelled'].includes(row.state))
    throw refused('pacs/nothing-to-retry');
  await rearm(tx, row.id, deps.clock.now());
  const awaiting = { source: row.peerName, state: 'waiting', reason: '', done: 0, total: row.total } as const;
  await noteAwaiting(tx, row.studyId, awaiting);
  await record(tx, actor, {
    act: 'study.retrieval-requested',
    resource: { kind: 'study', id: row.studyId },
    details: {
      retrieval: row.id,
      peerId: row.peerId,
      StudyInstanceUID: row.StudyInstanceUID,
      again: true,
    },
  });
  await deps.enqueue(tx, retrievalDue, { retrievalId: row.id });
  await announce(tx, [`structure:${row.structureId}`]);
}

export async function lockOwn(tx: Tx, actor: UserActor, retrievalId: string): Promise<RetrievalRow> {
  const row = await lockRetrieval(tx, retrievalId);
  if (!row || row.structureId !== actor.structureId) throw retrievalMissing();
  return row;
}
