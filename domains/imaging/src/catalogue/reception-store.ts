import { oneRow, type Tx } from '@liaison/db';
import { sql } from 'kysely';

export type ReceptionEvent = {
  id: string;
  at: string;
  kind: string;
  callingAeTitle: string;
  address: string;
  reason: string;
  /** Null where no peer was recognised. */
  peerId: string | null;
  association: string | null;
  tls: boolean;
  storedCount: number | null;
  storedBytes: number | null;
};

/** @returns whether it was new */
export async function insertReceptionEvent(tx: Tx, event: ReceptionEvent): Promise<boolean> {
  const written = await sql`insert into imaging.reception_event
      (id, at, kind, calling_ae_title, address, reason, peer_id, association_id, is_tls, image_count, byte_count)
    values (${event.id}, ${event.at}, ${event.kind}, ${event.callingAeTitle}, ${event.address}, ${event.reason},
      ${event.peerId}, ${event.association}, ${event.tls}, ${event.storedCount}, ${event.storedBytes})
    on conflict (id) do nothing`.execute(tx);
  return written.numAffectedRows === 1n;
}

/** How far an events file was read; the row is held, so that one reader at a time goes on. */
export async function lockReceptionFile(tx: Tx, name: string): Promise<number> {
  await sql`insert into imaging.reception_file (name, projected_bytes) values (${name}, 0)
    on conflict (name) do nothing`.execute(tx);
  const row = await oneRow(
    tx,
    sql<{ projected_bytes: number }>`
    select projected_bytes from imaging.reception_file where name = ${name} for update`,
  );
  return row.projected_bytes;
}

export async function advanceReceptionFile(tx: Tx, name: string, projectedBytes: number): Promise<void> {
  await sql`update imaging.reception_file set projected_bytes = ${projectedBytes} where name = ${name}`.execute(
    tx,
  );
}

/** Events older than this leave: the journal keeps what it has of them. */
export async function deleteOldReceptionEvents(tx: Tx, olderThanDays: number): Promise<void> {
  await sql`delete from imaging.reception_event where at < now() - make_interval(days => ${olderThanDays})`.execute(
    tx,
  );
}
