import {
  closeSync,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  renameSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { ContainerFormatError } from './about.ts';
import { nodeDisk, readUpTo, writeAll } from './disk.ts';
import { decodeTrailer, encodeClosing, trailerLength, trailerSyncedField } from './layout.ts';
import { damagedDirectory, listOpenContainers, locateContainer, openDirectory, openName } from './places.ts';
import { crcOfRange, FileWindow, readAt, readContainerAbout, readFileHeader } from './scan.ts';

export type Recovery = {
  readonly path: string;
  /** `whole`: it was closed already · `closed`: made so · `damaged`: no readable file header, moved aside. */
  readonly outcome: 'whole' | 'closed' | 'damaged';
  /** Instances that it holds. */
  readonly instanceCount: number;
  /** Bytes that were cut off: those of an uncommitted record, or all that follows damage. */
  readonly cutBytes: number;
  /** Where they were copied first, because they held a committed record; null when they held none. */
  readonly keptAside: string | null;
};

/**
 * Makes the containers whole that an earlier life of this receiver left open: cuts the uncommitted tail and closes them.
 * No receiver of the same node and slot may be running. One that the disk refuses is told to `onFailure` and left as it is:
 * it holds up no other.
 */
export function recoverOpenContainers(
  root: string,
  node: string,
  slot: number,
  onFailure: (path: string, error: unknown) => void,
): Recovery[] {
  const own = listOpenContainers(root).filter((one) => one.node === node && one.slot === slot);
  return own.flatMap(({ path }) => {
    try {
      return [recoverContainer(root, path)];
    } catch (error) {
      onFailure(path, error);
      return [];
    }
  });
}

/** Makes one container whole; nobody may be writing to it. Throws the file system's errors. */
export function recoverContainer(root: string, path: string): Recovery {
  const fd = openSync(path, 'r+');
  try {
    return { path, ...recoverFile(fd, join(damagedDirectory(root), basename(path))) };
  } catch (error) {
    if (!(error instanceof ContainerFormatError)) throw error;
    return setAside(root, path);
  } finally {
    closeSync(fd);
  }
}

function setAside(root: string, path: string): Recovery {
  mkdirSync(damagedDirectory(root), { recursive: true });
  const target = join(damagedDirectory(root), basename(path));
  renameSync(path, target);
  nodeDisk.syncDirectory(damagedDirectory(root));
  nodeDisk.syncDirectory(openDirectory(root));
  return { path: target, outcome: 'damaged', instanceCount: 0, cutBytes: 0, keptAside: null };
}

function recoverFile(fd: number, aside: string): Omit<Recovery, 'path'> {
  const file = new FileWindow(fd);
  let offset = readFileHeader(file).firstOffset;
  let instanceCount = 0;
  for (;;) {
    const found = readAt(file, offset);
    if (found.kind === 'closing') return { outcome: 'whole', instanceCount, cutBytes: 0, keptAside: null };
    if (found.kind !== 'finished') break;
    const { trailer, dataOffset, nextOffset } = found;
    // Not known to be on the disk: a power cut may have left the trailer without the data before it.
    if (!trailer.synced && crcOfRange(fd, dataOffset, trailer.dataLength) !== trailer.crc32) break;
    if (!trailer.synced) markSynced(fd, nextOffset);
    if (trailer.kind === 'done') instanceCount += 1;
    offset = nextOffset;
  }
  const cutBytes = Math.max(0, fstatSync(fd).size - offset);
  const keptAside = holdsCommitted(fd, offset) ? keepAside(fd, offset, `${aside}.from-${offset}`) : null;
  ftruncateSync(fd, offset);
  fdatasyncSync(fd);
  writeAll(nodeDisk, fd, [encodeClosing(instanceCount)], offset);
  fdatasyncSync(fd);
  return { outcome: 'closed', instanceCount, cutBytes, keptAside };
}

const pieceBytes = 1024 * 1024;

/**
 * Whether a trailer that was known to be on the disk follows `offset`: an acknowledged record lies behind damage. Only the
 * last record may be uncommitted, so that a power cut leaves none; data that happens to look like one is kept for nothing.
 */
function holdsCommitted(fd: number, offset: number): boolean {
  for (let at = offset; ; at += pieceBytes) {
    const piece = readUpTo(fd, at, pieceBytes + trailerLength - 1);
    for (let found = piece.indexOf('DONE'); found >= 0; found = piece.indexOf('DONE', found + 1)) {
      if (decodeTrailer(piece.subarray(found))?.synced) return true;
    }
    if (piece.length < pieceBytes + trailerLength - 1) return false;
  }
}

/** Copies all from `offset` on: what was acknowledged is never cut off without a copy. */
function keepAside(fd: number, offset: number, target: string): string {
  mkdirSync(dirname(target), { recursive: true });
  const copy = openSync(target, 'w', 0o640);
  try {
    for (let at = offset; ; at += pieceBytes) {
      const piece = readUpTo(fd, at, pieceBytes);
      writeAll(nodeDisk, copy, [piece], at - offset);
      if (piece.length < pieceBytes) break;
    }
    fsyncSync(copy);
  } finally {
    closeSync(copy);
  }
  nodeDisk.syncDirectory(dirname(target));
  return target;
}

function markSynced(fd: number, nextOffset: number): void {
  fdatasyncSync(fd);
  writeAll(nodeDisk, fd, [Buffer.from([1])], nextOffset - trailerLength + trailerSyncedField);
}

/** Moves a sealed container back among the open ones, for the catalogue to read it again; open already, does nothing. */
export function reopenContainer(root: string, id: string): void {
  const path = locateContainer(root, id);
  const about = readContainerAbout(path);
  const target = join(openDirectory(root), openName(about));
  if (path === target) return;
  mkdirSync(openDirectory(root), { recursive: true });
  renameSync(path, target);
  nodeDisk.syncDirectory(openDirectory(root));
  nodeDisk.syncDirectory(dirname(path));
}
