import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestAssociation } from '@liaison/dimse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeImage, newStudy } from './images.ts';
import { openReceiverFolder, type ReceiverFolder, type ReceiverProcess } from './receiver-process.ts';

/** What the system was really asked, in its order, by the process that receives: the container's writes, and answers. */
type Call = { name: 'write' | 'sync' | 'answer' | 'folder-sync'; length: number; offset: number };

const imageCount = 6;

/** The blob layer promises an order and the power-cut test trusts it; here the kernel says what it was asked. */
describe('the order of writes, syncs and answers', () => {
  let folder: ReceiverFolder;
  let receiver: ReceiverProcess;
  let calls: Call[];
  const scratch = mkdtempSync(join(tmpdir(), 'liaison-strace-'));

  beforeAll(async () => {
    folder = openReceiverFolder();
    receiver = await folder.start();
    const file = join(scratch, 'calls');
    const traced = 'openat,pwrite64,pwritev,write,writev,fdatasync,fsync,ftruncate';
    const options = ['-f', '-s', '4', '-e', `trace=${traced}`, '-o', file, '-p', String(receiver.pid)];
    const strace = spawn('strace', options, { stdio: ['ignore', 'ignore', 'pipe'] });
    // Every thread of the process is followed once it says so.
    await once(strace.stderr, 'data');
    const association = await openTestAssociation(receiver.port);
    const study = newStudy();
    for (let number = 1; number <= imageCount; number += 1)
      await association.cStore(makeImage(study, { number, size: 128 }));
    await association.release();
    strace.kill('SIGINT');
    await once(strace, 'exit');
    calls = readCalls(readFileSync(file, 'utf8'));
  });
  afterAll(async () => {
    await receiver?.kill();
    folder?.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  it('makes the container’s name durable before anything is answered of it', () => {
    const folderSync = calls.findIndex(({ name }) => name === 'folder-sync');
    const firstAnswer = calls.findIndex(({ name }) => name === 'answer');
    expect(folderSync).toBeGreaterThan(-1);
    expect(folderSync).toBeLessThan(firstAnswer);
  });

  it('answers an image only after a sync that followed its last byte, its trailer and its length', () => {
    const answers = calls.flatMap(({ name }, index) => (name === 'answer' ? [index] : []));
    expect(answers.length).toBe(imageCount);
    const faults = answers.filter((answer, which) => {
      const since = calls.slice((answers[which - 1] ?? -1) + 1, answer);
      const sync = since.findLastIndex(({ name }) => name === 'sync');
      const afterSync = since.slice(sync + 1).filter(({ name }) => name === 'write');
      // After the sync there is but the mark that it happened, one byte of the trailer.
      return sync === -1 || afterSync.length !== 1 || afterSync[0]?.length !== 1;
    });
    expect(faults).toEqual([]);
  });

  it('writes each image once, from the end of the one before', () => {
    const appended = calls.filter(({ name, length }) => name === 'write' && length > 1000);
    expect(appended.length).toBeGreaterThanOrEqual(imageCount);
    const overlaps = appended.filter(({ offset }, index) => {
      const before = appended[index - 1];
      return before !== undefined && offset < before.offset + before.length;
    });
    expect(overlaps).toEqual([]);
  });
});

/** strace's lines: `pid pwrite64(25, "INST"..., 571, 78954505) = 571`. */
function readCalls(text: string): Call[] {
  const containers = new Set<string>();
  const folders = new Set<string>();
  return text.split('\n').flatMap((line): Call[] => {
    const opened = /openat\([^"]*"([^"]*)"(?:\.\.\.)?, ([A-Z_|]+).*= (\d+)$/.exec(line);
    if (opened) {
      const [, , flags = '', fd = ''] = opened;
      if (flags.includes('O_EXCL')) containers.add(fd);
      else containers.delete(fd);
      if (flags === 'O_RDONLY|O_CLOEXEC') folders.add(fd);
      return [];
    }
    const [, name = '', fd = ''] = /^\d+\s+(\w+)\((\d+)/.exec(line) ?? [];
    const result = Number(/= (\d+)$/.exec(line)?.[1] ?? 0);
    if (name === 'fdatasync' && containers.has(fd)) return [{ name: 'sync', length: 0, offset: 0 }];
    if (name === 'fsync' && folders.has(fd)) return [{ name: 'folder-sync', length: 0, offset: 0 }];
    if (name.startsWith('pwrite') && containers.has(fd)) {
      return [{ name: 'write', length: result, offset: Number(/, (\d+)\) = /.exec(line)?.[1] ?? 0) }];
    }
    // An answer is a P-DATA-TF PDU on the socket: its first byte is 04H (PS3.8 section 9.3.5).
    if (name.startsWith('write') && /"\\4\\0/.test(line))
      return [{ name: 'answer', length: result, offset: 0 }];
    return [];
  });
}
