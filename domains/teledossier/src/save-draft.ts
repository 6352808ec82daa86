import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { savePatient } from '@liaison/patients';
import type { PatientTraits } from '@liaison/patients/contract';
import { releaseStudies } from '@liaison/retention';
import { attachStudies, readAttachable } from './attach-studies.ts';
import { dayOf } from './calendar.ts';
import { decideOrRefuse, loadForChange, type Deps, type Loaded } from './change.ts';
import { draftChanged, recipientUnknown } from './errors.ts';
import { revokeStudies, sideSubjects } from './grants.ts';
import { draftContent, readAnswers, searchWords } from './read-draft.ts';
import {
  listStudyIds,
  nameRecipients,
  removeStudy,
  replaceDraftRecipients,
  updateDraft,
  type RecipientRow,
} from './store.ts';

export type DraftSave = {
  dossierId: string;
  revision: number;
  patient: PatientTraits;
  answers: Readonly<Record<string, unknown>>;
  recipients: readonly Pick<RecipientRow, 'kind' | 'id'>[];
  studyIds: readonly string[];
};

export type SavedDraft = { revision: number; savedAt: string; patient: PatientTraits };

/**
 * Saves the whole draft. Traits of newly attached exams fill what is empty, hence the traits in the reply.
 * @throws DomainError `teledossier/draft-changed`, `teledossier/already-sent`, `teledossier/answers-invalid`,
 * `teledossier/recipient-unknown`, `access/refused`
 */
export async function saveDraft(tx: Tx, actor: UserActor, deps: Deps, asked: DraftSave): Promise<SavedDraft> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:ask');
  decideOrRefuse(loaded, { name: 'edit' });
  const { dossier, now } = loaded;
  if (dossier.revision !== asked.revision) throw draftChanged(dossier.revision);
  const answers = readAnswers(dossier.formId, dossier.formVersion, asked.answers);
  const attached = await saveStudies(tx, actor, loaded, [...new Set(asked.studyIds)]);
  await saveRecipients(tx, dossier.id, asked.recipients);
  const images = attached.map((study) => study.traits);
  const patient = await savePatient(tx, actor, dossier.id, asked.patient, images, dayOf(now));
  const content = draftContent(dossier.type, answers);
  const words = searchWords(dossier.number, patient, content.question);
  const revision = await updateDraft(tx, dossier.id, content, words, { at: now, userId: actor.userId });
  await announce(tx, [`dossier:${dossier.id}`]);
  return { revision, savedAt: now.toISOString(), patient: patient.traits };
}

/** @returns the exams that this save attached */
async function saveStudies(tx: Tx, actor: UserActor, loaded: Loaded, asked: readonly string[]) {
  const { dossier, lines } = loaded;
  const present = (await listStudyIds(tx, [dossier.id])).map((one) => one.studyId);
  const removed = present.filter((id) => !asked.includes(id));
  for (const id of removed) await removeStudy(tx, dossier.id, id);
  await releaseStudies(tx, dossier.id, removed);
  await revokeStudies(tx, dossier.id, removed, sideSubjects(dossier.author, lines));
  const added = await readAttachable(
    tx,
    actor,
    asked.filter((id) => !present.includes(id)),
  );
  await attachStudies(tx, actor, loaded, added, { firstPosition: present.length, complementId: null });
  return added;
}

async function saveRecipients(tx: Tx, dossierId: string, asked: DraftSave['recipients']): Promise<void> {
  const once = [...new Map(asked.map((one) => [one.id, one])).values()];
  const named = await nameRecipients(tx, once);
  const unknown = once.find((one) => !named.some((row) => row.id === one.id));
  if (unknown) throw recipientUnknown(unknown.id);
  await replaceDraftRecipients(tx, dossierId, once);
}
