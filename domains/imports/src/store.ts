import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { RefusalCode } from './contract.ts';

export type ImportRow = {
  id: string;
  user_id: string;
  structure_id: string;
  source_digest: string;
  file_count: number;
  byte_count: number;
  state: 'open' | 'done' | 'cancelled';
  started_at: Date;
  last_at: Date;
  ended_at: Date | null;
};

const columns = sql`id, user_id, structure_id, source_digest, file_count, byte_count::float8 as byte_count, state,
  started_at, last_at, ended_at`;

export type NewImport = {
  id: string;
  userId: string;
  structureId: string;
  source: string;
  sourceDigest: string;
  fileCount: number;
  byteCount: number;
  now: Date;
};

/** @returns false where the person has an open import of the same files */
export async function insertImport(tx: Tx, given: NewImport): Promise<boolean> {
  const made = await rows(
    tx,
    sql`insert into imports.import (id, user_id, structure_id, source, source_digest, file_count, byte_count,
        started_at, last_at)
      values (${given.id}, ${given.userId}, ${given.structureId}, ${given.source}, ${given.sourceDigest},
        ${given.fileCount}, ${given.byteCount}, ${given.now}, ${given.now})
      on conflict (user_id, structure_id, source_digest) where state = 'open' do nothing returning 1`,
  );
  return made.length === 1;
}

export function findOpenBySource(
  tx: Tx,
  sourceDigest: string,
  lastAfter: Date,
): Promise<ImportRow | undefined> {
  return maybeRow(
    tx,
    sql<ImportRow>`select ${columns} from imports.import
     where state = 'open' and source_digest = ${sourceDigest} and last_at > ${lastAfter}`,
  );
}

export async function countOpen(tx: Tx, lastAfter: Date): Promise<number> {
  const { count } = await oneRow(
    tx,
    sql<{ count: number }>`select count(*)::integer as count from imports.import
     where state = 'open' and last_at > ${lastAfter}`,
  );
  return count;
}

/** Unfinished ones that nobody went on with since `lastAfter` make room for new ones. */
export async function closeForgotten(tx: Tx, lastAfter: Date, now: Date): Promise<void> {
  await sql`update imports.import set state = 'cancelled', ended_at = ${now}
     where state = 'open' and last_at <= ${lastAfter}`.execute(tx);
}

export async function insertStudies(
  tx: Tx,
  importId: string,
  studies: readonly { StudyInstanceUID: string; expectedCount: number }[],
): Promise<void> {
  await sql`insert into imports.study (import_id, study_instance_uid, expected_count)
    select ${importId}::uuid, uid, expected from unnest(${studies.map((one) => one.StudyInstanceUID)}::text[],
      ${studies.map((one) => one.expectedCount)}::integer[]) as given(uid, expected)
    on conflict on constraint import_names_a_study_once do update set expected_count = excluded.expected_count`.execute(
    tx,
  );
}

export function findImport(tx: Tx, id: string): Promise<ImportRow | undefined> {
  return maybeRow(tx, sql<ImportRow>`select ${columns} from imports.import where id = ${id}`);
}

/** Held until the transaction ends. */
export function lockImport(tx: Tx, id: string): Promise<ImportRow | undefined> {
  return maybeRow(tx, sql<ImportRow>`select ${columns} from imports.import where id = ${id} for update`);
}

export function listImports(tx: Tx, startedAfter: Date, most: number): Promise<ImportRow[]> {
  return rows(
    tx,
    sql<ImportRow>`select ${columns} from imports.import where started_at > ${startedAfter}
     order by id desc limit ${most}`,
  );
}

export type ImportStudyRow = {
  import_id: string;
  study_instance_uid: string;
  expected_count: number;
  /** Null until it is in the catalogue, or where the actor may not see it. */
  study_id: string | null;
};

export function listImportStudies(tx: Tx, importIds: readonly string[]): Promise<ImportStudyRow[]> {
  return rows(
    tx,
    sql<ImportStudyRow>`select s.import_id, s.study_instance_uid, s.expected_count, known.id as study_id
      from imports.study s join imports.import i on i.id = s.import_id
      left join imaging.pub_study known
        on known.structure_id = i.structure_id and known.study_instance_uid = s.study_instance_uid
     where s.import_id = any (${[...importIds]}::uuid[]) order by s.import_id, s.study_instance_uid`,
  );
}

