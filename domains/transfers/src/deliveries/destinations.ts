import type { Tx } from '@liaison/db';
import { findStructure } from '@liaison/directory';
import { findPeer, isCalled, listPeersOf, type Peer } from '@liaison/pacs';
import type { UserActor } from '@liaison/kernel';
import type { Destination } from '../contract.ts';
import { destinationUnknown } from '../errors.ts';

/** Whether images can be sent there at all. */
export function receives(peer: Peer): boolean {
  return peer.isActive && peer.roles.store && isCalled(peer);
}

/** The PACS of the actor's structure that receive images from us, by name. */
export async function listOwnDestinations(tx: Tx, actor: UserActor): Promise<Peer[]> {
  const peers = await listPeersOf(tx, actor.structureId);
  return peers.filter(receives);
}

/** @throws DomainError `transfers/destination-unknown` */
export async function requireOwnDestination(tx: Tx, actor: UserActor, peerId: string): Promise<Peer> {
  const peer = await findPeer(tx, peerId);
  if (!peer || !receives(peer) || peer.structureId !== actor.structureId) throw destinationUnknown();
  return peer;
}

export async function toDestinations(tx: Tx, peers: readonly Peer[]): Promise<Destination[]> {
  const ids = [...new Set(peers.map(({ structureId }) => structureId))];
  const names = new Map<string, string>();
  for (const id of ids) names.set(id, (await findStructure(tx, id))?.name ?? '');
  return peers.map((peer) => ({
    peerId: peer.id,
    name: peer.name,
    aeTitle: peer.aeTitle,
    structureId: peer.structureId,
    structureName: names.get(peer.structureId) ?? '',
    commits: peer.roles.commit,
  }));
}
