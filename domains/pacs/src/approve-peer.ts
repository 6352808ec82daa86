import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Clock, UserActor } from '@liaison/kernel';
import { approveQueries, approveSendings } from './approval-store.ts';
import type { PeerBinding, PeerCall } from './contract.ts';
import { refused } from './errors.ts';
import { requirePeer } from './require-peer.ts';
import { tracePeer, type KeptSheet } from './trace-peer.ts';

type Given = { clock: Clock };

/**
 * Lets a peer search here, bound as the approver saw it; what a local administrator adds or binds otherwise waits for
 * this. @throws DomainError `access/refused`, `pacs/no-peer`, `pacs/no-query-to-approve`, `pacs/changed-meanwhile`
 */
export async function approvePeerQueries(
  tx: Tx,
  actor: UserActor,
  peerId: string,
  seen: PeerBinding,
  given: Given,
): Promise<void> {
  const peer = await requirePeer(tx, actor, peerId);
  authoriseFeature(actor, 'peer:approve');
  if (!peer.roles.mayQuery) throw refused('pacs/no-query-to-approve');
  await letSearch(tx, actor, { ...peer, ...seen }, given);
}

/**
 * Lets images be sent to a peer, called as the approver saw it; what a local administrator adds or moves elsewhere waits
 * for this. @throws DomainError `access/refused`, `pacs/no-peer`, `pacs/no-store-to-approve`, `pacs/changed-meanwhile`
 */
export async function approvePeerSendings(
  tx: Tx,
  actor: UserActor,
  peerId: string,
  seen: PeerCall,
  given: Given,
): Promise<void> {
  const peer = await requirePeer(tx, actor, peerId);
  authoriseFeature(actor, 'peer:approve');
  if (!peer.roles.store) throw refused('pacs/no-store-to-approve');
  await letReceive(tx, actor, { ...peer, ...seen }, given);
}

/** What a regional administrator saves, he approves. */
export async function approveByChanging(
  tx: Tx,
  actor: UserActor,
  peer: KeptSheet,
  given: Given,
): Promise<void> {
  if (!actor.features.includes('regional-admin')) return;
  if (peer.roles.mayQuery) await letSearch(tx, actor, peer, given);
  if (peer.roles.store) await letReceive(tx, actor, peer, given);
}

async function letSearch(tx: Tx, actor: UserActor, peer: KeptSheet, { clock }: Given): Promise<void> {
  const by = { id: actor.userId, name: actor.displayName, at: clock.now() };
  if (!(await approveQueries(tx, peer.id, peer, by))) throw refused('pacs/changed-meanwhile');
  await tracePeer(tx, actor, peer, 'query-approved');
}

async function letReceive(tx: Tx, actor: UserActor, peer: KeptSheet, { clock }: Given): Promise<void> {
  const by = { id: actor.userId, name: actor.displayName, at: clock.now() };
  if (!(await approveSendings(tx, peer.id, peer, by))) throw refused('pacs/changed-meanwhile');
  await tracePeer(tx, actor, peer, 'store-approved');
}
