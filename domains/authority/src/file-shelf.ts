/** Published files by digest, `<folder>/<sha256>.zip`: written whole and flushed before the database names them, then never changed. */
import {
  closeSync,
  createReadStream,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { newId } from '@liaison/kernel';
import { sha256Hex } from '@liaison/mio-bundle';

export type FileShelf = {
  /** @returns its digest */
  put(content: Buffer): string;
  take(sha256: string): Promise<Buffer>;
  /** Bytes `from` to `to`, both included. */
  stream(sha256: string, from: number, to: number): Readable;
};

export function openFileShelf(folder: string): FileShelf {
  mkdirSync(folder, { recursive: true });
  const pathOf = (sha256: string) => join(folder, `${sha256}.zip`);
  return {
    put(content) {
      const sha256 = sha256Hex(content);
      const aside = join(folder, `${newId()}.partiel`);
      writeFileSync(aside, content, { flush: true, flag: 'wx' });
      renameSync(aside, pathOf(sha256));
      flushFolder(folder);
      return sha256;
    },
    take: (sha256) => readFile(pathOf(sha256)),
    stream: (sha256, start, end) => createReadStream(pathOf(sha256), { start, end }),
  };
}

/** A name that is not flushed may be gone after a power cut. */
function flushFolder(folder: string): void {
  // Windows opens no folder, and needs it not.
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
