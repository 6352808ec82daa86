import {
  closeSync,
  createReadStream,
  fdatasyncSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/**
 * The beginnings of long files, which span several requests: `<root>/<import>/<position>`. Nothing here is acknowledged:
 * a file is stored when its whole has gone from here into a container.
 */
export type Spool = {
  /** The folder of all of it. */
  readonly root: string;
  /** Files of an import that are here, and how much of each. */
  list(importId: string): { position: number; receivedBytes: number }[];
  /** Appends where `offset` is the end, else does nothing. @returns how much there is now */
  append(importId: string, position: number, offset: number, piece: Uint8Array): number;
  read(importId: string, position: number): AsyncIterable<Buffer>;
  drop(importId: string, position: number): void;
  /** Forgets all that an import left. */
  dropAll(importId: string): void;
  /** Forgets the imports that were left before `instant`. */
  dropLeftBefore(instant: Date): void;
};

const idPattern = /^[0-9a-f-]{36}$/;
const positionPattern = /^\d{1,6}$/;

export function openSpool(root: string): Spool {
  const folderOf = (importId: string): string => {
    if (!idPattern.test(importId)) throw new TypeError('an import id is a UUID');
    return join(root, importId);
  };
  const fileOf = (importId: string, position: number) => join(folderOf(importId), String(position));
  mkdirSync(root, { recursive: true });
  return {
    root,
    list(importId) {
      return listNames(folderOf(importId))
        .filter((name) => positionPattern.test(name))
        .map((name) => ({
          position: Number(name),
          receivedBytes: statSync(join(folderOf(importId), name)).size,
        }));
    },
    append(importId, position, offset, piece) {
      mkdirSync(folderOf(importId), { recursive: true });
      const fd = openSync(fileOf(importId, position), 'a');
      try {
        if (fstatSync(fd).size !== offset) return fstatSync(fd).size;
        for (let written = 0; written < piece.length;) written += writeSync(fd, piece, written);
        fdatasyncSync(fd);
        return offset + piece.length;
      } finally {
        closeSync(fd);
      }
    },
    read: (importId, position) =>
      createReadStream(fileOf(importId, position), { highWaterMark: 1024 * 1024 }),
    drop: (importId, position) => rmSync(fileOf(importId, position), { force: true }),
    dropAll: (importId) => rmSync(folderOf(importId), { recursive: true, force: true }),
    dropLeftBefore(instant) {
      const own = listNames(root).filter((name) => idPattern.test(name));
      for (const importId of own) {
        if (statSync(folderOf(importId)).mtime < instant) this.dropAll(importId);
      }
    },
  };
}

function listNames(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}
