import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { crc32 } from 'node:zlib';

/** Where a derivative lies in the pack of its study and node. */
export type PackedRange = {
  readonly data_offset: number;
  readonly data_length: number;
  readonly crc32: number;
};

const extension = '.pack';
const namePattern = /^([0-9a-f-]{36})\.([A-Za-z0-9_-]+)\.pack$/;

function packsRoot(storeRoot: string): string {
  return join(storeRoot, 'derivatives');
}

/** Studies made in the same hours would all be in one folder by the first digits of their ids: the last ones are chance. */
function packPath(storeRoot: string, studyId: string, node: string): string {
  return join(packsRoot(storeRoot), studyId.slice(-2), `${studyId}.${node}${extension}`);
}

/**
 * Appends to the pack of a study. Nothing is synced: a pack competes with no image for the disk, and what a power cut takes
 * from it is told by its CRC-32, then made again.
 */
export class PackWriter {
  readonly #fd: number;
  #end: number;

  constructor(storeRoot: string, studyId: string, node: string) {
    const path = packPath(storeRoot, studyId, node);
    mkdirSync(dirname(path), { recursive: true });
    this.#fd = openSync(path, 'a');
    this.#end = fstatSync(this.#fd).size;
  }

  append(bytes: Uint8Array): PackedRange {
    const start = this.#end;
    try {
      for (let written = 0; written < bytes.length;)
        written += writeSync(this.#fd, bytes, written, bytes.length - written);
    } finally {
      // A full disk may have taken a part of it: what follows lies behind that.
      this.#end = fstatSync(this.#fd).size;
    }
    return { data_offset: start, data_length: bytes.length, crc32: crc32(bytes) };
  }

  close(): void {
    closeSync(this.#fd);
  }
}

/** A derivative's bytes; null where the pack has lost them. */
export async function readPacked(
  storeRoot: string,
  studyId: string,
  node: string,
  range: PackedRange,
): Promise<Buffer | null> {
  const path = packPath(storeRoot, studyId, node);
  if (!existsSync(path)) return null;
  const file = await open(path).catch(() => null);
  if (!file) return null;
  try {
    const bytes = Buffer.alloc(range.data_length);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, range.data_offset);
    return bytesRead === bytes.length && crc32(bytes) === range.crc32 ? bytes : null;
  } finally {
    await file.close();
  }
}

/** The studies that have packs here. */
export function listPackedStudies(storeRoot: string): string[] {
  const root = packsRoot(storeRoot);
  if (!existsSync(root)) return [];
  const names = readdirSync(root).flatMap((folder) => readdirSync(join(root, folder)));
  return [...new Set(names.flatMap((name) => namePattern.exec(name)?.[1] ?? []))];
}

/** Deletes the packs of a study, of every node. */
export function removePacks(storeRoot: string, studyId: string): void {
  const folder = join(packsRoot(storeRoot), studyId.slice(-2));
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder))
    if (namePattern.exec(name)?.[1] === studyId) rmSync(join(folder, name), { force: true });
}
