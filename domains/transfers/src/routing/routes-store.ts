import { maybeRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { DeliveryState, RouteRule } from '../contract.ts';

export type RouteRow = RouteRule & { id: string; structureId: string; position: number };

const columns = sql`id, structure_id as "structureId", position, name, is_active as "isActive",
  json_build_object('callingAeTitles', calling_ae_titles, 'modalities', modalities, 'words', words,
    'weekdays', weekdays, 'hours', case when from_minute is null then null
      else json_build_object('from', from_minute, 'to', to_minute) end) as conditions,
  peer_ids as "peerIds", tries_each as "triesEach", coercion, max_bytes_per_second as "maxBytesPerSecond"`;

/** Of a structure, in their order. */
export function listRoutes(tx: Tx, structureId: string): Promise<RouteRow[]> {
  return rows(
    tx,
    sql<RouteRow>`select ${columns} from transfers.route
     where structure_id = ${structureId} and removed_at is null order by position, id`,
  );
}

export function findRoute(tx: Tx, id: string): Promise<RouteRow | undefined> {
  return maybeRow(
    tx,
    sql<RouteRow>`select ${columns} from transfers.route where id = ${id} and removed_at is null`,
  );
}

function hoursOf({ conditions: { hours } }: RouteRule): { from: number | null; to: number | null } {
  return { from: hours?.from ?? null, to: hours?.to ?? null };
}

/** Last in its structure's order. */
export async function insertRoute(
  tx: Tx,
  given: { id: string; structureId: string; rule: RouteRule },
): Promise<void> {
  const { id, structureId, rule } = given;
  const { conditions } = rule;
  const { from, to } = hoursOf(rule);
  await sql`insert into transfers.route (id, structure_id, position, name, is_active, calling_ae_titles, modalities, words,
      weekdays, from_minute, to_minute, peer_ids, tries_each, coercion, max_bytes_per_second)
    select ${id}::uuid, ${structureId}::uuid, coalesce(max(position), 0) + 1, ${rule.name}, ${rule.isActive}::boolean,
      ${conditions.callingAeTitles}::text[], ${conditions.modalities}::text[], ${conditions.words}::text[],
      ${conditions.weekdays}::integer[], ${from}::integer, ${to}::integer, ${rule.peerIds}::uuid[],
      ${rule.triesEach}::integer, ${rule.coercion}, ${rule.maxBytesPerSecond}::bigint
      from transfers.route where structure_id = ${structureId}`.execute(tx);
}

export async function changeRoute(tx: Tx, id: string, rule: RouteRule): Promise<void> {
  const { conditions } = rule;
  const { from, to } = hoursOf(rule);
  await sql`update transfers.route
       set name = ${rule.name}, is_active = ${rule.isActive}, calling_ae_titles = ${conditions.callingAeTitles}::text[],
           modalities = ${conditions.modalities}::text[], words = ${conditions.words}::text[],
           weekdays = ${conditions.weekdays}::integer[], from_minute = ${from}, to_minute = ${to},
           peer_ids = ${rule.peerIds}::uuid[], tries_each = ${rule.triesEach}, coercion = ${rule.coercion},
           max_bytes_per_second = ${rule.maxBytesPerSecond}, changed_at = now()
     where id = ${id}`.execute(tx);
}

export async function markRouteRemoved(tx: Tx, id: string): Promise<void> {
  await sql`update transfers.route set removed_at = now(), is_active = false where id = ${id}`.execute(tx);
}

export async function placeRoutes(tx: Tx, structureId: string, routeIds: readonly string[]): Promise<void> {
  await sql`update transfers.route r set position = o.position
      from unnest(${[...routeIds]}::uuid[]) with ordinality as o (id, position)
     where r.id = o.id and r.structure_id = ${structureId}`.execute(tx);
}

export type RoutedCounts = { routeId: string; open: number; failed: number; done: number; lastAt: Date };

export function countRouted(tx: Tx, structureId: string): Promise<RoutedCounts[]> {
  return rows(
    tx,
    sql<RoutedCounts>`select route_id as "routeId", open, failed, done, last_at as "lastAt"
      from transfers.count_routed(${structureId})`,
  );
}

export type RoutedRow = {
  id: string;
  asked_at: Date;
  ended_at: Date | null;
  calling_ae_title: string;
  modalities: string[];
  peer_name: string;
  state: DeliveryState;
  total: number;
  sent: number;
  refused: number;
  attempts: number;
  failure_code: string | null;
  failure_detail: string;
};

export function listRouted(
  tx: Tx,
  routeId: string,
  beforeId: string | null,
  most: number,
): Promise<RoutedRow[]> {
  return rows(
    tx,
    sql<RoutedRow>`select * from transfers.list_routed(${routeId}, ${beforeId}::uuid, ${most})`,
  );
}

export type ReceivedRow = {
  calling_ae_title: string;
  modalities: string[];
  description: string;
  first_received_at: Date;
  image_count: number;
};

export function listReceived(tx: Tx, structureId: string, since: Date, most: number): Promise<ReceivedRow[]> {
  return rows(tx, sql<ReceivedRow>`select * from transfers.list_received(${structureId}, ${since}, ${most})`);
}

/** A study as routes look at it; undefined while it holds no image. */
export type SettledStudy = {
  structureId: string;
  callingAeTitle: string;
  modalities: string[];
  description: string;
  receivedAt: Date;
};

export function findSettled(tx: Tx, studyId: string): Promise<SettledStudy | undefined> {
  return maybeRow(
    tx,
    sql<SettledStudy>`select structure_id as "structureId", calling_ae_title as "callingAeTitle", modalities, description,
        first_received_at as "receivedAt"
      from imaging.study where id = ${studyId} and image_count > 0`,
  );
}
