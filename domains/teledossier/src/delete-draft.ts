import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import { record } from '@liaison/journal';
import { deletePatient } from '@liaison/patients';
import { releaseStudies } from '@liaison/retention';
import { announceChange, decideOrRefuse, loadForChange, type Deps } from './change.ts';
import { revokeAuthor, revokeStudies, sideSubjects } from './grants.ts';
import { listStudyIds, removeDraft } from './store.ts';

/** Deletes a draft and all it held; the journal keeps its number. @throws DomainError `teledossier/already-sent`, `access/refused` */
export async function deleteDraft(tx: Tx, actor: UserActor, deps: Deps, dossierId: string): Promise<void> {
  const loaded = await loadForChange(tx, actor, deps.clock, dossierId, 'dossier:ask');
  decideOrRefuse(loaded, { name: 'delete-draft' });
  const { dossier, patient } = loaded;
  const studyIds = (await listStudyIds(tx, [dossierId])).map((one) => one.studyId);
  await deletePatient(tx, actor, dossierId);
  await releaseStudies(tx, dossierId);
  await removeDraft(tx, dossierId);
  // Rights go last: they are what let the rows be deleted.
  await revokeStudies(tx, dossierId, studyIds, sideSubjects(dossier.author, []));
  await revokeAuthor(tx, dossierId, dossier.author);
  await record(tx, actor, {
    act: 'dossier.draft-deleted',
    patientId: patient.id,
    resource: { kind: 'dossier', id: dossierId },
    details: { number: dossier.number },
  });
  await announceChange(tx, loaded);
}
