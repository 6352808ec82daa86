import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import { notYourStructure, peerMissing } from './errors.ts';
import type { Peer } from './peer.ts';
import { findPeer } from './store.ts';

/** A peer that this administrator looks after. @throws DomainError `access/refused`, `pacs/no-peer`, `pacs/not-your-structure` */
export async function requirePeer(tx: Tx, actor: UserActor, peerId: string): Promise<Peer> {
  authoriseFeature(actor, 'peer:manage');
  const peer = await findPeer(tx, peerId);
  if (!peer) throw peerMissing();
  authorisePeers(actor, peer.structureId);
  return peer;
}

/** A local administrator has a say in his own structure, a regional one in all. */
export function authorisePeers(actor: UserActor, structureId: string): void {
  authoriseFeature(actor, 'peer:manage');
  if (actor.features.includes('regional-admin') || actor.structureId === structureId) return;
  throw notYourStructure();
}
