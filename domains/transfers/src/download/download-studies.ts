import { authorise, authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries } from '@liaison/imaging';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import { nothingToDownload } from '../errors.ts';
import { listInstances, type PackedInstance } from '../store.ts';

/**
 * What the zip of these studies is made of: one row in the journal for each, before a byte leaves.
 * @throws DomainError `access/refused`, `transfers/nothing-to-download`
 */
export async function downloadStudies(
  tx: Tx,
  actor: UserActor,
  asked: readonly string[],
): Promise<PackedInstance[]> {
  authoriseFeature(actor, 'study:read');
  const studyIds = [...new Set(asked)];
  for (const id of studyIds) await authorise(tx, actor, 'study:read', { kind: 'study', id });
  const instances = await listInstances(tx, studyIds);
  if (instances.length === 0) throw nothingToDownload();
  for (const study of await readStudySummaries(tx, actor, studyIds)) {
    await record(tx, actor, {
      act: 'study.downloaded',
      resource: { kind: 'study', id: study.id },
      details: {
        StudyInstanceUID: study.StudyInstanceUID,
        count: instances.filter((instance) => instance.study_id === study.id).length,
      },
    });
  }
  return instances;
}
