import { recipient } from '@liaison/directory/contract';
import { endpoint, instant, noContent, slice } from '@liaison/http/contract';
import { studySummary } from '@liaison/imaging/contract';
import { identityDifference, patientLine, patientTraits } from '@liaison/patients/contract';
import { z } from 'zod';

export { identityDifference, patientLine, patientTraits, traitSource } from '@liaison/patients/contract';
export type { PatientTraits } from '@liaison/patients/contract';

/** What PostgreSQL can hold: no NUL, no half of a surrogate pair. */
const isStorable = (value: string) => value.isWellFormed() && !value.includes('\0');
const text = (max: number) => z.string().trim().max(max).refine(isStorable);

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

export const timelineEntry = z.object({
  id: z.uuid(),
  at: instant,
  /** French sentence: "Dr MARTIN Paul (UNV, CHU de Valmont) a pris en charge la demande". */
  text: z.string(),
  kind: z.enum(['sent', 'opened', 'taken', 'released', 'information', 'complement', 'answered', 'refused', 'addressing', 'closed', 'reopened']),
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
  imaging: z.object({
    studyCount: z.number().int(),
    imageCount: z.number().int(),
    modalities: z.array(z.string()),
    arrival: z.enum(['none', 'receiving', 'idle', 'stalled']),
  }),
  /** "Dernière fois vu bien", from which the 4 h 30 run; null where unknown or not said. */
  lastSeenWellAt: instant.nullable(),
  isUnread: z.boolean(),
  side: z.enum(['requerant', 'requis', 'both']),
  /** The one act offered on the row. */
  mainAct: act.nullable(),
});
export type DossierRow = z.infer<typeof dossierRow>;

export const worklistSection = z.enum(['a-prendre', 'pris-par-moi', 'en-attente-d-information', 'mes-demandes', 'a-cloturer', 'brouillons']);

const dossierParams = z.object({ dossierId: z.uuid() });
const changed = z.object({ revision: z.number().int() });

export const createDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers',
  summary: 'Crée un brouillon, depuis un examen ou sans examen, patient connu ou non.',
  body: z.object({ type: dossierType, studyId: z.uuid().optional() }),
  reply: z.object({ id: z.uuid(), number: z.string() }),
});

export const readWorklist = endpoint({
  method: 'GET',
  url: '/api/teledossiers/worklist',
  summary: 'Ce qui m’attend, urgences d’abord, puis le plus ancien.',
  /** `live`: a refetch after a live hint, not the user's act; it leaves no row in the journal. */
  query: z.object({ live: z.stringbool().default(false) }),
  reply: z.object({
    sections: z.array(z.object({ section: worklistSection, rows: z.array(dossierRow), total: z.number().int() })),
  }),
});

export const listDossiers = endpoint({
  method: 'GET',
  url: '/api/teledossiers',
  summary: 'Télédossiers que je peux ouvrir, le plus récent d’abord.',
  query: slice.extend({
    status: overallStatus.optional(),
    /** Number, patient, question: accent-insensitive. */
    search: z.string().max(100).optional(),
    /** A refetch after a live hint, not the user's act: it leaves no row in the journal. */
    live: z.stringbool().default(false),
  }),
  reply: z.object({ rows: z.array(dossierRow), total: z.number().int(), nextCursor: z.string().nullable() }),
});

export const readDossier = endpoint({
  method: 'GET',
  url: '/api/teledossiers/:dossierId',
  summary: 'Un télédossier entier. `opening=false` pour un simple rafraîchissement de l’écran.',
  params: dossierParams,
  query: z.object({ opening: z.stringbool().default(true) }),
  reply: dossierView,
});

export const saveDraft = endpoint({
  method: 'PUT',
  url: '/api/teledossiers/:dossierId/draft',
  summary: 'Enregistre le brouillon ; refuse s’il a changé ailleurs depuis `revision`.',
  params: dossierParams,
  body: z.object({
    revision: z.number().int(),
    patient: patientTraits,
    answers: z.record(z.string(), z.unknown()),
    recipients: z.array(z.object({ kind: z.enum(['community', 'professional']), id: z.uuid() })).max(50),
    studyIds: z.array(z.uuid()).max(50),
  }),
  /** `patient`: the traits as kept; those of a newly attached exam may have filled empty ones. */
  reply: changed.extend({ savedAt: instant, patient: patientTraits }),
});

