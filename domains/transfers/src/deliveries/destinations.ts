import type { Tx } from '@liaison/db';
import { findStructure } from '@liaison/directory';
import { findPeer, isCalled, listPeersOf, type ApprovedPeer, type Peer } from '@liaison/pacs';
import type { UserActor } from '@liaison/kernel';
import type { Destination } from '../contract.ts';
import { destinationUnapproved, destinationUnknown } from '../errors.ts';

/** Whether it is there to receive images; whether it may is another question. */
export function isDestination(peer: Peer): boolean {
  return peer.isActive && peer.roles.store && isCalled(peer);
}

/** Whether images are sent there: a regional administrator has approved it, called as it is. */
function receives(peer: ApprovedPeer): boolean {
  return isDestination(peer) && peer.isStoreApproved;
}

/** @throws DomainError `transfers/destination-unknown`, `transfers/destination-unapproved` */
export function requireReceiving(peer: ApprovedPeer | undefined): ApprovedPeer {
  if (!peer || !isDestination(peer)) throw destinationUnknown();
  if (!peer.isStoreApproved) throw destinationUnapproved();
  return peer;
}

/** The PACS of the actor's structure that receive images from us, by name. */
export async function listOwnDestinations(tx: Tx, actor: UserActor): Promise<Peer[]> {
  const peers = await listPeersOf(tx, actor.structureId);
  return peers.filter(receives);
}

/** @throws DomainError `transfers/destination-unknown`, `transfers/destination-unapproved` */
export async function requireOwnDestination(tx: Tx, actor: UserActor, peerId: string): Promise<Peer> {
  const peer = await findPeer(tx, peerId);
  if (peer?.structureId !== actor.structureId) throw destinationUnknown();
  return requireReceiving(peer);
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
