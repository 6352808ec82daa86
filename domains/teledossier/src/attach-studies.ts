import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries, type StudySummary } from '@liaison/imaging';
import type { UserActor } from '@liaison/kernel';
import { record } from '@liaison/journal';
import { holdStudies } from '@liaison/retention';
import type { Loaded } from './change.ts';
import { grantStudies, sideSubjects } from './grants.ts';
import { insertStudy } from './store.ts';

/** The exams asked for, which the actor must be able to read himself. @throws DomainError `access/refused` */
export async function readAttachable(
  tx: Tx,
  actor: UserActor,
  studyIds: readonly string[],
): Promise<StudySummary[]> {
  if (studyIds.length === 0) return [];
  for (const id of studyIds) await authorise(tx, actor, 'study:read', { kind: 'study', id });
  return readStudySummaries(tx, actor, studyIds);
}

/**
 * Attaches exams, whatever has arrived of them, keeps them from being purged, and opens them to all who are on the
 * dossier. Identity is compared when the dossier is read: it never stands in the way.
 */
export async function attachStudies(
  tx: Tx,
  actor: UserActor,
  to: Pick<Loaded, 'dossier' | 'lines' | 'patient' | 'now'>,
  studies: readonly Pick<StudySummary, 'id' | 'StudyInstanceUID'>[],
  place: { firstPosition: number; complementId: string | null },
): Promise<void> {
  const { dossier, lines, patient, now } = to;
  for (const [index, study] of studies.entries()) {
    const position = place.firstPosition + index;
    const { complementId } = place;
    await insertStudy(tx, { dossierId: dossier.id, studyId: study.id, complementId, at: now, position });
    await record(tx, actor, {
      act: 'study.attached',
      patientId: patient.id,
      resource: { kind: 'study', id: study.id },
      details: { number: dossier.number, dossierId: dossier.id, StudyInstanceUID: study.StudyInstanceUID },
    });
  }
  const ids = studies.map((study) => study.id);
  await holdStudies(tx, ids, dossier.id);
  await grantStudies(tx, dossier.id, ids, sideSubjects(dossier.author, lines));
}
