import type { Tx } from '@liaison/db';
import type { Clock, UserActor } from '@liaison/kernel';
import { approveByChanging } from './approve-peer.ts';
import type { PeerSheet } from './contract.ts';
import { invalid, refused } from './errors.ts';
import { authorisePeers, requirePeer } from './require-peer.ts';
import { insertPeer, listClaimants, listPeersOf, updatePeer } from './store.ts';
import { tracePeer } from './trace-peer.ts';

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
  await tracePeer(tx, actor, { ...sheet, id }, 'added');
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
  await tracePeer(
    tx,
    actor,
    changed,
    peer.isActive === sheet.isActive ? 'changed' : sheet.isActive ? 'enabled' : 'disabled',
  );
  // A switch in a list shows no binding: it approves nothing.
  if (peer.isActive === sheet.isActive) await approveByChanging(tx, actor, changed, rules);
}

/** `allowsAnyAddress`: whether `*` binds an AE title, in demonstration only. */
export type SheetRules = { allowsAnyAddress: boolean; clock: Clock };

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
