import { close, createReadStream, openSync, read, rmSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { dirname } from 'node:path';

import { nodeDisk } from './disk.ts';
import { ContainerMissingError, StoreFailedError } from './errors.ts';
import { locateContainer } from './places.ts';

/** Reading parts of one container. The file stays open, shared, until every reader has closed. */
export type ContainerRange = {
  /** Exactly `length` bytes at `offset`. Rejects with `StoreFailedError` when the file ends before. */
  read(offset: number, length: number): Promise<Buffer>;
  /** The same as a stream; `close` may be called before it has ended. */
  stream(offset: number, length: number): Readable;
  close(): void;
};

type Shared = { fd: number; users: number; isForgotten: boolean };

/** Files kept open without a user, for the next frame of the same study. */
const maxIdleFiles = 64;

/** Most recently used last. */
const shared = new Map<string, Shared>();

function keyOf(root: string, id: string): string {
  return `${root}\0${id}`;
}

function acquire(root: string, id: string): Shared {
  const key = keyOf(root, id);
  const known = shared.get(key) ?? { fd: openLocated(root, id), users: 0, isForgotten: false };
  known.users += 1;
  shared.delete(key);
  shared.set(key, known);
  return known;
}

/** The container may be sealed, that is renamed, between being found and being opened: then it is found again. */
function openLocated(root: string, id: string): number {
  try {
    return openSync(locateContainer(root, id), 'r');
  } catch (error) {
    if (error instanceof ContainerMissingError) throw error;
    return openSync(locateContainer(root, id), 'r');
  }
}

function release(file: Shared): void {
  file.users -= 1;
  if (file.isForgotten && file.users === 0) close(file.fd);
  let idle = 0;
  for (const known of shared.values()) idle += Number(known.users === 0);
  for (const [key, known] of shared) {
    if (idle <= maxIdleFiles) return;
    if (known.users > 0) continue;
    idle -= 1;
    forget(key, known);
  }
}

function forget(key: string, file: Shared): void {
  shared.delete(key);
  file.isForgotten = true;
  if (file.users === 0) close(file.fd);
}

/** Opens a container for reading, sealed or not, still written or not. Throws `ContainerMissingError`. */
export function openRange(root: string, containerId: string): ContainerRange {
  const file = acquire(root, containerId);
  let isClosed = false;
  return {
    read: (offset, length) => readExactly(file.fd, offset, length),
    stream(offset, length) {
      file.users += 1;
      const stream = createReadStream('', {
        fd: file.fd,
        autoClose: false,
        start: offset,
        end: offset + length - 1,
        highWaterMark: 256 * 1024,
      });
      stream.once('close', () => release(file));
      stream.once('end', () => stream.destroy());
      return stream;
    },
    close() {
      if (isClosed) return;
      isClosed = true;
      release(file);
    },
  };
}

async function readExactly(fd: number, offset: number, length: number): Promise<Buffer> {
  const buffer = Buffer.allocUnsafe(length);
  for (let filled = 0; filled < length;) {
    const got = await readSome(fd, buffer, filled, offset + filled);
    if (got === 0) throw new StoreFailedError('a container ends before the bytes asked for');
    filled += got;
  }
  return buffer;
}

function readSome(fd: number, buffer: Buffer, filled: number, position: number): Promise<number> {
  return new Promise((resolve, reject) => {
    read(fd, buffer, filled, buffer.length - filled, position, (error, got) => {
      if (error) reject(error);
      else resolve(got);
    });
  });
}

/** Deletes a container. Readers that have it open finish; already gone, does nothing. */
export function removeContainer(root: string, id: string): void {
  const key = keyOf(root, id);
  const known = shared.get(key);
  if (known) forget(key, known);
  try {
    const path = locateContainer(root, id);
    rmSync(path, { force: true });
    nodeDisk.syncDirectory(dirname(path));
  } catch (error) {
    if (!(error instanceof ContainerMissingError)) throw error;
  }
}
