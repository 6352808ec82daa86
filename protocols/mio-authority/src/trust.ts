import { X509Certificate } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { PkiError, readCrl, type RevocationList, type Trust } from '@liaison/pki';
import { KeyFolderError } from './error.ts';
import { readBytes, writeBytes } from './files.ts';
import { readCertificates } from './key-files.ts';

/**
 * What a folder says is to be trusted: certificates in `.pem` files, of which those that sign themselves are roots, and
 * lists of revocations in `.crl` files, each signed by one of them. @throws KeyFolderError
 */
export function readTrust(folder: string): Trust {
  const files = listFolder(folder);
  const certificates = files
    .filter((file) => extname(file) === '.pem')
    .flatMap((file) => readCertificates(join(folder, file)).map((der) => new X509Certificate(der)));
  const roots = certificates.filter((one) => one.checkIssued(one)).map(({ raw }) => raw);
  if (roots.length === 0)
    throw new KeyFolderError('unreadable', `${folder} : aucune autorité racine n’y est.`);
  const lists = files
    .filter((file) => extname(file) === '.crl')
    .map((file) => readList(join(folder, file), certificates));
  return { roots, lists };
}

/**
 * Puts a newer list of revocations, DER, into a folder of trust. False for one that is not newer than the one there, or that
 * no certificate of the folder signed: then nothing changes. @throws KeyFolderError
 */
export function renewList(folder: string, file: 'autorite.crl' | 'racine.crl', der: Buffer): boolean {
  const certificates = listFolder(folder)
    .filter((name) => extname(name) === '.pem')
    .flatMap((name) => readCertificates(join(folder, name)).map((known) => new X509Certificate(known)));
  const list = findList(der, certificates);
  if (!list) return false;
  const path = join(folder, file);
  const before = existsSync(path) ? findList(readBytes(path), certificates) : null;
  if (before && before.thisUpdate >= list.thisUpdate) return false;
  writeBytes(path, der);
  return true;
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new KeyFolderError('unreadable', `${folder} : ce dossier ne se lit pas.`, error);
  }
}

function readList(path: string, certificates: readonly X509Certificate[]): RevocationList {
  const list = findList(readBytes(path), certificates);
  if (list) return list;
  throw new KeyFolderError(
    'unreadable',
    `${path} : cette liste de révocations n’est signée par aucune autorité du dossier.`,
  );
}

function findList(der: Buffer, certificates: readonly X509Certificate[]): RevocationList | null {
  for (const issuer of certificates) {
    try {
      return readCrl(der, issuer);
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
    }
  }
  return null;
}
