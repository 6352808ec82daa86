import { createPrivateKey, generateKeyPairSync, X509Certificate, type KeyObject } from 'node:crypto';
import { FileError } from '../command.ts';
import { ownersOnly, readFile, writeFile } from '../files.ts';

/** A new key on P-256. */
export function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** PKCS #8, encrypted (RFC 5208). @throws FileError */
export function writeKey(path: string, key: KeyObject, passphrase: string): void {
  const sealed = key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase });
  writeFile(path, sealed, ownersOnly);
}

/** @throws FileError where there is no key, or another phrase opens it */
export function readKey(path: string, passphrase: string): KeyObject {
  const { bytes } = readFile(path);
  try {
    return createPrivateKey({ key: Buffer.from(bytes), passphrase });
  } catch (error) {
    throw new FileError(`${path} : la phrase secrète n’ouvre pas cette clé.`, { cause: error });
  }
}

/** Certificates in PEM, one after another. @throws FileError */
export function writeCertificates(path: string, certificates: readonly Buffer[]): void {
  writeFile(path, certificates.map((der) => new X509Certificate(der).toString()).join(''));
}

/** DER, in the order of the file. @throws FileError where there is none */
export function readCertificates(path: string): [Buffer, ...Buffer[]] {
  const text = Buffer.from(readFile(path).bytes).toString('latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const [first, ...others] = blocks.map((block) => new X509Certificate(block).raw);
    if (first) return [first, ...others];
  } catch (error) {
    throw new FileError(`${path} : un certificat est illisible.`, { cause: error });
  }
  throw new FileError(`${path} : aucun certificat n’y est.`);
}
