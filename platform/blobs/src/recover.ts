import { closeSync, fdatasyncSync, fstatSync, ftruncateSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { basename, join } from 'node:path';

import { ContainerFormatError } from './about.ts';
import { nodeDisk, writeAll } from './disk.ts';
import { encodeClosing, trailerLength, trailerSyncedField } from './layout.ts';
import { damagedDirectory, listOpenContainers, openDirectory } from './places.ts';
import { crcOfRange, FileWindow, readAt, readFileHeader } from './scan.ts';

export type Recovery = {
  readonly path: string;
  /** `whole`: it was closed already · `closed`: made so · `damaged`: no readable file header, moved aside. */
  readonly outcome: 'whole' | 'closed' | 'damaged';
  /** Instances that it holds. */
  readonly instanceCount: number;
  /** Bytes of an uncommitted record that were cut off. */
  readonly cutBytes: number;
};

/**
 * Makes the containers whole that an earlier life of this receiver left open: cuts the uncommitted tail and closes them.
 * No receiver of the same node and slot may be running.
 */
export function recoverOpenContainers(root: string, node: string, slot: number): Recovery[] {
  return listOpenContainers(root)
    .filter((container) => container.node === node && container.slot === slot)
    .map((container) => recoverContainer(root, container.path));
}

/** Makes one container whole; nobody may be writing to it. Throws the file system's errors. */
export function recoverContainer(root: string, path: string): Recovery {
  const fd = openSync(path, 'r+');
  try {
    return { path, ...recoverFile(fd) };
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
  return { path: target, outcome: 'damaged', instanceCount: 0, cutBytes: 0 };
}

function recoverFile(fd: number): Omit<Recovery, 'path'> {
  const file = new FileWindow(fd);
  let offset = readFileHeader(file).firstOffset;
  let instanceCount = 0;
  for (;;) {
    const found = readAt(file, offset);
    if (found.kind === 'closing') return { outcome: 'whole', instanceCount, cutBytes: 0 };
    if (found.kind !== 'finished') break;
    const { trailer, dataOffset, nextOffset } = found;
    // Not known to be on the disk: a power cut may have left the trailer without the data before it.
    if (!trailer.synced && crcOfRange(fd, dataOffset, trailer.dataLength) !== trailer.crc32) break;
    if (!trailer.synced) markSynced(fd, nextOffset);
    if (trailer.kind === 'done') instanceCount += 1;
    offset = nextOffset;
  }
  const cutBytes = Math.max(0, fstatSync(fd).size - offset);
  ftruncateSync(fd, offset);
  fdatasyncSync(fd);
  writeAll(nodeDisk, fd, [encodeClosing(instanceCount)], offset);
  fdatasyncSync(fd);
  return { outcome: 'closed', instanceCount, cutBytes };
}

function markSynced(fd: number, nextOffset: number): void {
  fdatasyncSync(fd);
  writeAll(nodeDisk, fd, [Buffer.from([1])], nextOffset - trailerLength + trailerSyncedField);
}
