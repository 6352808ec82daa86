import { recipient } from '@liaison/directory/contract';
import { z } from 'zod';
import { dossierType, eventKind, lineStatus, overallStatus } from './contract.ts';
import type { DossierState, Line } from './model.ts';

/** Who acted, as he was named that day. `professionalId`: RPPS, else internal id; `structureCode`: FINESS, else SIRET. */
export const person = z.object({
  userId: z.uuid(),
  displayName: z.string(),
  profession: z.string(),
  rpps: z.string().nullable(),
  professionalId: z.string(),
  structureId: z.uuid(),
  structureCode: z.string(),
  structureName: z.string(),
  communityId: z.uuid(),
  communityName: z.string(),
});
export type Person = z.infer<typeof person>;

const closing = z.object({ at: z.date(), by: person, reason: z.string().nullable() });
export type Closing = z.infer<typeof closing>;

const formAnswers = z.record(z.string(), z.unknown());

/** A télédossier as it is stored, without what is appended to it. */
export const dossierRecord = z.object({
  id: z.uuid(),
  number: z.string(),
  type: dossierType,
  author: person,
  urgency: z.enum(['urgent', 'normal']),
  createdAt: z.date(),
  sentAt: z.date().nullable(),
  revision: z.number().int(),
  changedAt: z.date(),
  changedById: z.uuid(),
  status: overallStatus,
  formId: z.string(),
  formVersion: z.number().int(),
  answerFormId: z.string(),
  answerFormVersion: z.number().int(),
  answers: formAnswers,
  question: z.string(),
  lastSeenWellAt: z.date().nullable(),
  requerantClosing: closing.nullable(),
});
export type DossierRecord = z.infer<typeof dossierRecord>;

/** An addressee as it is stored. */
export const lineRecord = z.object({
  id: z.uuid(),
  dossierId: z.uuid(),
  recipient,
  status: lineStatus,
  takenBy: person.nullable(),
  takenAt: z.date().nullable(),
  refusedBecause: z.string().nullable(),
  openedAt: z.date().nullable(),
  closing: closing.nullable(),
});
export type LineRecord = z.infer<typeof lineRecord>;

/** What the state machine sees of them. */
export function toState(
  dossier: Pick<DossierRecord, 'sentAt' | 'requerantClosing'>,
  lines: readonly LineRecord[],
): DossierState {
  return {
    isSent: dossier.sentAt !== null,
    lines: lines.map(toLine),
    isClosedByRequerant: dossier.requerantClosing !== null,
  };
}

function toLine(line: LineRecord): Line {
  const { id, recipient: to, status } = line;
  return {
    id,
    recipient: { kind: to.kind, id: to.id },
    status,
    takenBy: line.takenBy?.userId ?? null,
    isClosed: line.closing !== null,
  };
}

export type EventKind = z.infer<typeof eventKind>;

/** What a sentence of the timeline needs beside who and when. */
export const eventDetails = z.object({
  reason: z.string().optional(),
  /** Labels of who was addressed. */
  recipients: z.array(z.string()).optional(),
  /** Label of the addressee withdrawn. */
  withdrawn: z.string().optional(),
  side: z.enum(['requerant', 'requis']).optional(),
  /** Who held what a colleague released. */
  holder: z.string().optional(),
});
export type EventDetails = z.infer<typeof eventDetails>;

export const eventRecord = z.object({
  id: z.uuid(),
  at: z.date(),
  kind: eventKind,
  actor: person,
  details: eventDetails,
});
export type EventRecord = z.infer<typeof eventRecord>;

export const informationRequestRecord = z.object({
  id: z.uuid(),
  addresseeId: z.uuid(),
  question: z.string(),
  askedBy: person,
  askedAt: z.date(),
  answeredAt: z.date().nullable(),
});
export type InformationRequestRecord = z.infer<typeof informationRequestRecord>;

export const complementRecord = z.object({
  id: z.uuid(),
  informationRequestId: z.uuid().nullable(),
  text: z.string(),
  addedBy: person,
  addedAt: z.date(),
});
export type ComplementRecord = z.infer<typeof complementRecord>;

export const answerRecord = z.object({
  id: z.uuid(),
  addresseeId: z.uuid(),
  author: person,
  answeredAt: z.date(),
  formId: z.string(),
  formVersion: z.number().int(),
  answers: formAnswers,
});
export type AnswerRecord = z.infer<typeof answerRecord>;

export const answerDraftRecord = z.object({ addresseeId: z.uuid(), answers: formAnswers, savedAt: z.date() });
export type AnswerDraftRecord = z.infer<typeof answerDraftRecord>;
