import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { readStudySummaries, type StudySummary } from '@liaison/imaging';
import { assertExists, type UserActor } from '@liaison/kernel';
import { record } from '@liaison/journal';
import { announce } from '@liaison/live';
import { findPatient, savePatient, type Patient } from '@liaison/patients';
import { attachStudies } from './attach-studies.ts';
import { dayOf } from './calendar.ts';
import { decideOrRefuse, loadForChange, type Deps } from './change.ts';
import { matchAll, singleExact, type Match, type Offered, type Wanted } from './match-study.ts';
import { listCandidates, listStudyIds, touchDraft } from './store.ts';

export type Proposal = { study: StudySummary; reason: Match<unknown>['reason'] };

/** What the software that opens a dossier says of it (appel contextuel), beside the patient's traits. */
export type Context = { accessionNumber?: string; ippIssuer?: string };

/**
 * Studies that the actor's structure received and that seem to be those of a dossier, not attached yet; the strongest
 * reasons first. A row of the journal, unless one covers it. @throws DomainError `access/refused`
 */
export async function proposeStudies(
  tx: Tx,
  actor: UserActor,
  asked: { dossierId: string; isCovered: boolean },
  context: Context = {},
): Promise<Proposal[]> {
  const { dossierId, isCovered } = asked;
  await authorise(tx, actor, 'dossier:ask', { kind: 'dossier', id: dossierId });
  const patient = assertExists(await findPatient(tx, dossierId), 'the patient of a dossier');
  const attached = (await listStudyIds(tx, [dossierId])).map(({ studyId }) => studyId);
  const proposals = (await findMatches(tx, actor, patient, context)).filter(
    ({ study }) => !attached.includes(study.id),
  );
  if (!isCovered) await recordListing(tx, actor, patient.id, dossierId);
  return proposals;
}

/**
 * Attaches to a draft the study that is its own without a doubt: the single exact match of an accession number, or of an
 * IPP with its issuer. Anything less is left for `proposeStudies`. For the appel contextuel.
 * @returns the id of the study that was attached, or null
 */
export async function associateStudy(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  dossierId: string,
  context: Context,
): Promise<string | null> {
  const loaded = await loadForChange(tx, actor, deps.clock, dossierId, 'dossier:ask');
  decideOrRefuse(loaded, { name: 'edit' });
  const present = (await listStudyIds(tx, [dossierId])).map(({ studyId }) => studyId);
  const matches = await findMatches(tx, actor, loaded.patient, context);
  await recordListing(tx, actor, loaded.patient.id, dossierId);
  const study = singleExact(matches);
  if (!study || present.includes(study.id)) return null;
  await attachStudies(tx, actor, loaded, [study], { firstPosition: present.length, complementId: null });
  const { patient, now } = loaded;
  await savePatient(tx, actor, dossierId, patient.traits, [study.traits], dayOf(now));
  await touchDraft(tx, dossierId, { at: now, userId: actor.userId });
  await announce(tx, [`dossier:${dossierId}`]);
  return study.id;
}

async function findMatches(
  tx: Tx,
  actor: UserActor,
  patient: Patient,
  context: Context,
): Promise<Match<StudySummary>[]> {
  const wanted = wantedOf(patient, context);
  const ids = await listCandidates(tx, actor.structureId, wanted);
  const studies = await readStudySummaries(tx, actor, ids);
  return matchAll(
    wanted,
    studies.map((study) => ({ ...offeredBy(study), study })),
  ).map(({ study: { study }, reason }) => ({ study, reason }));
}

/** A patient declared unknown has no traits to be found by. */
function wantedOf({ traits }: Patient, { accessionNumber = '', ippIssuer = '' }: Context): Wanted {
  const nobody = { ipp: '', birthName: '', birthGivenNames: '', birthDate: null };
  const { ipp, birthName, birthGivenNames, birthDate } = traits.isUnknown ? nobody : traits;
  return { accessionNumber, ippIssuer, ipp, birthName, birthGivenNames, birthDate };
}

function offeredBy({ accessionNumber, traits }: StudySummary): Offered {
  return { accessionNumber, ...traits };
}

function recordListing(tx: Tx, actor: UserActor, patientId: string, dossierId: string): Promise<void> {
  return record(tx, actor, {
    act: 'study.listed',
    patientId,
    resource: { kind: 'dossier', id: dossierId },
    details: { through: 'dossier' },
  });
}
