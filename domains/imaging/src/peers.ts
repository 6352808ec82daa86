import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { listPeers } from './store.ts';

/**
 * Writes whom reception may let in, for receivers that know no database: `{version, peers}` in a file that is replaced
 * whole. To be called at start and after each change.
 */
export async function writePeersSnapshot(database: SystemDatabase, file: string): Promise<void> {
  const peers = (await withSystem(database, listPeers))
    .filter((peer) => peer.isActive)
    .map(({ aeTitle, structureId, addresses }) => ({ aeTitle, structureId, addresses }));
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  const handle = openSync(fresh, 'w', 0o640);
  try {
    writeSync(handle, `${JSON.stringify({ version: 1, peers }, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}
