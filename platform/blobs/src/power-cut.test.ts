import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { afterEach, beforeEach, expect, it } from 'vitest';

import { createContainer } from './container.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { StoreFailedError } from './errors.ts';
import { recordLengthField } from './layout.ts';
import { scanContainer, verifyEntry, type ContainerEntry } from './scan.ts';
import { about, header, recoverOwn } from './testing.ts';

const sectorBytes = 512;

type Change = { kind: 'write'; position: number; bytes: Buffer } | { kind: 'truncate'; length: number };

class PowerCut extends Error {}

/**
 * A disk whose power is cut during its n-th operation: what was synced is there; of what came after, any sectors may be
 * and others not, in any order. From then on nothing reaches it.
 */
class UncertainDisk implements Disk {
  #durable = Buffer.alloc(0);
  #changes: Change[] = [];
  #path = '';
  #operationsLeft: number;

  constructor(operations: number) {
    this.#operationsLeft = operations;
  }

  /** Whether there is power after this operation; the one during which it goes throws. */
  #spend(): boolean {
    this.#operationsLeft -= 1;
    if (this.#operationsLeft === 0) throw new PowerCut();
    return this.#operationsLeft > 0;
  }

  create(path: string): number {
    this.#path = path;
    return nodeDisk.create(path);
  }

  write(fd: number, buffers: readonly Uint8Array[], position: number): number {
    const bytes = Buffer.concat(buffers);
    if (this.#operationsLeft > 0) this.#changes.push({ kind: 'write', position, bytes });
    return this.#spend() ? nodeDisk.write(fd, buffers, position) : bytes.length;
  }

  truncate(fd: number, length: number): void {
    if (this.#operationsLeft > 0) this.#changes.push({ kind: 'truncate', length });
    if (this.#spend()) nodeDisk.truncate(fd, length);
  }

  sync(): void {
    if (!this.#spend()) return;
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

/** Writes records at random until the power goes; notes the CRC of those whose commit had returned. */
function writeUntilCut(disk: Disk, random: () => number, committed: Map<string, number>): void {
  const writer = createContainer(root, about, disk);
  for (let number = 0; number < 30; number += 1) {
    const bytes = Buffer.alloc(1 + Math.floor(random() ** 4 * 150_000), number + 1);
    writer.begin(header(number));
    writer.write(bytes);
    if (random() < 0.2) writer.abort();
    else {
      writer.commit();
      committed.set(header(number).SOPInstanceUID, crc32(bytes));
    }
  }
  writer.close();
}

/** The power went, or the container says that the disk did: any other error fails the test. */
function untilCut(act: () => void): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof StoreFailedError)) throw error;
  }
}

it('a power cut at any moment takes no committed record, and leaves none that is not whole', () => {
  const random = seededRandom(20261121);
  const rounds = Number(process.env['SOAK'] ?? 400);
  let total = 0;
  for (let round = 0; round < rounds; round += 1) {
    const disk = new UncertainDisk(1 + Math.floor(random() * 200));
    const committed = new Map<string, number>();
    untilCut(() => writeUntilCut(disk, random, committed));
    disk.cut(random);
    const [recovery] = recoverOwn(root);
    const isReadable = recovery !== undefined && recovery.outcome !== 'damaged';
    const instances = isReadable ? scanContainer(recovery.path, 0).entries.filter(isInstance) : [];
    expect(instances.every((entry) => verifyEntry(recovery?.path ?? '', entry))).toBe(true);
    const crcs = new Map(instances.map((entry) => [entry.header.SOPInstanceUID, entry.crc32]));
    for (const [uid, crc] of committed) expect(crcs.get(uid)).toBe(crc);
    total += committed.size;
    rmSync(root, { recursive: true, force: true });
  }
  expect(total).toBeGreaterThan(rounds);
});

function isInstance(entry: ContainerEntry): entry is Extract<ContainerEntry, { kind: 'instance' }> {
  return entry.kind === 'instance';
}

it.each([
  ['its length', recordLengthField, '00000000ffffffff'],
  ['its JSON', 4, '0000000000000000'],
])('a record of which only half of %s reached the disk holds up no recovery', (_part, field, hex) => {
  const writer = createContainer(root, about);
  for (const number of [1, 2]) {
    writer.begin(header(number));
    writer.write(Buffer.alloc(100, number));
    writer.commit();
  }
  const bytes = readFileSync(writer.path);
  const second = bytes.lastIndexOf('INST');
  bytes.write(hex, second + field, 'hex');
  writeFileSync(writer.path, bytes);
  expect(recoverOwn(root)).toMatchObject([{ outcome: 'closed', instanceCount: 1 }]);
  writer.close();
});
