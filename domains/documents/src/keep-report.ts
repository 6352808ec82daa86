import { createHash } from 'node:crypto';
import { authorise, may } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Actor } from '@liaison/kernel';
import { reportFileName, type DocumentSummary } from './model.ts';
import { renderReport } from './render-report.ts';
import type { ReportContent } from './report-content.ts';
import { insertDocument, takeNextVersion } from './store.ts';

export type ReportToKeep = {
  readonly dossierId: string;
  /** For the journal; null for an unknown patient. */
  readonly patientId: string | null;
  /** `documentId` becomes the id of the document, and is printed on it. */
  readonly content: ReportContent;
};

/**
 * Draws a compte-rendu and keeps its bytes as the next version of its dossier. Whoever asks or answers there may.
 * @throws DomainError `access/refused`
 */
export async function keepReport(
  tx: Tx,
  actor: Actor,
  { dossierId, patientId, content }: ReportToKeep,
): Promise<DocumentSummary> {
  const dossier = { kind: 'dossier', id: dossierId } as const;
  if (!(await may(tx, actor, 'dossier:ask', dossier))) await authorise(tx, actor, 'dossier:answer', dossier);
  const pdf = await renderReport(content);
  const version = await takeNextVersion(tx, dossierId);
  const summary = {
    id: content.documentId,
    dossierId,
    version,
    status: content.status,
    fileName: reportFileName(content.dossierNumber, version),
    mediaType: 'application/pdf',
    size: pdf.length,
    sha256: createHash('sha256').update(pdf).digest('hex'),
    producedAt: new Date(content.generatedAt),
    producedBy: actor.kind === 'user' ? actor.displayName : actor.name,
  } as const satisfies DocumentSummary;
  await insertDocument(tx, { ...summary, patientId, content: pdf });
  await record(tx, actor, {
    act: 'report.produced',
    patientId,
    resource: { kind: 'document', id: summary.id },
    details: { dossierId, version, status: summary.status, sha256: summary.sha256 },
  });
  return summary;
}
