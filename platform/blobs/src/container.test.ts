import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createContainer } from './container.ts';
import { nodeDisk, type Disk } from './disk.ts';
import { StoreFailedError, StoreFullError } from './errors.ts';
import { listOpenContainers } from './places.ts';
import { openRange } from './range.ts';
import { readContainerAbout, scanContainer, verifyEntry } from './scan.ts';
import { about, data, header, store, recoverOwn } from './testing.ts';

let root = '';
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'containers-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** A disk that refuses writes past `capacity` bytes, as a full one does: the part that fits is written. */
function smallDisk(capacity: () => number): Disk {
  return {
    ...nodeDisk,
    write(fd, buffers, position) {
      const room = capacity() - position;
      if (room <= 0) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
      const [first] = buffers;
      if (!first) return 0;
      return nodeDisk.write(fd, [first.subarray(0, room)], position);
    },
  };
}

describe('a container', () => {
  it('gives back each instance bit for bit, whatever its size', async () => {
    const writer = createContainer(root, about);
    for (const [index, length] of [2, 70_000, 300_001, 131_072].entries()) store(writer, index, length);
    writer.close();
    const { entries, state, current } = scanContainer(writer.path, 0);
    expect({ state, current }).toEqual({ state: 'closed', current: null });
    const range = openRange(root, writer.id);
    for (const [index, entry] of entries.entries()) {
      if (entry.kind !== 'instance') throw new Error('instance expected');
      expect(entry.header).toEqual(header(index));
      expect(await range.read(entry.dataOffset, entry.dataLength)).toEqual(data(index, entry.dataLength));
      expect(entry.crc32).toBe(crc32(data(index, entry.dataLength)));
      expect(verifyEntry(writer.path, entry)).toBe(true);
    }
    expect(entries.map((entry) => entry.kind === 'instance' && entry.dataLength)).toEqual([
      2, 70_000, 300_001, 131_072,
    ]);
    range.close();
  });

  it('says what it is about in its header', () => {
    const writer = createContainer(root, about);
    expect(readContainerAbout(writer.path)).toMatchObject({ ...about, id: writer.id });
    expect(listOpenContainers(root)).toEqual([{ id: writer.id, path: writer.path, node: 'n1', slot: 0 }]);
    writer.close();
  });

  it('shows the header of the image under way, and the image only once committed', () => {
    const writer = createContainer(root, about);
    writer.begin(header(1));
    const during = scanContainer(writer.path, 0);
    expect(during).toMatchObject({ entries: [], state: 'open', current: header(1) });
    writer.write(data(1, 1000));
    writer.commit();
    const after = scanContainer(writer.path, during.nextOffset);
    expect(after).toMatchObject({ entries: [{ kind: 'instance', dataLength: 1000 }], current: null });
    store(writer, 2, 10);
    expect(scanContainer(writer.path, after.nextOffset).entries).toHaveLength(1);
    writer.close();
  });

  it('keeps the mark of an aborted image and none of its bytes', () => {
    const writer = createContainer(root, about);
    store(writer, 1, 100);
    writer.begin(header(2));
    writer.write(data(2, 500_000));
    writer.abort();
    store(writer, 3, 100);
    writer.close();
    const { entries } = scanContainer(writer.path, 0);
    expect(entries.map((entry) => [entry.kind, entry.header.SOPInstanceUID])).toEqual([
      ['instance', '1.2.3.4.1'],
      ['aborted', '1.2.3.4.2'],
      ['instance', '1.2.3.4.3'],
    ]);
    expect(readFileSync(writer.path).length).toBeLessThan(3000);
  });

  it('is as before when the disk is full, and goes on when room returns', () => {
    let capacity = 3000;
    const writer = createContainer(
      root,
      about,
      smallDisk(() => capacity),
    );
    store(writer, 1, 1000);
    const before = readFileSync(writer.path);
    expect(() => store(writer, 2, 200_000)).toThrow(StoreFullError);
    expect(readFileSync(writer.path)).toEqual(before);
    expect(() => store(writer, 2, 3000)).toThrow(StoreFullError);
    expect(readFileSync(writer.path)).toEqual(before);
    capacity = 1_000_000;
    store(writer, 3, 200_000);
    writer.close();
    const { entries } = scanContainer(writer.path, 0);
    expect(entries.map((entry) => entry.header.SOPInstanceUID)).toEqual(['1.2.3.4.1', '1.2.3.4.3']);
    expect(entries.every((entry) => verifyEntry(writer.path, entry))).toBe(true);
  });

  it('takes nothing more once a sync has failed', () => {
    let failing = false;
    const disk: Disk = {
      ...nodeDisk,
      sync(fd) {
        if (failing) throw Object.assign(new Error('input/output'), { code: 'EIO' });
        nodeDisk.sync(fd);
      },
    };
    const writer = createContainer(root, about, disk);
    store(writer, 1, 1000);
    failing = true;
    expect(() => store(writer, 2, 1000)).toThrow(StoreFailedError);
    failing = false;
    expect(() => store(writer, 3, 1000)).toThrow(StoreFailedError);
    expect(() => writer.close()).toThrow(StoreFailedError);
    expect(recoverOwn(root)).toMatchObject([{ outcome: 'closed', instanceCount: 1 }]);
  });
});

