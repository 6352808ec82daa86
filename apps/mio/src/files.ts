import {
  closeSync,
  openSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { FileError } from './command.ts';

/** Above this a file is not read whole: nothing of ours comes near. */
export const largestFile = 256 * 1024 * 1024;

/** What a failing file system says, in French. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'le fichier n’existe pas',
  EACCES: 'l’accès est refusé',
  EPERM: 'l’accès est refusé',
  EISDIR: 'c’est un dossier',
  ENOTDIR: 'le dossier n’existe pas',
  ENOSPC: 'le disque est plein',
  EROFS: 'le disque est en lecture seule',
  EEXIST: 'le fichier existe déjà',
};

/** Reads a file; of one that is too large only its beginning, with `isWhole` false. @throws FileError */
export function readFile(path: string): { bytes: Uint8Array; isWhole: boolean } {
  return orFileError(path, () => {
    if (statSync(path).size <= largestFile) return { bytes: readFileSync(path), isWhole: true };
    const beginning = Buffer.alloc(largestFile + 1);
    const file = openSync(path, 'r');
    try {
      readSync(file, beginning);
    } finally {
      closeSync(file);
    }
    return { bytes: beginning, isWhole: false };
  });
}

/** Writes beside, then renames, so that a killed command leaves the old file or the new one. @throws FileError */
export function writeFile(path: string, content: Uint8Array | string): void {
  const beside = `${path}.${process.pid}.partiel`;
  orFileError(path, () => {
    rmSync(beside, { force: true });
    try {
      // Never through what somebody else put there.
      writeFileSync(beside, content, { flush: true, flag: 'wx' });
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  });
}

function orFileError<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new FileError(`${path} : ${reasons[code] ?? `erreur ${code}`}.`, { cause: error });
  }
}
