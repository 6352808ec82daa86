import { maybeRow, oneRow, type Tx } from '@liaison/db';
import { sql } from 'kysely';

/** The same bytes for the same partner, which were not refused. */
export async function findPrepared(
  tx: Tx,
  given: { structureId: string; partnerId: string | null; sha256: string },
): Promise<string | null> {
  const found = await maybeRow(
    tx,
    sql<{ id: string }>`select id from exchanges.exchange
     where structure_id = ${given.structureId} and direction = 'outgoing' and sha256 = ${given.sha256}
       and (${given.partnerId}::uuid is null or partner_id = ${given.partnerId}::uuid) and state <> 'refused'
     order by id limit 1`,
  );
  return found?.id ?? null;
}

/** A failure to come is told to the structure's software like the first one. */
export async function forgetTold(tx: Tx, id: string): Promise<void> {
  await sql`update exchanges.exchange set handed_over_at = null where id = ${id}`.execute(tx);
}

/** Messages of a structure that wait for their control, and what they weigh. */
export function measurePrepared(tx: Tx, structureId: string): Promise<{ count: number; bytes: number }> {
  return oneRow(
    tx,
    sql<{
      count: number;
      bytes: number;
    }>`select count(*) as count, coalesce(sum(byte_count), 0)::bigint as bytes
     from exchanges.exchange where structure_id = ${structureId} and state = 'prepared'`,
  );
}
