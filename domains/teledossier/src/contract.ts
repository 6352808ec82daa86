import { endpoint, instant, noContent, slice, text } from '@liaison/http/contract';
import { studySummary } from '@liaison/imaging/contract';
import { patientTraits } from '@liaison/patients/contract';
import { z } from 'zod';
import { dossierRow, dossierType, dossierView, overallStatus, worklistSection } from './dossier-shapes.ts';

export { identityDifference, patientLine, patientTraits, traitSource } from '@liaison/patients/contract';
export type { PatientTraits } from '@liaison/patients/contract';
export * from './dossier-shapes.ts';

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
    sections: z.array(
      z.object({ section: worklistSection, rows: z.array(dossierRow), total: z.number().int() }),
    ),
  }),
});

export const listDossiers = endpoint({
  method: 'GET',
  url: '/api/teledossiers',
  privateQuery: ['search'],
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

export const proposeStudies = endpoint({
  method: 'GET',
  url: '/api/teledossiers/:dossierId/proposed-studies',
  summary: 'Examens reçus qui semblent ceux du patient de la demande, à confirmer.',
  params: dossierParams,
  /** A refetch after a live hint, not the user's act: it leaves no row in the journal. */
  query: z.object({ live: z.stringbool().default(false) }),
  reply: z.object({
    proposals: z.array(
      z.object({
        study: studySummary,
        reason: z.enum(['accession-number', 'ipp-and-issuer', 'ipp', 'name-and-birth-date']),
      }),
    ),
  }),
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
    recipients: z
      .array(z.object({ kind: z.enum(['community', 'professional']), id: z.uuid() }))
      .min(1)
      .max(20),
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
