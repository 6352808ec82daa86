import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CertificateSigner } from '@liaison/mio-certificate';
import { writeRequest } from '@liaison/pki';
import { KeyFolderError } from './error.ts';
import { makeFolder, writeBytes } from './files.ts';
import { newKey, readCertificates, readKey, writeKey } from './key-files.ts';

/** Files of a controller's folder, as the authority gives it. */
export const signerFiles = { key: 'controleur.cle.pem', chain: 'controleur.pem' } as const;

/**
 * A new key in a controller's folder, and beside it the request of a certificate (PKCS #10, PEM) that its authority is sent.
 * @returns the file of the request. @throws KeyFolderError
 */
export function requestCertificate(folder: string, organisation: string, passphrase: string): string {
  if (existsSync(join(folder, signerFiles.key)))
    throw new KeyFolderError('unreadable', `${folder} : une clé y est déjà.`);
  makeFolder(folder);
  const key = newKey();
  const subject = { commonName: `Contrôleur MIO de ${organisation}`, organization: organisation };
  const body = writeRequest(subject, key).toString('base64').replaceAll(/.{64}/g, '$&\n');
  writeKey(join(folder, signerFiles.key), key, passphrase);
  const file = join(folder, 'demande.pem');
  writeBytes(file, `-----BEGIN CERTIFICATE REQUEST-----\n${body}\n-----END CERTIFICATE REQUEST-----\n`);
  return file;
}

/** The controller's key and chain. @throws KeyFolderError */
export function readSigner(folder: string, passphrase: string): CertificateSigner {
  return {
    key: readKey(join(folder, signerFiles.key), passphrase),
    certificates: readCertificates(join(folder, signerFiles.chain)),
  };
}
