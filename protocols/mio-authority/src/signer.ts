import { join } from 'node:path';
import type { CertificateSigner } from '@liaison/mio-certificate';
import { readCertificates, readKey } from './key-files.ts';

/** Files of a controller's folder, as the authority gives it. */
export const signerFiles = { key: 'controleur.cle.pem', chain: 'controleur.pem' } as const;

/** The controller's key and chain. @throws KeyFolderError */
export function readSigner(folder: string, passphrase: string): CertificateSigner {
  return {
    key: readKey(join(folder, signerFiles.key), passphrase),
    certificates: readCertificates(join(folder, signerFiles.chain)),
  };
}
