import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { latestForm } from '@liaison/forms';
import { assertExists, newId, type UserActor } from '@liaison/kernel';
import { record } from '@liaison/journal';
import { announce } from '@liaison/live';
import { createPatient } from '@liaison/patients';
import { attachStudies, readAttachable } from './attach-studies.ts';
import { monthOf } from './calendar.ts';
import { personOf, type Deps } from './change.ts';
import { grantAuthor } from './grants.ts';
import type { DossierRecord, Person } from './record.ts';
import { searchWords } from './read-draft.ts';
import { drawNumber, insertDossier } from './store.ts';
import { dossierTypes, type DossierType } from './types.ts';

export type NewDossier = { type: DossierType; studyId?: string | undefined };

/**
 * A draft, from a study that the actor may read (its traits copied as provisional) or from nothing: no identity is
 * waited for. @throws DomainError `access/refused`
 */
export async function createDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: NewDossier,
): Promise<{ id: string; number: string }> {
  authoriseFeature(actor, 'dossier:ask');
  const [study] = await readAttachable(tx, actor, asked.studyId ? [asked.studyId] : []);
  const author = await personOf(tx, actor);
  const dossier = await newDraft(tx, author, asked.type, deps.clock.now());
  await grantAuthor(tx, dossier.id, author);
  const patient = await createPatient(tx, actor, dossier.id, study?.traits ?? null);
  await insertDossier(tx, dossier, searchWords(dossier.number, patient, ''));
  const resource = { kind: 'dossier', id: dossier.id } as const;
  await record(tx, actor, {
    act: 'dossier.created',
    patientId: patient.id,
    resource,
    details: { number: dossier.number },
  });
  if (study) {
    const to = { dossier, lines: [], patient, now: dossier.createdAt };
    await attachStudies(tx, actor, to, [study], { firstPosition: 0, complementId: null });
  }
  await announce(tx, [`user:${author.userId}`, `community:${author.communityId}`]);
  return { id: dossier.id, number: dossier.number };
}

async function newDraft(tx: Tx, author: Person, type: DossierType, now: Date): Promise<DossierRecord> {
  const described = dossierTypes[type];
  const form = assertExists(latestForm(described.formId), 'the form of a type');
  const answerForm = assertExists(latestForm(described.answerFormId), 'the answer form of a type');
  return {
    id: newId(),
    number: await drawNumber(tx, described.prefix, monthOf(now)),
    type,
    author,
    urgency: described.urgency,
    createdAt: now,
    sentAt: null,
    revision: 1,
    changedAt: now,
    changedById: author.userId,
    status: 'brouillon',
    formId: form.id,
    formVersion: form.version,
    answerFormId: answerForm.id,
    answerFormVersion: answerForm.version,
    answers: {},
    question: '',
    lastSeenWellAt: null,
    requerantClosing: null,
  };
}