export type Tally = { import_id: string; refusal: RefusalCode | null; count: number; bytes: number };

export function tallyFiles(tx: Tx, importIds: readonly string[]): Promise<Tally[]> {
  return rows(
    tx,
    sql<Tally>`select import_id, refusal, count(*)::integer as count, sum(byte_count)::float8 as bytes
      from imports.file where import_id = any (${[...importIds]}::uuid[]) group by import_id, refusal
     order by import_id, refusal`,
  );
}

/** Inclusive ranges of settled positions, in order. */
export function listSettled(tx: Tx, importId: string): Promise<{ first: number; last: number }[]> {
  return rows(
    tx,
    sql<{ first: number; last: number }>`select min(position) as first, max(position) as last
      from (select position, position - row_number() over (order by position) as run
              from imports.file where import_id = ${importId}) numbered
     group by run order by first`,
  );
}

/** Bytes of the files that are settled, among those of some ranges of positions where these are given. */
export async function sumSettled(
  tx: Tx,
  importId: string,
  ranges: readonly (readonly [number, number])[] | null = null,
): Promise<number> {
  const [firsts, lasts] = [0, 1].map((end) => ranges?.map((range) => range[end]) ?? []);
  const { bytes } = await oneRow(
    tx,
    sql<{ bytes: number }>`select coalesce(sum(byte_count), 0)::float8 as bytes from imports.file
     where import_id = ${importId} and (${ranges === null} or position <@ (
       select range_agg(int4range(first, last, '[]'))
         from unnest(${firsts}::integer[], ${lasts}::integer[]) as given(first, last)))`,
  );
  return bytes;
}

export function findSettled(tx: Tx, importId: string, position: number): Promise<SettledFile | undefined> {
  return maybeRow(
    tx,
    sql<SettledFile>`select position, byte_count::float8 as bytes, crc32::float8 as crc32, refusal from imports.file
     where import_id = ${importId} and position = ${position}`,
  );
}

export async function raiseByteCount(tx: Tx, id: string, byteCount: number): Promise<void> {
  await sql`update imports.import set byte_count = greatest(byte_count, ${byteCount}) where id = ${id}`.execute(
    tx,
  );
}

export type SettledFile = { position: number; bytes: number; crc32: number; refusal: RefusalCode | null };

/** A file that was sent twice stays as it was first settled. */
export async function insertFiles(
  tx: Tx,
  importId: string,
  files: readonly SettledFile[],
  now: Date,
): Promise<void> {
  await sql`insert into imports.file (import_id, position, byte_count, crc32, refusal)
    select ${importId}::uuid, position, bytes, crc, refusal
      from unnest(${files.map((one) => one.position)}::integer[], ${files.map((one) => one.bytes)}::bigint[],
        ${files.map((one) => one.crc32)}::bigint[], ${files.map((one) => one.refusal)}::text[])
        as given(position, bytes, crc, refusal)
    on conflict on constraint import_settles_a_file_once do nothing`.execute(tx);
  await sql`update imports.import set last_at = ${now} where id = ${importId}`.execute(tx);
}

export async function markEnded(tx: Tx, id: string, state: 'done' | 'cancelled', now: Date): Promise<void> {
  await sql`update imports.import set state = ${state}, last_at = ${now}, ended_at = ${now}
     where id = ${id}`.execute(tx);
}

/** SHA-256 over `position:length:crc32` of what was stored, one a line, in order. */
export async function digestStored(tx: Tx, importId: string): Promise<string> {
  const { digest } = await oneRow(
    tx,
    sql<{ digest: string }>`select encode(sha256(convert_to(coalesce(string_agg(
        position || ':' || byte_count || ':' || crc32, E'\n' order by position), ''), 'UTF8')), 'hex') as digest
      from imports.file where import_id = ${importId} and refusal is null`,
  );
  return digest;
}

/** Studies that the actor sees under these UIDs: his structure's first, then those shared with him. */
export function listStudyIds(
  tx: Tx,
  structureId: string,
  StudyInstanceUIDs: readonly string[],
): Promise<{ id: string }[]> {
  return rows(
    tx,
    sql<{ id: string }>`select distinct on (study_instance_uid) id from imaging.pub_study
     where study_instance_uid = any (${[...StudyInstanceUIDs]}::text[])
     order by study_instance_uid, (structure_id = ${structureId}) desc, last_received_at desc`,
  );
}
