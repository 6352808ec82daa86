import { withSystem, type SystemDatabase } from '@liaison/db';
import { installPeer } from './install-peer.ts';
import type { NewPeer } from './store.ts';

/** A peer of a structure, with the roles that a test wants, approved. @returns its id */
export function makePeer(
  database: SystemDatabase,
  given: Pick<NewPeer, 'structureId'> & Partial<NewPeer>,
): Promise<string> {
  const peer = { aeTitle: 'PACS', addresses: ['127.0.0.1'], ...given };
  return withSystem(database, (tx) => installPeer(tx, peer, { by: 'Région', at: new Date() }));
}
