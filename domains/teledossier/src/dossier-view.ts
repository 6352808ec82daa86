import type { Tx } from '@liaison/db';
import { readStudySummaries, type StudySummary } from '@liaison/imaging';
import { assertExists, type UserActor } from '@liaison/kernel';
import { differencesOf, findPatient, patientLineOf, type Patient } from '@liaison/patients';
import { actsOf } from './acts.ts';
import { readerOf } from './change.ts';
import { reportUrl, type Addressee, type DossierView } from './contract.ts';
import { sideOf } from './dossier-rows.ts';
import {
  listAnswerDrafts,
  listAnswers,
  listComplements,
  listEvents,
  listInformationRequests,
} from './follow-up-store.ts';
import { becauseOf, eventText, typeTitles } from './fr.ts';
import { isClosedByRequis, linesOf, type DossierState, type Reader } from './model.ts';
import {
  toState,
  type Closing,
  type DossierRecord,
  type EventRecord,
  type LineRecord,
  type Person,
} from './record.ts';
import { imageTimeline } from './image-timeline.ts';
import { dossierTypes } from './types.ts';
import { listDossierRecords, listDraftRecipients, listLines, listStudyIds, nameRecipients } from './store.ts';

export type Described = { dossier: DossierRecord; patient: Patient; told: Omit<DossierView, 'lastOpenedAt'> };

/** A télédossier as its reader may see it. */
export async function describeDossier(tx: Tx, actor: UserActor, dossierId: string): Promise<Described> {
  const dossier = assertExists(
    (await listDossierRecords(tx, [dossierId]))[0],
    'the dossier that the actor may read',
  );
  const patient = assertExists(await findPatient(tx, dossierId), 'the patient of a dossier');
  const lines = await listLines(tx, [dossierId]);
  const reader = await readerOf(tx, actor, dossierId);
  const state = toState(dossier, lines);
  const recipients = await nameRecipients(
    tx,
    reader.canAsk ? await listDraftRecipients(tx, [dossierId]) : [],
  );
  const studies = await readAttachedStudies(tx, actor, dossierId);
  const told = {
    ...heading(dossier, patient),
    recipients,
    studies,
    addressees: lines.map(toAddressee),
    identityDifferences: studies.flatMap((study) =>
      differencesOf(patient.traits, study.traits).map((difference) => ({ studyId: study.id, ...difference })),
    ),
    ...(await exchanges(tx, dossier, studies)),
    ...closings(dossier, lines, state, reader),
    acts: actsOf(state, reader, recipients.length).map((act) => ({
      name: act.name,
      addresseeId: act.addresseeId,
      allowed: act.refusal === null,
      because:
        act.refusal &&
        becauseOf(
          act.refusal,
          lines.find((line) => line.id === act.addresseeId)?.takenBy?.displayName ?? null,
        ),
    })),
    side: sideOf(reader),
  };
  const hasAnswer = told.givenAnswers.length > 0;
  return { dossier, patient, told: { ...told, reportUrl: hasAnswer ? reportUrl(dossierId) : null } };
}

function heading(dossier: DossierRecord, patient: Patient) {
  return {
    id: dossier.id,
    number: dossier.number,
    type: dossier.type,
    title: typeTitles[dossier.type],
    status: dossier.status,
    urgency: dossier.urgency,
    author: toAuthor(dossier.author),
    createdAt: dossier.createdAt.toISOString(),
    sentAt: dossier.sentAt?.toISOString() ?? null,
    revision: dossier.revision,
    patient: patient.traits,
    patientLine: patientLineOf(patient),
    formId: dossier.formId,
    formVersion: dossier.formVersion,
    answerFormId: dossier.answerFormId,
    answerFormVersion: dossier.answerFormVersion,
    recipientSpecialty: dossierTypes[dossier.type].recipientSpecialty,
    answers: dossier.answers,
  };
}

/** The exams attached, in the order in which they were. */
export async function readAttachedStudies(
  tx: Tx,
  actor: UserActor,
  dossierId: string,
): Promise<StudySummary[]> {
  const ids = (await listStudyIds(tx, [dossierId])).map((one) => one.studyId);
  const byId = new Map((await readStudySummaries(tx, actor, ids)).map((study) => [study.id, study]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

async function exchanges(tx: Tx, dossier: DossierRecord, studies: readonly StudySummary[]) {
  const dossierId = dossier.id;
  const [draft] = await listAnswerDrafts(tx, dossierId);
  return {
    informationRequests: (await listInformationRequests(tx, dossierId)).map((request) => ({
      ...request,
      askedBy: toAuthor(request.askedBy),
      askedAt: request.askedAt.toISOString(),
      answeredAt: request.answeredAt?.toISOString() ?? null,
    })),
    complements: (await listComplements(tx, dossierId)).map((complement) => ({
      ...complement,
      addedBy: toAuthor(complement.addedBy),
      addedAt: complement.addedAt.toISOString(),
    })),
    answerDraft: draft ? { ...draft, savedAt: draft.savedAt.toISOString() } : null,
    givenAnswers: (await listAnswers(tx, dossierId)).map((answer) => ({
      ...answer,
      author: toAuthor(answer.author),
      answeredAt: answer.answeredAt.toISOString(),
    })),
    timeline: [
      ...(await listEvents(tx, dossierId)).map(toTimelineEntry),
      ...(await imageTimeline(tx, studies, dossier.createdAt)),
    ].toSorted((a, b) => a.at.localeCompare(b.at)),
  };
}

function toTimelineEntry(event: EventRecord): DossierView['timeline'][number] {
  const { id, kind, at, actor, details } = event;
  return { id, at: at.toISOString(), text: eventText(kind, actor, details), kind };
}

export function toAuthor(person: Person): DossierView['author'] {
  const { userId, displayName, rpps, structureName, communityName } = person;
  return { userId, displayName, rpps, structureName, communityName };
}

function toAddressee(line: LineRecord): Addressee {
  return {
    id: line.id,
    recipient: line.recipient,
    status: line.status,
    takenBy: line.takenBy && toAuthor(line.takenBy),
    takenAt: line.takenAt?.toISOString() ?? null,
    refusedBecause: line.refusedBecause,
    openedAt: line.openedAt?.toISOString() ?? null,
  };
}

/** The requis sees the closing of his own line; the requérant sees one once every line that counts is closed. */
function closings(dossier: DossierRecord, lines: readonly LineRecord[], state: DossierState, reader: Reader) {
  const own = reader.canAnswer ? linesOf(state, reader) : [];
  const counting = own.length > 0 ? own : isClosedByRequis(state) ? state.lines : [];
  const isClosed = own.every((line) => line.isClosed);
  const closed = lines
    .filter((line) => counting.some((one) => one.id === line.id))
    .flatMap((line) => line.closing ?? []);
  const last = closed.toSorted((a, b) => a.at.getTime() - b.at.getTime()).at(-1);
  return {
    closedByRequerant: dossier.requerantClosing && toClosing(dossier.requerantClosing),
    closedByRequis: isClosed && last ? toClosing(last) : null,
  };
}

function toClosing({ at, by, reason }: Closing) {
  return { at: at.toISOString(), by: by.displayName, reason };
}
