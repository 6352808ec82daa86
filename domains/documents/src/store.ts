import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { DocumentSummary, KeptDocument } from './model.ts';

type SummaryRow = {
  id: string;
  dossier_id: string;
  version: number;
  status: DocumentSummary['status'];
  file_name: string;
  media_type: DocumentSummary['mediaType'];
  size: number;
  sha256: string;
  produced_at: Date;
  produced_by: string;
};

function toSummary(row: SummaryRow): DocumentSummary {
  return {
    id: row.id,
    dossierId: row.dossier_id,
    version: row.version,
    status: row.status,
    fileName: row.file_name,
    mediaType: row.media_type,
    size: row.size,
    sha256: row.sha256,
    producedAt: row.produced_at,
    producedBy: row.produced_by,
  };
}

/** The version that the next report of a dossier takes; two transactions never take the same. */
export async function takeNextVersion(tx: Tx, dossierId: string): Promise<number> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`documents/${dossierId}`}, 0))`.execute(tx);
  const row = await oneRow(
    tx,
    sql<{ next: number }>`
    select coalesce(max(version), 0) + 1 as next from documents.document where dossier_id = ${dossierId}`,
  );
  return row.next;
}

export async function insertDocument(tx: Tx, kept: Omit<KeptDocument, 'size'>): Promise<void> {
  await sql`insert into documents.document (id, dossier_id, patient_id, kind, version, status, media_type, file_name,
      content, sha256, produced_at, produced_by)
    values (${kept.id}, ${kept.dossierId}, ${kept.patientId}, 'report', ${kept.version}, ${kept.status},
      ${kept.mediaType}, ${kept.fileName}, ${kept.content}, ${kept.sha256}, ${kept.producedAt},
      ${kept.producedBy})`.execute(tx);
}

type WholeRow = SummaryRow & { patient_id: string | null; content: Buffer };

const whole = sql`id, dossier_id, patient_id, version, status, file_name, media_type, octet_length(content) as size, sha256,
  produced_at, produced_by, content`;

function toWhole(row: WholeRow | undefined): KeptDocument | undefined {
  return row && { ...toSummary(row), patientId: row.patient_id, content: row.content };
}

export async function findDocument(tx: Tx, id: string): Promise<KeptDocument | undefined> {
  return toWhole(await maybeRow(tx, sql<WholeRow>`select ${whole} from documents.document where id = ${id}`));
}

export async function findLatest(tx: Tx, dossierId: string): Promise<KeptDocument | undefined> {
  return toWhole(
    await maybeRow(
      tx,
      sql<WholeRow>`
    select ${whole} from documents.document where dossier_id = ${dossierId} order by version desc limit 1`,
    ),
  );
}

export async function listOfDossier(tx: Tx, dossierId: string): Promise<DocumentSummary[]> {
  const found = await rows(
    tx,
    sql<SummaryRow>`
    select * from documents.pub_document where dossier_id = ${dossierId} order by version desc`,
  );
  return found.map(toSummary);
}
