import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { statuses } from '@liaison/dicom';
import { knownPeer, makeInstance, openTestAssociation, readStored } from '@liaison/dimse/testing';
import { expect, it } from 'vitest';

/** What `ulimit -f` counts in, in bytes (POSIX). */
const block = 512;

it('refuses an image that would make its file longer than one may be, and keeps and takes the others', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'long-file-'));
  const storeRoot = join(folder, 'store');
  mkdirSync(storeRoot);
  const peersFile = join(folder, 'peers.json');
  writeFileSync(peersFile, JSON.stringify({ version: 1, peers: [knownPeer] }));
  const options = JSON.stringify({ storeRoot, peersFile, eventsFile: join(folder, 'events.ndjson') });
  const script = join(import.meta.dirname, 'receiver-child.ts');
  const limited = `ulimit -f ${(1024 * 1024) / block}; exec "$0" "$@"`;
  // POSIX sh counts in blocks of 512 bytes, bash in 1024: between one and two megabytes either way.
  const child = spawn('sh', ['-c', limited, process.execPath, script, options], {
    env: { ...process.env, NODE_COMPILE_CACHE: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const [line]: unknown[] = await once(child.stdout, 'data');
    const association = await openTestAssociation(Number.parseInt(String(line), 10));
    const send = async (pixelBytes: number): Promise<number> =>
      (await association.cStore(makeInstance({ studyUid: '1.2.3', pixelBytes }))).status;
    expect(await send(100_000)).toBe(statuses.success);
    expect(await send(4_000_000)).toBe(statuses.outOfResources);
    expect(await send(100_000)).toBe(statuses.success);
    await association.release();
    expect(await readStored(storeRoot)).toHaveLength(2);
  } finally {
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
    rmSync(folder, { recursive: true, force: true });
  }
});
