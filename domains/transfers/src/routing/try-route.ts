import type { Tx } from '@liaison/db';
import type { Clock, UserActor } from '@liaison/kernel';
import { findPeer } from '@liaison/pacs';
import type { RouteConditions } from '../contract.ts';
import { authoriseRoutes } from './manage-routes.ts';
import { allowedTargets, followsRoute, type RouteTarget } from './route-model.ts';
import { listReceived, type ReceivedRow } from './routes-store.ts';

/** What a trial looks at, at most. */
const mostConsidered = 20_000;
const dayMs = 24 * 3_600_000;

export type Trial = {
  considered: number;
  matched: number;
  images: number;
  isCapped: boolean;
  byModality: { modality: string; count: number }[];
  byAeTitle: { aeTitle: string; count: number }[];
};

/** The past studies that would have followed a route; nothing is sent, nor read but counts. @throws DomainError */
export async function tryRoute(
  tx: Tx,
  actor: UserActor,
  given: { clock: Clock; ownAeTitle: string },
  asked: { structureId: string; conditions: RouteConditions; peerIds: readonly string[]; days: number },
): Promise<Trial> {
  authoriseRoutes(actor, asked.structureId);
  const since = new Date(given.clock.now().getTime() - asked.days * dayMs);
  const received = await listReceived(tx, asked.structureId, since, mostConsidered + 1);
  const considered = received.slice(0, mostConsidered);
  const targets = await targetsOf(tx, asked.peerIds);
  const matched = considered.filter((row) => isRouted(row, { ...asked, targets }, given.ownAeTitle));
  return {
    considered: considered.length,
    matched: matched.length,
    images: matched.reduce((sum, row) => sum + row.image_count, 0),
    isCapped: received.length > mostConsidered,
    byModality: tally(matched.flatMap((row) => [...new Set(row.modalities)])).map(([modality, count]) => ({
      modality,
      count,
    })),
    byAeTitle: tally(matched.map((row) => row.calling_ae_title)).map(([aeTitle, count]) => ({
      aeTitle,
      count,
    })),
  };
}

async function targetsOf(tx: Tx, peerIds: readonly string[]): Promise<RouteTarget[]> {
  const targets: RouteTarget[] = [];
  for (const id of peerIds) {
    const peer = await findPeer(tx, id);
    if (peer) targets.push({ ...peer, peerId: peer.id });
  }
  return targets;
}

function isRouted(
  row: ReceivedRow,
  route: { structureId: string; conditions: RouteConditions; targets: readonly RouteTarget[] },
  ownAeTitle: string,
): boolean {
  const study = {
    callingAeTitle: row.calling_ae_title,
    modalities: row.modalities,
    description: row.description,
    receivedAt: row.first_received_at,
    structureId: route.structureId,
  };
  // Before a destination is chosen, the conditions alone are tried.
  const hasTarget = route.targets.length === 0 || allowedTargets(route.targets, study, ownAeTitle).length > 0;
  return hasTarget && followsRoute(route.conditions, study);
}

function tally(values: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]));
}
