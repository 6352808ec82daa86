import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { describeError, type Log } from '@liaison/log';
import { listPeersOf } from './store.ts';

/**
 * Writes whom reception may let in, for receivers that know no database: `{version: 2, peers: [{id, aeTitle, structureId,
 * addresses, certificates, requiresTls, maxAssociations, maxBytesPerSecond, mayStore, mayQuery}]}`, active ones only, in a
 * file that is replaced whole where anything changed.
 * @returns the text that is in the file; `known`: what it was
 */
export async function writePeersSnapshot(
  database: SystemDatabase,
  file: string,
  known: string | null = null,
): Promise<string> {
  const peers = (await withSystem(database, (tx) => listPeersOf(tx, null)))
    .filter((peer) => peer.isActive)
    .map(
      ({
        id,
        aeTitle,
        structureId,
        addresses,
        certificates,
        requiresTls,
        roles,
        isQueryApproved,
        ...limits
      }) => ({
        id,
        aeTitle,
        structureId,
        addresses,
        certificates,
        requiresTls,
        maxAssociations: limits.maxAssociations,
        maxBytesPerSecond: limits.maxBytesPerSecond,
        mayStore: roles.mayStore,
        mayQuery: roles.mayQuery && isQueryApproved,
      }),
    );
  const text = `${JSON.stringify({ version: 2, peers }, null, 2)}\n`;
  if (text !== known) replace(file, text);
  return text;
}

function replace(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const fresh = `${file}.${process.pid}.new`;
  const handle = openSync(fresh, 'w', 0o640);
  try {
    writeSync(handle, text);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(fresh, file);
}

const lookEveryMs = 500;

/**
 * Keeps the snapshot of this node true, within a second of a change made on any node. What is in the file holds while the
 * database is away.
 */
export function keepPeersSnapshot(
  database: SystemDatabase,
  file: string,
  log: Log,
): { stop(): Promise<void> } {
  let known: string | null = null;
  let isStopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  const look = () => {
    running = writePeersSnapshot(database, file, known)
      .then((text) => {
        known = text;
      })
      .catch((error: unknown) => log.warn('peers not read, the last ones hold', describeError(error)))
      .finally(() => {
        if (!isStopped) timer = setTimeout(look, lookEveryMs);
      });
  };
  look();
  return {
    async stop() {
      isStopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
