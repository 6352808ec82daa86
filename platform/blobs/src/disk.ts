import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, openSync, readSync, writevSync } from 'node:fs';

/** What a container asks of the disk: a seam to try its failures. */
export type Disk = {
  /** Opens a file that must not exist yet. */
  create(path: string): number;
  /** Writes as much as it can at `position`; gives the number of bytes written. */
  write(fd: number, buffers: readonly Uint8Array[], position: number): number;
  truncate(fd: number, length: number): void;
  /** Returns when the file's data is on the disk. */
  sync(fd: number): void;
  close(fd: number): void;
  /** Makes a file's new name durable. */
  syncDirectory(path: string): void;
};

/** Calls are synchronous: the thread pool costs three times as much for each write of 128 KB. */
export const nodeDisk: Disk = {
  create: (path) => openSync(path, 'wx+', 0o640),
  write: (fd, buffers, position) => writevSync(fd, buffers, position),
  truncate: ftruncateSync,
  sync: fdatasyncSync,
  close: closeSync,
  syncDirectory(path) {
    const fd = openSync(path, 'r');
    try {
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
  },
};

/** Writes everything at `position`, however many calls it takes. */
export function writeAll(disk: Disk, fd: number, buffers: readonly Uint8Array[], position: number): void {
  let at = position;
  let rest = buffers.filter((buffer) => buffer.length > 0);
  while (rest.length > 0) {
    let written = disk.write(fd, rest, at);
    at += written;
    const left: Uint8Array[] = [];
    for (const buffer of rest) {
      const taken = Math.min(written, buffer.length);
      written -= taken;
      if (taken < buffer.length) left.push(buffer.subarray(taken));
    }
    rest = left;
  }
}

/** Reads up to `length` bytes at `position`; fewer at the end of the file. */
export function readUpTo(fd: number, position: number, length: number): Buffer {
  const buffer = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const got = readSync(fd, buffer, filled, length - filled, position + filled);
    if (got === 0) break;
    filled += got;
  }
  return buffer.subarray(0, filled);
}
