import { maybeRow, rows, type Tx } from '@liaison/db';
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

/** What it is known as from now on. */
export async function noteArrival(tx: Tx, key: Key, exchangeId: string): Promise<void> {
  await sql`insert into exchanges.arrival (structure_id, channel, endpoint, source_key, exchange_id)
    values (${key.structureId}, ${key.channel}, ${key.endpoint}, ${key.sourceKey}, ${exchangeId})
    on conflict (structure_id, channel, endpoint, source_key)
      do update set exchange_id = excluded.exchange_id, arrived_at = excluded.arrived_at`.execute(tx);
}

/** Its bytes were not kept, for want of room. */
export async function wasTurnedAway(tx: Tx, exchangeId: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from exchanges.exchange
     where id = ${exchangeId} and state = 'refused' and reason = 'quarantine-full'`,
  );
  return found.length > 0;
}
