import { X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { PkiError, readCrl, type RevocationList, type Trust } from '@liaison/pki';
import { KeyFolderError } from './error.ts';
import { readBytes } from './files.ts';
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

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new KeyFolderError('unreadable', `${folder} : ce dossier ne se lit pas.`, error);
  }
}

function readList(path: string, certificates: readonly X509Certificate[]): RevocationList {
  const der = readBytes(path);
  for (const issuer of certificates) {
    try {
      return readCrl(der, issuer);
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
    }
  }
  throw new KeyFolderError(
    'unreadable',
    `${path} : cette liste de révocations n’est signée par aucune autorité du dossier.`,
  );
}