describe('recovery', () => {
  it('keeps what was committed wherever the file was cut', () => {
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    store(writer, 2, 3000);
    writer.begin(header(3));
    writer.write(data(3, 100_000));
    const { entries, nextOffset } = scanContainer(writer.path, 0);
    const whole = readFileSync(writer.path);
    const firstEnd = entries[0]?.nextOffset ?? 0;
    for (const length of [
      firstEnd,
      firstEnd + 1,
      firstEnd + 30,
      nextOffset - 1,
      nextOffset,
      nextOffset + 5,
      whole.length,
    ]) {
      writeFileSync(writer.path, whole.subarray(0, length));
      const count = length >= nextOffset ? 2 : 1;
      expect(recoverOwn(root)).toMatchObject([{ outcome: 'closed', instanceCount: count }]);
      const after = scanContainer(writer.path, 0);
      expect(after).toMatchObject({ state: 'closed', current: null });
      expect(after.entries).toHaveLength(count);
      expect(recoverOwn(root)).toMatchObject([{ outcome: 'whole', instanceCount: count }]);
    }
  });

  it('refuses a last record whose trailer came to the disk without its data', () => {
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    const { entries, nextOffset } = scanContainer(writer.path, 0);
    const bytes = readFileSync(writer.path);
    bytes[nextOffset - 4] = 0; // the mark that the trailer is on the disk
    const [entry] = entries;
    bytes.fill(0, entry?.kind === 'instance' ? entry.dataOffset : 0, nextOffset - 24);
    writeFileSync(writer.path, bytes);
    expect(recoverOwn(root)).toMatchObject([{ outcome: 'closed', instanceCount: 0 }]);
  });

  it('keeps a last record that is whole though its mark was lost', () => {
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    const { nextOffset } = scanContainer(writer.path, 0);
    const bytes = readFileSync(writer.path);
    bytes[nextOffset - 4] = 0;
    writeFileSync(writer.path, bytes);
    expect(scanContainer(writer.path, 0)).toMatchObject({ entries: [], current: header(1) });
    expect(recoverOwn(root)).toMatchObject([{ outcome: 'closed', instanceCount: 1 }]);
    expect(scanContainer(writer.path, 0).entries).toHaveLength(1);
  });

  it('leaves the containers of other receivers alone and sets aside what is none', () => {
    const other = createContainer(root, { ...about, slot: 1 });
    const torn = createContainer(root, about);
    truncateSync(torn.path, 10);
    expect(recoverOwn(root)).toMatchObject([{ outcome: 'damaged' }]);
    expect(listOpenContainers(root).map((container) => container.id)).toEqual([other.id]);
    expect(existsSync(join(root, 'damaged'))).toBe(true);
  });

  it('keeps a copy of what was acknowledged and lies behind damage', () => {
    const writer = createContainer(root, about);
    for (const number of [1, 2, 3]) store(writer, number, 1_100_000);
    const { entries } = scanContainer(writer.path, 0);
    const bytes = readFileSync(writer.path);
    const damagedAt = entries[0]?.nextOffset ?? 0;
    bytes[damagedAt] = 0;
    writeFileSync(writer.path, bytes);
    const [recovery] = recoverOwn(root);
    expect(recovery).toMatchObject({ outcome: 'closed', instanceCount: 1 });
    expect(readFileSync(recovery?.keptAside ?? '').equals(bytes.subarray(damagedAt))).toBe(true);
    expect(recoverOwn(root)).toMatchObject([{ outcome: 'whole', keptAside: null }]);
  });

  it('tells a changed byte', () => {
    const writer = createContainer(root, about);
    store(writer, 1, 1000);
    const [entry] = scanContainer(writer.path, 0).entries;
    if (entry?.kind !== 'instance') throw new Error('instance expected');
    const bytes = readFileSync(writer.path);
    bytes[entry.dataOffset + 500] = 0;
    writeFileSync(writer.path, bytes);
    expect(verifyEntry(writer.path, entry)).toBe(false);
  });
});
