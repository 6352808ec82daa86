/** What the journal knows: the closed list of acts (CCTP 3.2.2.9). */
export const acts = [
  'session.opened',
  'session.refused',
  'session.closed',
  'session.throttled',
  'access.refused',
  'dossier.created',
  'dossier.draft-deleted',
  'dossier.sent',
  'dossier.opened',
  'dossier.listed',
  'dossier.taken',
  'dossier.released',
  'dossier.information-requested',
  'dossier.complemented',
  'dossier.answered',
  'dossier.refused',
  'dossier.readdressed',
  'dossier.addressee-withdrawn',
  'dossier.closed',
  'dossier.reopened',
  'report.produced',
  'report.opened',
  'study.listed',
  'study.opened',
  'study.attached',
  'study.imported',
  'study.import-started',
  'study.import-ended',
  'study.quarantined',
  'study.archived',
  'study.send-requested',
  'study.send-cancelled',
  'study.commitment-requested',
  'study.sent',
  'study.downloaded',
  'pacs.searched',
  'study.retrieval-requested',
  'study.retrieval-cancelled',
  'study.retrieved',
  'peer.changed',
  'peer.tested',
  'route.changed',
  'study.purged',
  'retention.changed',
  'association.rejected',
  'association.aborted',
  'association.failed',
  'notification.sent',
  'message.controlled',
  'message.certified',
  'message.verified',
  'authority.organisation-registered',
  'authority.licence-delivered',
  'authority.licence-renewed',
  'authority.licence-suspended',
  'authority.licence-reinstated',
  'authority.licence-revoked',
  'authority.interface-qualified',
  'authority.interface-withdrawn',
  'authority.bundle-published',
  'authority.revocations-published',
  'authority.subscriber-refused',
  'authority.updates-reported',
] as const;

export type JournalAct = (typeof acts)[number];

export type Outcome = 'done' | 'refused' | 'failed';

/** What one row says. `details` holds ids, modes, AE titles, UIDs and criteria, never the content of a dossier. */
export type JournalEntry = {
  act: JournalAct;
  outcome?: Outcome;
  patientId?: string | null;
  resource?: { kind: 'dossier' | 'study' | 'document' | 'session' | 'association'; id: string };
  details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
};
