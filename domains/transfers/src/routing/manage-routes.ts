import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { newId, type UserActor } from '@liaison/kernel';
import { findPeer, listPeersOf, type Peer } from '@liaison/pacs';
import type { Destination, Route, RouteRule } from '../contract.ts';
import { isDestination, toDestinations } from '../deliveries/destinations.ts';
import { destinationUnknown, notYourStructure, routeMissing } from '../errors.ts';
import {
  changeRoute,
  countRouted,
  findRoute,
  insertRoute,
  listRoutes as listRows,
  markRouteRemoved,
  placeRoutes,
  type RouteRow,
} from './routes-store.ts';

/** A local administrator has a say in his own structure, a regional one in all. @throws DomainError */
export function authoriseRoutes(actor: UserActor, structureId: string): void {
  authoriseFeature(actor, 'route:manage');
  if (actor.features.includes('regional-admin') || actor.structureId === structureId) return;
  throw notYourStructure();
}

/** The routes of a structure, where they are, and what they may be made of. @throws DomainError */
export async function listRoutes(
  tx: Tx,
  actor: UserActor,
  structureId: string,
): Promise<{ routes: Route[]; destinations: Destination[]; callingAeTitles: string[] }> {
  authoriseRoutes(actor, structureId);
  const peers = await listPeersOf(tx, structureId);
  const offered = (await offeredTo(tx, actor, structureId)).filter(isDestination);
  const counts = new Map((await countRouted(tx, structureId)).map((each) => [each.routeId, each]));
  const routes: Route[] = [];
  for (const row of await listRows(tx, structureId)) {
    const found = counts.get(row.id);
    routes.push({
      ...row,
      destinations: await toDestinations(tx, await peersOf(tx, row)),
      counts: {
        open: found?.open ?? 0,
        failed: found?.failed ?? 0,
        done: found?.done ?? 0,
        lastAt: found?.lastAt.toISOString() ?? null,
      },
    });
  }
  return {
    routes,
    destinations: await toDestinations(tx, offered),
    callingAeTitles: [...new Set(peers.map(({ aeTitle }) => aeTitle))].toSorted(),
  };
}

/** A local administrator sends to the PACS of his structure; only a regional one links two structures. */
async function offeredTo(tx: Tx, actor: UserActor, structureId: string): Promise<Peer[]> {
  return listPeersOf(tx, actor.features.includes('regional-admin') ? null : structureId);
}

export async function peersOf(tx: Tx, row: Pick<RouteRow, 'peerIds'>): Promise<Peer[]> {
  const peers: Peer[] = [];
  for (const id of row.peerIds) {
    const peer = await findPeer(tx, id);
    if (peer) peers.push(peer);
  }
  return peers;
}

/** @throws DomainError `transfers/destination-unknown` */
async function refuseForeign(
  tx: Tx,
  actor: UserActor,
  given: { structureId: string; peerIds: readonly string[]; already: readonly string[] },
): Promise<void> {
  const offered = (await offeredTo(tx, actor, given.structureId)).filter(isDestination);
  const known = new Set([...offered.map(({ id }) => id), ...given.already]);
  if (given.peerIds.some((id) => !known.has(id))) throw destinationUnknown();
}

/** @throws DomainError */
export async function createRoute(
  tx: Tx,
  actor: UserActor,
  structureId: string,
  rule: RouteRule,
): Promise<{ routeId: string }> {
  authoriseRoutes(actor, structureId);
  await refuseForeign(tx, actor, { structureId, peerIds: rule.peerIds, already: [] });
  const routeId = newId();
  await insertRoute(tx, { id: routeId, structureId, rule });
  await trace(tx, actor, { routeId, structureId, change: 'created', rule });
  return { routeId };
}

/** @throws DomainError */
export async function updateRoute(tx: Tx, actor: UserActor, routeId: string, rule: RouteRule): Promise<void> {
  const row = await requireRoute(tx, actor, routeId);
  const { structureId } = row;
  await refuseForeign(tx, actor, { structureId, peerIds: rule.peerIds, already: row.peerIds });
  await changeRoute(tx, routeId, rule);
  await trace(tx, actor, { routeId, structureId, change: 'changed', rule });
}

/** What it began goes on; nothing more follows it. @throws DomainError */
export async function removeRoute(tx: Tx, actor: UserActor, routeId: string): Promise<void> {
  const row = await requireRoute(tx, actor, routeId);
  await markRouteRemoved(tx, routeId);
  await trace(tx, actor, { routeId, structureId: row.structureId, change: 'removed', rule: row });
}

/** @throws DomainError */
export async function orderRoutes(
  tx: Tx,
  actor: UserActor,
  structureId: string,
  routeIds: readonly string[],
): Promise<void> {
  authoriseRoutes(actor, structureId);
  await placeRoutes(tx, structureId, routeIds);
  await record(tx, actor, { act: 'route.changed', details: { structureId, change: 'ordered', routeIds } });
}

/** @throws DomainError `transfers/no-route`, `transfers/not-your-structure`, `access/refused` */
export async function requireRoute(tx: Tx, actor: UserActor, routeId: string): Promise<RouteRow> {
  authoriseFeature(actor, 'route:manage');
  const row = await findRoute(tx, routeId);
  if (!row) throw routeMissing();
  authoriseRoutes(actor, row.structureId);
  return row;
}

async function trace(
  tx: Tx,
  actor: UserActor,
  given: { routeId: string; structureId: string; change: string; rule: RouteRule },
): Promise<void> {
  const { routeId, structureId, change, rule } = given;
  const { isActive, peerIds, coercion, maxBytesPerSecond } = rule;
  await record(tx, actor, {
    act: 'route.changed',
    details: {
      routeId,
      structureId,
      change,
      isActive,
      peerIds,
      coercion,
      maxBytesPerSecond,
      conditions: JSON.stringify(rule.conditions),
    },
  });
}
