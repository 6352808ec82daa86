import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Actor } from '@liaison/kernel';
import { noReport, unknownDocument } from './errors.ts';
import type { DocumentSummary, KeptDocument } from './model.ts';
import { findDocument, findLatest, listOfDossier } from './store.ts';

/**
 * A kept document with its bytes; one row in the journal.
 * @throws DomainError `documents/unknown-document`, also when its dossier is closed to this actor
 */
export async function readDocument(tx: Tx, actor: Actor, documentId: string): Promise<KeptDocument> {
  const found = await findDocument(tx, documentId);
  if (!found) throw unknownDocument(documentId);
  return opened(tx, actor, found);
}

/**
 * The newest compte-rendu of a dossier; one row in the journal.
 * @throws DomainError `access/refused`, or `documents/unknown-document` when there is none yet
 */
export async function readLatestReport(tx: Tx, actor: Actor, dossierId: string): Promise<KeptDocument> {
  await authorise(tx, actor, 'dossier:read', { kind: 'dossier', id: dossierId });
  const found = await findLatest(tx, dossierId);
  if (!found) throw noReport();
  return opened(tx, actor, found);
}

/** Row-level security has hidden the others already; the policy is asked all the same, as for any resource. */
async function opened(tx: Tx, actor: Actor, found: KeptDocument): Promise<KeptDocument> {
  await authorise(tx, actor, 'dossier:read', { kind: 'dossier', id: found.dossierId });
  await record(tx, actor, {
    act: 'report.opened',
    patientId: found.patientId,
    resource: { kind: 'document', id: found.id },
    details: { dossierId: found.dossierId, version: found.version },
  });
  return found;
}

/**
 * The versions of a dossier's compte-rendu, newest first, without their bytes.
 * @throws DomainError `access/refused`
 */
export async function listDocuments(tx: Tx, actor: Actor, dossierId: string): Promise<DocumentSummary[]> {
  await authorise(tx, actor, 'dossier:read', { kind: 'dossier', id: dossierId });
  return listOfDossier(tx, dossierId);
}
