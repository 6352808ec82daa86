import { close, openSync, read, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

import { nodeDisk } from './disk.ts';
import { ContainerMissingError, StoreFailedError } from './errors.ts';
import { locateContainer } from './places.ts';
import { giveBackBuffer, takeBuffer } from './read-buffers.ts';

/**
 * Reading parts of one container. The file is opened once for all its readers, and for a while after the last of them.
 */
export type ContainerRange = {
  /** Exactly `length` bytes at `offset`. Rejects with `StoreFailedError` when the file ends before. */
  read(offset: number, length: number): Promise<Buffer>;
  /** The same as a stream; `close` may be called before it has ended. */
  stream(offset: number, length: number): Readable;
  /**
   * The same in pieces of a megabyte at most, each of which lasts until the next is asked for, and which are held against
   * their CRC-32: the last one is not given where it differs. Rejects with `StoreFailedError`.
   */
  verified(offset: number, length: number, crc32: number): AsyncGenerator<Buffer, void, undefined>;
  close(): void;
};

type Shared = { fd: number; users: number; isForgotten: boolean; idleTimer?: NodeJS.Timeout };

/** Files kept open without a user, for the next frame of the same study. */
const maxIdleFiles = 64;
/** And for how long: another process may purge a container, whose space comes back when nobody has it open. */
const maxIdleMs = 15_000;

/** Most recently used last. */
const shared = new Map<string, Shared>();

function keyOf(root: string, id: string): string {
  return `${root}\0${id}`;
}

function acquire(root: string, id: string): Shared {
  const key = keyOf(root, id);
  const known = shared.get(key) ?? { fd: openLocated(root, id), users: 0, isForgotten: false };
  known.users += 1;
  clearTimeout(known.idleTimer);
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

function release(key: string, file: Shared): void {
  file.users -= 1;
  if (file.users > 0) return;
  if (file.isForgotten) {
    close(file.fd);
    return;
  }
  file.idleTimer = setTimeout(() => forget(key, file), maxIdleMs).unref();
  const idle = [...shared].filter(([, known]) => known.users === 0);
  for (const [name, known] of idle.slice(0, -maxIdleFiles)) forget(name, known);
}

function forget(key: string, file: Shared): void {
  if (shared.get(key) === file) shared.delete(key);
  clearTimeout(file.idleTimer);
  file.isForgotten = true;
  if (file.users === 0) close(file.fd);
}

/** Opens a container for reading, sealed or not, still written or not. Throws `ContainerMissingError`. */
export function openRange(root: string, containerId: string): ContainerRange {
  const key = keyOf(root, containerId);
  const file = acquire(root, containerId);
  let isClosed = false;
  return {
    read: (offset, length) => readExactly(key, file, offset, length),
    stream: (offset, length) => streamRange(key, file, offset, length),
    verified: (offset, length, crc) => verifiedPieces(key, file, { offset, length, crc }),
    close() {
      if (isClosed) return;
      isClosed = true;
      release(key, file);
    },
  };
}

function readExactly(key: string, file: Shared, offset: number, length: number): Promise<Buffer> {
  return fill(key, file, offset, Buffer.allocUnsafe(length));
}

/** A read under way counts as a user: a descriptor closed meanwhile could come to mean another patient's file. */
async function fill(key: string, file: Shared, offset: number, buffer: Buffer): Promise<Buffer> {
  file.users += 1;
  try {
    for (let filled = 0; filled < buffer.length;) {
      const got = await readSome(file.fd, buffer, filled, offset + filled);
      if (got === 0) throw new StoreFailedError('a container ends before the bytes asked for');
      filled += got;
    }
    return buffer;
  } finally {
    release(key, file);
  }
}

type Part = { readonly offset: number; readonly length: number; readonly crc: number };

/** The next piece is read while this one is used. */
async function* verifiedPieces(
  key: string,
  file: Shared,
  { offset, length, crc }: Part,
): AsyncGenerator<Buffer, void, undefined> {
  const taken: Buffer[] = [];
  const readAt = (at: number, turn: number): Promise<Buffer> => {
    const buffer = (taken[turn] ??= takeBuffer());
    return fill(key, file, offset + at, buffer.subarray(0, Math.min(buffer.length, length - at)));
  };
  let sum = 0;
  let reading = readAt(0, 0);
  for (let at = 0, turn = 0; at < length; turn = 1 - turn) {
    const piece = await reading;
    sum = crc32(piece, sum);
    at += piece.length;
    if (at === length && sum !== crc) throw new StoreFailedError('an instance differs from its CRC');
    if (at < length) {
      reading = readAt(at, 1 - turn);
      // Its failure is told when its turn comes, if it comes.
      reading.catch(() => undefined);
    }
    yield piece;
  }
  // Whoever leaves before may have given a buffer to a connection that still has it: it is not used again.
  for (const buffer of taken) giveBackBuffer(buffer);
}

const streamPieceBytes = 256 * 1024;

/** Not `fs.createReadStream`: that one closes the descriptor when it is destroyed, whoever else reads from it. */
function streamRange(key: string, file: Shared, offset: number, length: number): Readable {
  file.users += 1;
  let at = 0;
  const stream = new Readable({
    highWaterMark: streamPieceBytes,
    read() {
      const wanted = Math.min(streamPieceBytes, length - at);
      const position = offset + at;
      at += wanted;
      if (wanted === 0) stream.push(null);
      else
        readExactly(key, file, position, wanted).then(
          (piece) => stream.push(piece),
          (error: unknown) => fail(error),
        );
    },
    destroy(error, done) {
      release(key, file);
      done(error);
    },
  });
  const fail = (error: unknown): Readable => stream.destroy(error instanceof Error ? error : undefined);
  return stream;
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
