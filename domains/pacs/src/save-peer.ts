import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Clock, UserActor } from '@liaison/kernel';
import type { PeerBinding, PeerSheet } from './contract.ts';
import { invalid, notYourStructure, peerMissing, refused } from './errors.ts';
import type { Peer } from './peer.ts';
import { approveQueries, findPeer, insertPeer, listClaimants, listPeersOf, updatePeer } from './store.ts';

/** @throws DomainError `access/refused`, `pacs/not-your-structure`, and what `judge` finds */
export async function addPeer(
  tx: Tx,
  actor: UserActor,
  sheet: PeerSheet & { structureId: string },
  rules: SheetRules,
): Promise<{ id: string }> {
  authorisePeers(actor, sheet.structureId);
  await judge(tx, { ...sheet, id: null }, rules);
  const id = await insertPeer(tx, sheet);
  await trace(tx, actor, { ...sheet, id }, 'added');
  await approveByChanging(tx, actor, { ...sheet, id }, rules);
  return { id };
}

/** Reception knows of it within two seconds. @throws DomainError as `addPeer`, and `pacs/no-peer` */
export async function changePeer(
  tx: Tx,
  actor: UserActor,
  peerId: string,
  sheet: PeerSheet,
  rules: SheetRules,
): Promise<void> {
  const peer = await requirePeer(tx, actor, peerId);
  const changed = { ...peer, ...sheet };
  await judge(tx, changed, rules);
  await updatePeer(tx, changed);
  await trace(
    tx,
    actor,
    changed,
    peer.isActive === sheet.isActive ? 'changed' : sheet.isActive ? 'enabled' : 'disabled',
  );
  // A switch in a list shows no binding: it approves nothing.
  if (peer.isActive === sheet.isActive) await approveByChanging(tx, actor, changed, rules);
}

/**
 * Lets a peer search here, bound as the approver saw it; what a local administrator adds or binds otherwise waits for
 * this. @throws DomainError `access/refused`, `pacs/no-peer`, `pacs/no-query-to-approve`, `pacs/changed-meanwhile`
 */
export async function approvePeerQueries(
  tx: Tx,
  actor: UserActor,
  peerId: string,
  seen: PeerBinding,
  { clock }: Pick<SheetRules, 'clock'>,
): Promise<void> {
  const peer = await requirePeer(tx, actor, peerId);
  authoriseFeature(actor, 'peer:approve');
  if (!peer.roles.mayQuery) throw refused('pacs/no-query-to-approve');
  await approve(tx, actor, { ...peer, ...seen }, clock.now());
}

/** What a regional administrator saves, he approves. */
async function approveByChanging(
  tx: Tx,
  actor: UserActor,
  peer: PeerSheet & { id: string; structureId: string },
  { clock }: SheetRules,
): Promise<void> {
  if (peer.roles.mayQuery && actor.features.includes('regional-admin'))
    await approve(tx, actor, peer, clock.now());
}

async function approve(
  tx: Tx,
  actor: UserActor,
  peer: PeerSheet & { id: string; structureId: string },
  at: Date,
): Promise<void> {
  const by = { id: actor.userId, name: actor.displayName, at };
  if (!(await approveQueries(tx, peer.id, peer, by))) throw refused('pacs/changed-meanwhile');
  await trace(tx, actor, peer, 'query-approved');
}

/** `allowsAnyAddress`: whether `*` binds an AE title, in demonstration only. */
export type SheetRules = { allowsAnyAddress: boolean; clock: Clock };

/** A peer that this administrator looks after. @throws DomainError */
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

async function judge(
  tx: Tx,
  sheet: PeerSheet & { id: string | null; structureId: string },
  rules: SheetRules,
): Promise<void> {
  const { roles } = sheet;
  if ((sheet.host === null) !== (sheet.port === null)) throw invalid('pacs/not-callable');
  const callsIt = roles.query || roles.retrieve !== 'no' || roles.store || roles.commit;
  if (callsIt && sheet.host === null) throw invalid('pacs/not-callable');
  if (sheet.addresses.includes('*') && !rules.allowsAnyAddress) throw invalid('pacs/unbound');
  const callsUs = roles.mayStore || roles.mayQuery;
  if (callsUs && sheet.addresses.length + sheet.certificates.length === 0) throw invalid('pacs/unbound');
  const others = await listPeersOf(tx, sheet.structureId);
  if (others.some((other) => other.aeTitle === sheet.aeTitle && other.id !== sheet.id))
    throw refused('pacs/ae-title-taken');
  if (sheet.isActive && (await listClaimants(tx, sheet)).length > 0) throw refused('pacs/ae-title-claimed');
}

async function trace(
  tx: Tx,
  actor: UserActor,
  peer: PeerSheet & { id: string; structureId: string },
  change: 'added' | 'changed' | 'enabled' | 'disabled' | 'query-approved',
): Promise<void> {
  await record(tx, actor, {
    act: 'peer.changed',
    details: {
      peerId: peer.id,
      structureId: peer.structureId,
      change,
      aeTitle: peer.aeTitle,
      host: peer.host,
      port: peer.port,
      addresses: peer.addresses,
      certificates: peer.certificates,
      requiresTls: peer.requiresTls,
      roles: Object.entries(peer.roles)
        .filter(([, value]) => value === true || value === 'move' || value === 'get')
        .map(([name, value]) => (value === true ? name : `${name}:${String(value)}`)),
    },
  });
}
