import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import type { BundleKind, TrustRoot } from '@liaison/mio-bundle';
import { sql } from 'kysely';

const lockKey = 727_018;

/** One act that signs at a time, over all nodes: versions, pointers and lists follow one another. Until the transaction ends. */
export async function lockAuthority(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(${lockKey})`.execute(tx);
}

/** The instant at which a day begins in France. */
export async function readDayStart(tx: Tx, day: string): Promise<Date> {
  const { at } = await oneRow(
    tx,
    sql<{ at: Date }>`select ${day}::date::timestamp at time zone 'Europe/Paris' as at`,
  );
  return at;
}

export type VersionRow = {
  bundleId: string;
  version: number;
  kind: BundleKind;
  label: string;
  contentSha256: string;
  files: Record<string, string>;
  publishedAt: Date;
  publishedBy: string;
  effectiveFrom: Date;
  effectiveTo: Date | null;
  minController: string | null;
  sha256: string;
  bytes: number;
  deltaSha256: string | null;
  deltaBytes: number | null;
  rootVersion: number | null;
};

const columns = sql`bundle_id as "bundleId", version, kind, label, content_sha256 as "contentSha256", files,
  published_at as "publishedAt", published_by as "publishedBy", effective_from as "effectiveFrom",
  effective_to as "effectiveTo", min_controller as "minController", sha256, bytes, delta_sha256 as "deltaSha256",
  delta_bytes as "deltaBytes", root_version as "rootVersion"`;

export function findLatest(tx: Tx, bundleId: string): Promise<VersionRow | undefined> {
  return maybeRow(
    tx,
    sql<VersionRow>`select ${columns} from authority.bundle_version where bundle_id = ${bundleId}
      order by version desc limit 1`,
  );
}

export async function isLabelKnown(tx: Tx, bundleId: string, label: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select from authority.bundle_version where bundle_id = ${bundleId} and label = ${label}`,
  );
  return found.length > 0;
}

/** The last published first. */
export function listVersions(tx: Tx): Promise<VersionRow[]> {
  return rows(
    tx,
    sql<VersionRow>`select ${columns} from authority.bundle_version order by published_at desc, bundle_id, version desc`,
  );
}

export async function insertVersion(tx: Tx, row: VersionRow): Promise<void> {
  await sql`insert into authority.bundle_version (bundle_id, version, kind, label, content_sha256, files, published_at,
      published_by, effective_from, effective_to, min_controller, sha256, bytes, delta_sha256, delta_bytes, root_version)
    values (${row.bundleId}, ${row.version}, ${row.kind}, ${row.label}, ${row.contentSha256},
      ${JSON.stringify(row.files)}::jsonb, ${row.publishedAt}, ${row.publishedBy}, ${row.effectiveFrom},
      ${row.effectiveTo}, ${row.minController}, ${row.sha256}, ${row.bytes}, ${row.deltaSha256}, ${row.deltaBytes},
      ${row.rootVersion})`.execute(tx);
}

export type PublishedFile = { sha256: string; bytes: number; bundleId: string; version: number };

/** A file that was published under that digest, whole or delta. */
export function findPublishedFile(tx: Tx, sha256: string): Promise<PublishedFile | undefined> {
  return maybeRow(
    tx,
    sql<PublishedFile>`select ${sha256} as sha256, bundle_id as "bundleId", version,
        case when sha256 = ${sha256} then bytes else delta_bytes end as bytes
      from authority.bundle_version where sha256 = ${sha256} or delta_sha256 = ${sha256} limit 1`,
  );
}

export function findByRoot(tx: Tx, rootVersion: number): Promise<PublishedFile | undefined> {
  return maybeRow(
    tx,
    sql<PublishedFile>`select sha256, bytes, bundle_id as "bundleId", version from authority.bundle_version
      where root_version = ${rootVersion}`,
  );
}

/** The last root that subscribers were told of. */
export async function findTrustRoot(tx: Tx): Promise<TrustRoot | undefined> {
  const found = await maybeRow(
    tx,
    sql<{ root: TrustRoot }>`select root from authority.trust_root order by version desc limit 1`,
  );
  return found?.root;
}

export async function insertTrustRoot(tx: Tx, root: TrustRoot): Promise<void> {
  await sql`insert into authority.trust_root (version, root) values (${root.version}, ${JSON.stringify(root)}::jsonb)`.execute(
    tx,
  );
}

export type PointerRow = {
  sequence: number;
  pointer: string;
  signatures: string;
  issuedAt: Date;
  expiresAt: Date;
};

export function findPointer(tx: Tx): Promise<PointerRow | undefined> {
  return maybeRow(
    tx,
    sql<PointerRow>`select sequence, pointer, signatures, issued_at as "issuedAt", expires_at as "expiresAt"
      from authority.pointer order by sequence desc limit 1`,
  );
}

export async function insertPointer(tx: Tx, row: PointerRow): Promise<void> {
  await sql`insert into authority.pointer (sequence, pointer, signatures, issued_at, expires_at)
    values (${row.sequence}, ${row.pointer}, ${row.signatures}, ${row.issuedAt}, ${row.expiresAt})`.execute(
    tx,
  );
}

export type RevocationListRow = {
  number: number;
  der: Buffer;
  issuedAt: Date;
  nextUpdate: Date;
  count: number;
};

export function findRevocationList(tx: Tx): Promise<RevocationListRow | undefined> {
  return maybeRow(
    tx,
    sql<RevocationListRow>`select number, der, issued_at as "issuedAt", next_update as "nextUpdate",
        revoked_count as count from authority.revocation_list order by number desc limit 1`,
  );
}

export async function insertRevocationList(tx: Tx, row: RevocationListRow): Promise<void> {
  await sql`insert into authority.revocation_list (number, der, issued_at, next_update, revoked_count)
    values (${row.number}, ${row.der}, ${row.issuedAt}, ${row.nextUpdate}, ${row.count})`.execute(tx);
}
