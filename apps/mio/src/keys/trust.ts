import { X509Certificate } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { extname, join } from 'node:path';
import { PkiError, readCrl, type RevocationList, type Trust } from '@liaison/pki';
import { FileError } from '../command.ts';
import { readFile } from '../files.ts';
import { readCertificates } from './key-files.ts';

/**
 * What a folder says is to be trusted: certificates in `.pem` files, of which those that sign themselves are roots, and
 * lists of revocations in `.crl` files, each signed by one of them. @throws FileError
 */
export function readTrust(folder: string): Trust {
  const files = listFolder(folder);
  const certificates = files
    .filter((file) => extname(file) === '.pem')
    .flatMap((file) => readCertificates(join(folder, file)).map((der) => new X509Certificate(der)));
  const roots = certificates.filter((one) => one.checkIssued(one)).map(({ raw }) => raw);
  if (roots.length === 0) throw new FileError(`${folder} : aucune autorité racine n’y est.`);
  const lists = files
    .filter((file) => extname(file) === '.crl')
    .map((file) => readList(join(folder, file), certificates));
  return { roots, lists };
}

function listFolder(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new FileError(`${folder} : ce dossier ne se lit pas.`, { cause: error });
  }
}

function readList(path: string, certificates: readonly X509Certificate[]): RevocationList {
  const der = Buffer.from(readFile(path).bytes);
  for (const issuer of certificates) {
    try {
      return readCrl(der, issuer);
    } catch (error) {
      if (!(error instanceof PkiError)) throw error;
    }
  }
  throw new FileError(`${path} : cette liste de révocations n’est signée par aucune autorité du dossier.`);
}
