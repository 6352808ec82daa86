import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import type { PeerSheet } from './contract.ts';

export type KeptSheet = PeerSheet & { id: string; structureId: string };

export type PeerChange = 'added' | 'changed' | 'enabled' | 'disabled' | 'query-approved' | 'store-approved';

/** Writes what a peer is from now on into the journal. */
export async function tracePeer(
  tx: Tx,
  actor: UserActor,
  peer: KeptSheet,
  change: PeerChange,
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
      usesTls: peer.usesTls,
      addresses: peer.addresses,
      certificates: peer.certificates,
      requiresTls: peer.requiresTls,
      roles: Object.entries(peer.roles)
        .filter(([, value]) => value === true || value === 'move' || value === 'get')
        .map(([name, value]) => (value === true ? name : `${name}:${String(value)}`)),
    },
  });
}
