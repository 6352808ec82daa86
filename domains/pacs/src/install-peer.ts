import type { Tx } from '@liaison/db';
import { approveQueries, approveSendings } from './approval-store.ts';
import type { PeerRoles } from './peer.ts';
import { findPeer, insertPeer, type NewPeer } from './store.ts';

/** A peer that comes with an installation, which no administrator added: what it may do is approved. @returns its id */
export async function installPeer(
  tx: Tx,
  peer: NewPeer,
  approved: { readonly by: string; readonly at: Date },
): Promise<string> {
  const id = await insertPeer(tx, peer);
  const roles: Partial<PeerRoles> = peer.roles ?? {};
  const kept = await findPeer(tx, id);
  if (!kept) throw new TypeError('a peer that was just written');
  const by = { id: null, name: approved.by, at: approved.at };
  if (roles.mayQuery) await approveQueries(tx, id, kept, by);
  if (roles.store) await approveSendings(tx, id, kept, by);
  return id;
}
