import { withSystem, type SystemDatabase } from '@liaison/db';
import { newId } from '@liaison/kernel';
import { approveQueries, insertPeer, type NewPeer } from './store.ts';

/** A peer of a structure, with the roles that a test wants, approved where it may search. @returns its id */
export function makePeer(
  database: SystemDatabase,
  given: Pick<NewPeer, 'structureId'> & Partial<NewPeer>,
): Promise<string> {
  const peer = { aeTitle: 'PACS', addresses: ['127.0.0.1'], ...given };
  return withSystem(database, async (tx) => {
    const id = await insertPeer(tx, peer);
    const seen = { certificates: [], requiresTls: false, ...peer };
    const by = { id: newId(), name: 'Région', at: new Date() };
    if (peer.roles?.mayQuery) await approveQueries(tx, id, seen, by);
    return id;
  });
}
