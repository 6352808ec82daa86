import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, newId, type Clock, type MachineActor, type UserActor } from '@liaison/kernel';
import { findReceived, insertProof } from './store.ts';

/**
 * A PACS has committed to the storage of images of a study (Storage Commitment, PS3.4 annex J). `imageCount`: those it
 * committed to; a study is proven archived only where they are all of it.
 */
export async function recordCommitment(
  tx: Tx,
  pacs: MachineActor,
  committed: { studyId: string; StudyInstanceUID: string; imageCount: number; at: Date },
): Promise<void> {
  const { studyId, StudyInstanceUID, imageCount, at } = committed;
  await insertProof(tx, { id: newId(), studyId, kind: 'commitment', imageCount, saidBy: pacs.name, at });
  await record(tx, pacs, {
    act: 'study.archived',
    resource: { kind: 'study', id: studyId },
    details: { StudyInstanceUID, count: imageCount, proof: 'commitment' },
  });
}

/**
 * A person of the structure that received a study states that its images, as many as there are now, are archived
 * elsewhere. @throws DomainError `access/refused`, `retention/not-complete`
 */
export async function stateArchived(tx: Tx, actor: UserActor, studyId: string, clock: Clock): Promise<void> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  const study = await findReceived(tx, studyId);
  if (study?.structureId !== actor.structureId) {
    throw new DomainError('forbidden', 'access/refused', {
      capability: 'study:send',
      resourceKind: 'study',
      resourceId: studyId,
    });
  }
  const { imageCount, StudyInstanceUID } = study;
  if (study.arrival !== 'idle' || imageCount === 0)
    throw new DomainError('conflict', 'retention/not-complete');
  await insertProof(tx, {
    id: newId(),
    studyId,
    kind: 'statement',
    imageCount,
    saidBy: actor.displayName,
    at: clock.now(),
  });
  await record(tx, actor, {
    act: 'study.archived',
    resource: { kind: 'study', id: studyId },
    details: { StudyInstanceUID, count: imageCount, proof: 'statement' },
  });
}