export const deleteDraft = endpoint({
  method: 'DELETE',
  url: '/api/teledossiers/:dossierId/draft',
  summary: 'Supprime un brouillon (tracé).',
  params: dossierParams,
  reply: noContent,
});

export const sendDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/send',
  summary: 'Envoie la demande, sans attendre les images.',
  params: dossierParams,
  body: z.object({ revision: z.number().int() }),
  reply: changed,
});

export const readdressDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/addressees',
  summary: 'Ajoute des destinataires après l’envoi, avec un motif.',
  params: dossierParams,
  body: z.object({
    recipients: z.array(z.object({ kind: z.enum(['community', 'professional']), id: z.uuid() })).min(1).max(20),
    reason: text(500).min(1),
  }),
  reply: changed,
});

const lineParams = z.object({ dossierId: z.uuid(), addresseeId: z.uuid() });

export const withdrawAddressee = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/addressees/:addresseeId/withdraw',
  summary: 'Retire un destinataire adressé par erreur et son accès (tracé).',
  params: lineParams,
  body: z.object({ reason: text(500).min(1) }),
  reply: changed,
});

export const takeDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/addressees/:addresseeId/take',
  summary: 'Je prends en charge : un seul l’emporte, l’autre apprend qui.',
  params: lineParams,
  reply: changed,
});

export const releaseDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/addressees/:addresseeId/release',
  summary: 'Relâche la prise en charge.',
  params: lineParams,
  reply: changed,
});

export const askInformation = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/addressees/:addresseeId/information-request',
  summary: 'Demande une information complémentaire, sans bloquer la réponse.',
  params: lineParams,
  body: z.object({ question: text(4000).min(1) }),
  reply: changed,
});

export const addComplement = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/complements',
  summary: 'Ajoute une information, spontanément ou en réponse à une demande, et d’autres examens.',
  params: dossierParams,
  body: z.object({
    text: text(8000),
    informationRequestId: z.uuid().optional(),
    studyIds: z.array(z.uuid()).max(20).default([]),
  }),
  reply: changed,
});

export const saveAnswerDraft = endpoint({
  method: 'PUT',
  url: '/api/teledossiers/:dossierId/addressees/:addresseeId/answer-draft',
  summary: 'Enregistre ma réponse en cours de rédaction.',
  params: lineParams,
  body: z.object({ answers: z.record(z.string(), z.unknown()) }),
  reply: z.object({ savedAt: instant }),
});

export const answerDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/addressees/:addresseeId/answer',
  summary: 'Répond ; le compte-rendu est produit.',
  params: lineParams,
  body: z.object({ answers: z.record(z.string(), z.unknown()) }),
  reply: changed,
});

export const refuseDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/addressees/:addresseeId/refuse',
  summary: 'Refuse, avec un motif.',
  params: lineParams,
  body: z.object({ reason: text(1000).min(1) }),
  reply: changed,
});

export const closeDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/close',
  summary: 'Clôt de mon côté ; un motif est demandé avant toute réponse.',
  params: dossierParams,
  body: z.object({ side: z.enum(['requerant', 'requis']), reason: text(500).optional() }),
  reply: changed,
});

export const reopenDossier = endpoint({
  method: 'POST',
  url: '/api/teledossiers/:dossierId/reopen',
  summary: 'Rouvre de mon côté, avec un motif.',
  params: dossierParams,
  body: z.object({ side: z.enum(['requerant', 'requis']), reason: text(500).min(1) }),
  reply: changed,
});

/** The compte-rendu: `GET /api/teledossiers/:dossierId/report.pdf`, a tagged PDF (application/pdf). */
export const reportUrl = (dossierId: string) => `/api/teledossiers/${dossierId}/report.pdf`;
