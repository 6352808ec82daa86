import { recipient } from '@liaison/directory/contract';
import { instant } from '@liaison/http/contract';
import { imagingLine, studySummary } from '@liaison/imaging/contract';
import { identityDifference, patientLine, patientTraits } from '@liaison/patients/contract';
import { z } from 'zod';

/** What the endpoints of contract.ts carry. */

/** Kinds of request. One for now; each names its form and the form of its answer. */
export const dossierType = z.enum(['avc']);

/** Status of one addressee's line (CCTP 3.1.2.6; the state machine is in model.ts). */
export const lineStatus = z.enum([
  'en-attente-de-reponse',
  'pris-en-charge',
  'en-attente-d-information',
  'repondu',
  'refuse',
  'retire',
]);

/** Overall status, derived from the lines; `clos` is told apart by side in `closedByRequerant` and `closedByRequis`. */
export const overallStatus = z.enum([
  'brouillon',
  'en-attente-de-reponse',
  'pris-en-charge',
  'en-attente-d-information',
  'repondu',
  'refuse',
  'clos',
]);

export const actName = z.enum([
  'edit',
  'send',
  'delete-draft',
  'readdress',
  'withdraw',
  'take',
  'release',
  'ask-information',
  'complement',
  'answer',
  'refuse',
  'close-requerant',
  'close-requis',
  'reopen-requerant',
  'reopen-requis',
]);
export type ActName = z.infer<typeof actName>;

/** What the reader may do now; when he may not, why, in French, so that a button can be disabled with its reason. */
export const act = z.object({
  name: actName,
  addresseeId: z.uuid().nullable(),
  allowed: z.boolean(),
  because: z.string().nullable(),
});

export const author = z.object({
  userId: z.uuid(),
  displayName: z.string(),
  rpps: z.string().nullable(),
  structureName: z.string(),
  communityName: z.string(),
});

export const addressee = z.object({
  id: z.uuid(),
  recipient,
  status: lineStatus,
  takenBy: author.nullable(),
  takenAt: instant.nullable(),
  refusedBecause: z.string().nullable(),
  /** First opening by someone of the addressee. */
  openedAt: instant.nullable(),
});
export type Addressee = z.infer<typeof addressee>;

export const informationRequest = z.object({
  id: z.uuid(),
  addresseeId: z.uuid(),
  question: z.string(),
  askedBy: author,
  askedAt: instant,
  answeredAt: instant.nullable(),
});

/** Added after sending, on request or spontaneously; the sent version itself is immutable. */
export const complement = z.object({
  id: z.uuid(),
  informationRequestId: z.uuid().nullable(),
  text: z.string(),
  addedBy: author,
  addedAt: instant,
});

export const answer = z.object({
  id: z.uuid(),
  addresseeId: z.uuid(),
  author,
  answeredAt: instant,
  formId: z.string(),
  formVersion: z.number().int(),
  /** Values by field id, as the form's definition types them. */
  answers: z.record(z.string(), z.unknown()),
});

/** What may happen to a télédossier once it is sent. */
export const eventKind = z.enum([
  'sent',
  'opened',
  'taken',
  'released',
  'information',
  'complement',
  'answered',
  'refused',
  'addressing',
  'closed',
  'reopened',
]);

export const timelineEntry = z.object({
  id: z.uuid(),
  at: instant,
  /** French sentence: "Dr MARTIN Paul (UNV, CHU de Valmont) a pris en charge la demande". */
  text: z.string(),
  /** `retrieval`, `sending`: an exam brought from a PACS, or sent to one. */
  kind: z.enum([...eventKind.options, 'retrieval', 'sending']),
});

/** Everything that one screen of a télédossier shows. Reading it is one row in the journal. */
export const dossierView = z.object({
  id: z.uuid(),
  /** Readable and unique: "AVC-2611-000123". */
  number: z.string(),
  type: dossierType,
  title: z.string(),
  status: overallStatus,
  urgency: z.enum(['urgent', 'normal']),
  author,
  createdAt: instant,
  sentAt: instant.nullable(),
  /** Grows at each change; an autosave names the one it started from. */
  revision: z.number().int(),
  patient: patientTraits,
  patientLine,
  identityDifferences: z.array(identityDifference),
  formId: z.string(),
  formVersion: z.number().int(),
  answerFormId: z.string(),
  answerFormVersion: z.number().int(),
  answers: z.record(z.string(), z.unknown()),
  /** Specialty whose communities are proposed first (directory's `specialty`). */
  recipientSpecialty: z.string(),
  /** In a brouillon: who will receive it. */
  recipients: z.array(recipient),
  addressees: z.array(addressee),
  studies: z.array(studySummary),
  informationRequests: z.array(informationRequest),
  complements: z.array(complement),
  answerDraft: z
    .object({ addresseeId: z.uuid(), answers: z.record(z.string(), z.unknown()), savedAt: instant })
    .nullable(),
  givenAnswers: z.array(answer),
  closedByRequerant: z.object({ at: instant, by: z.string(), reason: z.string().nullable() }).nullable(),
  closedByRequis: z.object({ at: instant, by: z.string(), reason: z.string().nullable() }).nullable(),
  timeline: z.array(timelineEntry),
  acts: z.array(act),
  /** On which side the reader stands; `both` when his community asks and answers. */
  side: z.enum(['requerant', 'requis', 'both']),
  /** When the reader opened it before this time: marks what is new since. */
  lastOpenedAt: instant.nullable(),
  /** Where the compte-rendu is; null until an answer is given. */
  reportUrl: z.string().nullable(),
});
export type DossierView = z.infer<typeof dossierView>;

/** Two lines of a worklist. */
export const dossierRow = z.object({
  id: z.uuid(),
  number: z.string(),
  title: z.string(),
  status: overallStatus,
  urgency: z.enum(['urgent', 'normal']),
  patientLine,
  /** First words of the question asked. */
  question: z.string(),
  requerantName: z.string(),
  requerantStructureName: z.string(),
  recipientNames: z.array(z.string()),
  /** From when age is counted: sending, or creation of a brouillon. */
  since: instant,
  takenByName: z.string().nullable(),
  imaging: imagingLine,
  /** "Dernière fois vu bien", from which the 4 h 30 run; null where unknown or not said. */
  lastSeenWellAt: instant.nullable(),
  isUnread: z.boolean(),
  side: z.enum(['requerant', 'requis', 'both']),
  /** The one act offered on the row. */
  mainAct: act.nullable(),
});
export type DossierRow = z.infer<typeof dossierRow>;

export const worklistSection = z.enum([
  'a-prendre',
  'pris-par-moi',
  'en-attente-d-information',
  'mes-demandes',
  'a-cloturer',
  'brouillons',
]);
