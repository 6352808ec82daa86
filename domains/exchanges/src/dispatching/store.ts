import type { Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { Way } from '../contract.ts';

/** The way that a message takes, which may be another than at its last try. */
export async function noteWay(tx: Tx, id: string, { channel, endpoint }: Way): Promise<void> {
  await sql`update exchanges.exchange set channel = ${channel}, endpoint = ${endpoint} where id = ${id}`.execute(
    tx,
  );
}
