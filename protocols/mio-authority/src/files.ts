import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { KeyFolderError } from './error.ts';

/** No key, certificate nor list of ours comes near. */
const mostBytes = 16 * 1024 * 1024;
const ownersOnly = 0o600;
const readable = 0o644;

/** @throws KeyFolderError */
export function readBytes(path: string): Buffer {
  return orKeyFolderError(path, () => {
    if (statSync(path).size > mostBytes)
      throw new KeyFolderError('unreadable', `${path} : fichier trop grand.`);
    return readFileSync(path);
  });
}

/** Beside, then renamed: what is killed leaves the old file or the new one. @throws KeyFolderError */
export function writeBytes(path: string, content: Uint8Array | string, isSecret = false): void {
  const beside = `${path}.${process.pid}.partiel`;
  orKeyFolderError(path, () => {
    rmSync(beside, { force: true });
    try {
      // Never through what somebody else put there.
      writeFileSync(beside, content, { flush: true, mode: isSecret ? ownersOnly : readable, flag: 'wx' });
      renameSync(beside, path);
    } catch (error) {
      rmSync(beside, { force: true });
      throw error;
    }
  });
}

/** For its owner only. @throws KeyFolderError */
export function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new KeyFolderError('unreadable', `${path} : le dossier n’a pas pu être créé.`, error);
  }
}

function orKeyFolderError<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof KeyFolderError) throw error;
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    throw new KeyFolderError('unreadable', `${path} : ${reasons[code] ?? `erreur ${code}`}.`, error);
  }
}

/** What a failing file system says, in French. */
const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'le fichier n’existe pas',
  EACCES: 'l’accès est refusé',
  EPERM: 'l’accès est refusé',
  EISDIR: 'c’est un dossier',
  ENOTDIR: 'le dossier n’existe pas',
  ENOSPC: 'le disque est plein',
  EROFS: 'le disque est en lecture seule',
};
