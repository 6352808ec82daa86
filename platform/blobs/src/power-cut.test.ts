import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createContainer } from './container.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { recoverOpenContainers } from './recover.ts';
import { scanContainer, verifyEntry } from './scan.ts';

const sectorBytes = 512;

type Change = { kind: 'write'; position: number; bytes: Buffer } | { kind: 'truncate'; length: number };

/**
 * A disk whose power may be cut: what was synced is there; of what came after, any sectors may be and others not, in any
 * order.
 */
class UncertainDisk implements Disk {
  #durable = Buffer.alloc(0);
  #changes: Change[] = [];
  #path = '';

  create(path: string): number {
    this.#path = path;
    return nodeDisk.create(path);
  }

  write(fd: number, buffers: readonly Uint8Array[], position: number): number {
    this.#changes.push({ kind: 'write', position, bytes: Buffer.concat(buffers) });
    return nodeDisk.write(fd, buffers, position);
  }

  truncate(fd: number, length: number): void {
    this.#changes.push({ kind: 'truncate', length });
    nodeDisk.truncate(fd, length);
  }

  sync(): void {
    this.#durable = readFileSync(this.#path);
    this.#changes = [];
  }

  close(fd: number): void {
    nodeDisk.close(fd);
  }

  syncDirectory(): void {
    // The name of the file is taken to be durable: without it there is nothing to recover, nor anything committed.
  }

  /** Puts the file in a state in which a power cut may leave it. */
  cut(random: () => number): void {
    let bytes: Buffer = Buffer.from(this.#durable);
    for (const change of this.#changes) {
      if (change.kind === 'truncate') bytes = random() < 0.5 ? bytes.subarray(0, change.length) : bytes;
      else bytes = writeSectors(bytes, change.position, change.bytes, random);
    }
    writeFileSync(this.#path, bytes);
  }
}

function writeSectors(file: Buffer, position: number, bytes: Buffer, random: () => number): Buffer {
  const chance = [0, 0.5, 0.9, 1][Math.floor(random() * 4)] ?? 1;
  const grown = Buffer.alloc(Math.max(file.length, position + bytes.length));
  file.copy(grown);
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + sectorBytes - ((position + at) % sectorBytes));
    if (random() < chance) bytes.copy(grown, position + at, at, end);
    at = end;
  }
  return grown;
}

/** The same numbers at every run (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'power-cut-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function header(number: number): Parameters<ReturnType<typeof createContainer>['begin']>[0] {
  return {
    SOPClassUID: '1.2',
    SOPInstanceUID: `1.2.${number}`,
    StudyInstanceUID: '1.2.3',
    SeriesInstanceUID: '1.2.4',
    transferSyntaxUID: '1.2.840.10008.1.2.1',
    receivedAt: '2026-11-21T01:00:00.000Z',
  };
}

/** Writes records at random until the power is cut at a random moment; gives those whose commit had returned. */
function writeUntilCut(
  disk: UncertainDisk,
  random: () => number,
): { committed: Map<string, number>; path: string } {
  const about = {
    node: 'n',
    slot: 0,
    callingAeTitle: 'A',
    calledAeTitle: 'B',
    remoteAddress: '',
    structureId: 's',
    StudyInstanceUID: '1.2.3',
  };
  const writer = createContainer(root, about, disk);
  const committed = new Map<string, number>();
  const steps = Math.floor(random() * 20);
  for (let step = 0; step < steps; step += 1) {
    const bytes = Buffer.alloc(1 + Math.floor(random() * 6000), step + 1);
    writer.begin(header(step));
    writer.write(bytes);
    if (random() < 0.2) writer.abort();
    else {
      writer.commit();
      committed.set(`1.2.${step}`, crc32(bytes));
    }
  }
  if (random() < 0.5) {
    writer.begin(header(99));
    writer.write(Buffer.alloc(150_000, 99));
    if (random() < 0.3) writer.abort();
  } else if (random() < 0.3) writer.close();
  return { committed, path: writer.path };
}

it('a power cut at any moment takes no committed record, and leaves none that is not whole', () => {
  const random = seededRandom(20261121);
  const rounds = Number(process.env['SOAK'] ?? 300);
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const disk = new UncertainDisk();
    const { committed, path } = writeUntilCut(disk, random);
    disk.cut(random);
    const [recovery] = recoverOpenContainers(root, 'n', 0);
    const found = recovery?.outcome === 'damaged' ? [] : scanContainer(path, 0).entries;
    const instances = found.flatMap((entry) => (entry.kind === 'instance' ? [entry] : []));
    expect(instances.every((entry) => verifyEntry(path, entry))).toBe(true);
    const crcs = new Map(instances.map((entry) => [entry.header.SOPInstanceUID, entry.crc32]));
    for (const [uid, crc] of committed) expect(crcs.get(uid)).toBe(crc);
    total += committed.size;
    rmSync(root, { recursive: true, force: true });
  }
  expect(total).toBeGreaterThan(rounds);
});
