import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { Reason } from '../contract.ts';

export type Waiting = { id: string; message_type: string | null };

/** Messages that the structure's software has not been given, the oldest first. */
export function listToHandOver(tx: Tx, structureId: string): Promise<Waiting[]> {
  return rows(
    tx,
    sql<Waiting>`select id, message_type from exchanges.exchange
     where structure_id = ${structureId} and direction = 'incoming' and state = 'available' and handed_over_at is null
     order by id limit 50`,
  );
}

export type UntoldFailure = {
  id: string;
  sha256: string;
  reason: Reason | null;
  detail: string;
  /** Of the file, as it was dropped last. */
  name: string;
};

/**
 * Messages that a folder's software dropped and no channel took in time, which it has not been told of; refused ones as well,
 * where a cut came between their report and its note. Not those `dropped`: files that are still to be taken from there.
 */
export function listUntoldFailures(
  tx: Tx,
  { structureId, endpoint }: { structureId: string; endpoint: string },
  dropped: readonly string[],
): Promise<UntoldFailure[]> {
  return rows(
    tx,
    sql<UntoldFailure>`select e.id, e.sha256, e.reason, e.detail, split_part(a.source_key, '/', 1) as name
     from exchanges.exchange e cross join lateral (select source_key from exchanges.arrival
        where exchange_id = e.id and structure_id = e.structure_id and channel = 'folder'
          and endpoint = ${softwareEndpoint(endpoint)}
        order by arrived_at desc limit 1) a
     where e.structure_id = ${structureId} and e.direction = 'outgoing' and e.handed_over_at is null
       and (e.state = 'failed' or (e.state = 'refused' and e.changed_at > now() - interval '1 day'))
       and split_part(a.source_key, '/', 1) <> all (${[...dropped]}::text[])
     order by e.id limit 50`,
  );
}

/** As arrivals name the drop folder of software, beside the folders that partners reach. */
export function softwareEndpoint(endpoint: string): string {
  return `logiciel:${endpoint}`;
}

/** @returns false where another process did it first */
export async function noteHandedOver(tx: Tx, id: string): Promise<boolean> {
  const noted = await rows(
    tx,
    sql`update exchanges.exchange set handed_over_at = now() where id = ${id} and handed_over_at is null returning id`,
  );
  return noted.length === 1;
}

/** What went wrong with it, unless it was sent again meanwhile: a failure to come would be told to nobody. */
export async function noteTold(tx: Tx, id: string): Promise<void> {
  await sql`update exchanges.exchange set handed_over_at = now()
     where id = ${id} and direction = 'outgoing' and state in ('failed', 'refused')`.execute(tx);
}

export async function wasHandedOver(tx: Tx, id: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from exchanges.exchange where id = ${id} and handed_over_at is not null`,
  );
  return found.length === 1;
}
