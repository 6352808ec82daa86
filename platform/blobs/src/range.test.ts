import { appendFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createContainer, type ContainerWriter } from './container.ts';
import { ContainerMissingError, StoreFailedError } from './errors.ts';
import { locateContainer, sealContainers } from './places.ts';
import { openRange, removeContainer } from './range.ts';
import { scanContainer, type ContainerEntry } from './scan.ts';
import { about, data, store } from './testing.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'containers-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe('the store', () => {
  it('finds a container before and after it is sealed, and reads it through the move', async () => {
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    writer.close();
    const [entry] = scanContainer(writer.path, 0).entries;
    if (entry?.kind !== 'instance') throw new Error('instance expected');
    const range = openRange(root, writer.id);
    sealContainers(root, [{ id: writer.id, day: '2026-11-20' }]);
    sealContainers(root, [{ id: writer.id, day: '2026-11-20' }]);
    expect(await range.read(entry.dataOffset, 1000)).toEqual(data(1, 1000));
    expect(locateContainer(root, writer.id)).toBe(join(root, 'sealed', '2026-11-20', `${writer.id}.lsc`));
    const pieces: Buffer[] = [];
    const stream = range.stream(entry.dataOffset, 1000);
    range.close();
    for await (const piece of stream) pieces.push(piece);
    expect(Buffer.concat(pieces)).toEqual(data(1, 1000));
  });

  it('gives an instance in pieces that last until the next, and not the last one where it differs from its CRC', async () => {
    const writer = createContainer(root, about);
    const length = 2_500_000;
    store(writer, 1, length);
    writer.close();
    const [entry] = scanContainer(writer.path, 0).entries;
    if (entry?.kind !== 'instance') throw new Error('instance expected');
    const range = openRange(root, writer.id);
    const takeAll = async (crc32: number): Promise<Buffer[]> => {
      const pieces: Buffer[] = [];
      for await (const piece of range.verified(entry.dataOffset, length, crc32))
        pieces.push(Buffer.from(piece));
      return pieces;
    };
    const whole = await takeAll(entry.crc32);
    expect(whole.map((piece) => piece.length)).toEqual([1_048_576, 1_048_576, 402_848]);
    expect(Buffer.concat(whole).equals(data(1, length))).toBe(true);
    await expect(takeAll(entry.crc32 ^ 1)).rejects.toBeInstanceOf(StoreFailedError);
    await expect(range.verified(entry.dataOffset, length * 2, 0).next()).resolves.toMatchObject({
      done: false,
    });
    range.close();
  });

  it('reads nothing into what a reader who left may still be sending', async () => {
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    store(writer, 2, 1000);
    writer.close();
    const [one, two] = scanContainer(writer.path, 0).entries;
    if (one?.kind !== 'instance' || two?.kind !== 'instance') throw new Error('instances expected');
    const range = openRange(root, writer.id);
    const left = range.verified(one.dataOffset, 1000, one.crc32);
    const { value: kept } = await left.next();
    await left.return();
    for await (const piece of range.verified(two.dataOffset, 1000, two.crc32))
      expect(piece.equals(data(2, 1000))).toBe(true);
    expect(kept?.equals(data(1, 1000))).toBe(true);
    range.close();
  });

  it('forgets a removed container', async () => {
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    writer.close();
    const range = openRange(root, writer.id);
    removeContainer(root, writer.id);
    expect((await range.read(0, 4)).toString()).toBe('LSCO');
    range.close();
    expect(() => openRange(root, writer.id)).toThrow(ContainerMissingError);
  });

  it('lets a container go that nobody has read for a while', () => {
    vi.useFakeTimers();
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    openRange(root, writer.id).close();
    rmSync(writer.path);
    openRange(root, writer.id).close();
    vi.advanceTimersByTime(30_000);
    vi.useRealTimers();
    expect(() => openRange(root, writer.id)).toThrow(ContainerMissingError);
  });

  it('keeps no more than a few files open that nobody reads', () => {
    const writers = Array.from({ length: 70 }, () => createContainer(root, about));
    for (const writer of writers) {
      openRange(root, writer.id).close();
      rmSync(writer.path);
    }
    const kept = writers.filter((writer) => isReadable(writer.id));
    expect(kept).toEqual(writers.slice(-64));
  });

  it('goes on reading whatever becomes of the streams of others', async () => {
    const writer = createContainer(root, about);
    store(writer, 1, 600_000);
    const { dataOffset } = firstInstance(writer);
    const range = openRange(root, writer.id);
    const ended = range.stream(dataOffset, 600_000);
    const pieces: Buffer[] = [];
    for await (const piece of ended) pieces.push(piece);
    expect(Buffer.concat(pieces)).toEqual(data(1, 600_000));
    const left = range.stream(dataOffset, 600_000);
    for await (const _piece of left) break;
    const dropped = range.stream(dataOffset, 10);
    dropped.destroy();
    // Takes any descriptor that was closed by mistake.
    const other = createContainer(root, about);
    store(other, 2, 600_000);
    expect(await range.read(dataOffset, 600_000)).toEqual(data(1, 600_000));
    range.close();
  });

  it('gives a read that is under way its own file, closed or removed meanwhile', async () => {
    const writer = createContainer(root, about);
    store(writer, 1, 300_000);
    const { dataOffset } = firstInstance(writer);
    const range = openRange(root, writer.id);
    const reading = range.read(dataOffset, 300_000);
    range.close();
    removeContainer(root, writer.id);
    store(createContainer(root, about), 2, 300_000);
    expect(await reading).toEqual(data(1, 300_000));
  });

  it('fails a stream that goes past the end', async () => {
    const writer = createContainer(root, about);
    const range = openRange(root, writer.id);
    await expect(range.stream(0, 100_000).toArray()).rejects.toThrow(StoreFailedError);
    range.close();
  });

  it('rejects a read past the end', async () => {
    const writer = createContainer(root, about);
    const range = openRange(root, writer.id);
    appendFileSync(writer.path, 'x');
    await expect(range.read(0, 100_000)).rejects.toThrow(StoreFailedError);
    range.close();
  });
});

function isReadable(id: string): boolean {
  try {
    openRange(root, id).close();
    return true;
  } catch {
    return false;
  }
}

function firstInstance(writer: ContainerWriter): Extract<ContainerEntry, { kind: 'instance' }> {
  const [entry] = scanContainer(writer.path, 0).entries;
  if (entry?.kind !== 'instance') throw new Error('instance expected');
  return entry;
}
