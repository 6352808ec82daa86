import { maybeRow, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { Arrival } from '../ports.ts';
import { lockName } from '../store.ts';

type Key = Pick<Arrival, 'structureId' | 'channel' | 'endpoint' | 'sourceKey'>;

/** The exchange that this arrival is known as; two that look at once wait for each other. */
export async function findArrival(tx: Tx, key: Key): Promise<string | null> {
  const { structureId, channel, endpoint, sourceKey } = key;
  await lockName(tx, JSON.stringify([structureId, channel, endpoint, sourceKey]));
  const found = await maybeRow(
    tx,
    sql<{ exchange_id: string }>`select exchange_id from exchanges.arrival
     where structure_id = ${structureId} and channel = ${channel} and endpoint = ${endpoint}
       and source_key = ${sourceKey}`,
  );
  return found?.exchange_id ?? null;
}

export async function insertArrival(tx: Tx, key: Key, exchangeId: string): Promise<void> {
  await sql`insert into exchanges.arrival (structure_id, channel, endpoint, source_key, exchange_id)
    values (${key.structureId}, ${key.channel}, ${key.endpoint}, ${key.sourceKey}, ${exchangeId})`.execute(
    tx,
  );
}
