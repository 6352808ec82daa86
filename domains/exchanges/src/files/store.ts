import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';

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

/** @returns false where another process did it first */
export async function noteHandedOver(tx: Tx, id: string): Promise<boolean> {
  const noted = await rows(
    tx,
    sql`update exchanges.exchange set handed_over_at = now() where id = ${id} and handed_over_at is null returning id`,
  );
  return noted.length === 1;
}

export async function wasHandedOver(tx: Tx, id: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from exchanges.exchange where id = ${id} and handed_over_at is not null`,
  );
  return found.length === 1;
}
