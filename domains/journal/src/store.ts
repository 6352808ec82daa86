import { maybeRow, oneRow, rows, sendAlong, type Tx } from '@liaison/db';
import { sql } from 'kysely';

export type EntryRow = {
  id: string;
  act: string;
  actorKind: string;
  actorId: string;
  actorName: string;
  structureId: string | null;
  patientId: string | null;
  resourceKind: string | null;
  resourceId: string | null;
  outcome: string;
  details: object;
};

/** A row as the chain sees it: `text` is PostgreSQL's own rendering, so that every reader hashes the same bytes. */
export type SealableRow = { id: string; text: string };

export async function insertEntry(tx: Tx, entry: EntryRow): Promise<void> {
  await sendAlong(
    tx,
    sql`insert into journal.entry
      (id, act, actor_kind, actor_id, actor_name, structure_id, patient_id, resource_kind, resource_id, outcome, details)
    values (${entry.id}, ${entry.act}, ${entry.actorKind}, ${entry.actorId}, ${entry.actorName}, ${entry.structureId},
      ${entry.patientId}, ${entry.resourceKind}, ${entry.resourceId}, ${entry.outcome},
      ${JSON.stringify(entry.details)}::jsonb)`,
  );
}

export function chainText(row: SealableRow): string {
  return row.text;
}

// The text that is hashed: every column but the seal, times in UTC with microseconds.
const sealable = sql`jsonb_build_array(id, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), act, actor_kind,
  actor_id, actor_name, structure_id, patient_id, resource_kind, resource_id, outcome, details)::text`;

export async function lockSealer(tx: Tx): Promise<boolean> {
  const row = await oneRow(tx, sql<{ locked: boolean }>`select pg_try_advisory_xact_lock(727002) as locked`);
  return row.locked;
}

export function readLastSeal(tx: Tx): Promise<{ position: number; hash: string } | undefined> {
  return maybeRow(
    tx,
    sql<{ position: number; hash: string }>`
    select seal_position as position, seal_hash as hash from journal.entry
     where seal_position is not null order by seal_position desc limit 1`,
  );
}

export function takeUnsealed(tx: Tx, limit: number): Promise<SealableRow[]> {
  return rows(
    tx,
    sql<SealableRow>`
    select id, ${sealable} as text from journal.entry where seal_position is null order by at, id limit ${limit}`,
  );
}

export async function markSealed(
  tx: Tx,
  marks: readonly { id: string; position: number; hash: string }[],
): Promise<void> {
  if (marks.length === 0) return;
  await sql`update journal.entry e set seal_position = m.position, seal_hash = m.hash
      from jsonb_to_recordset(${JSON.stringify(marks)}::jsonb) as m(id uuid, position bigint, hash text)
     where e.id = m.id`.execute(tx);
}

/** Every sealed row in the order of the chain, a thousand at a time. */
export async function* listSealed(tx: Tx): AsyncGenerator<SealableRow & { position: number; hash: string }> {
  let after = 0;
  for (;;) {
    const batch = await rows(
      tx,
      sql<SealableRow & { position: number; hash: string }>`
      select id, ${sealable} as text, seal_position as position, seal_hash as hash from journal.entry
       where seal_position > ${after} order by seal_position limit 1000`,
    );
    yield* batch;
    const last = batch.at(-1);
    if (!last) return;
    after = last.position;
  }
}
