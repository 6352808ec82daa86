import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  X509Certificate,
  type KeyObject,
} from 'node:crypto';
import { KeyFolderError } from './error.ts';
import { readBytes, writeBytes } from './files.ts';

/** A new key on P-256: certificates, lists of revocations. */
export function newKey(): KeyObject {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
}

/** A new Ed25519 key: updates. */
export function newUpdateKey(): KeyObject {
  return generateKeyPairSync('ed25519').privateKey;
}

/** SPKI of the public half, base64, as a root of updates names it. */
export function spkiOf(key: KeyObject): string {
  return createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64');
}

/** PKCS #8, encrypted (RFC 5208). @throws KeyFolderError */
export function writeKey(path: string, key: KeyObject, passphrase: string): void {
  writeBytes(path, key.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase }), true);
}

/** @throws KeyFolderError where there is no key, or another phrase opens it */
export function readKey(path: string, passphrase: string): KeyObject {
  const pem = readBytes(path);
  try {
    return createPrivateKey({ key: pem, passphrase });
  } catch (error) {
    throw new KeyFolderError('unreadable', `${path} : la phrase secrète n’ouvre pas cette clé.`, error);
  }
}

/** Certificates in PEM, one after another. */
export function certificatesPem(certificates: readonly Buffer[]): string {
  return certificates.map((der) => new X509Certificate(der).toString()).join('');
}

/** @throws KeyFolderError */
export function writeCertificates(path: string, certificates: readonly Buffer[]): void {
  writeBytes(path, certificatesPem(certificates));
}

/** DER, in the order of the file. @throws KeyFolderError where there is none */
export function readCertificates(path: string): [Buffer, ...Buffer[]] {
  const text = readBytes(path).toString('latin1');
  const blocks = text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  try {
    const [first, ...others] = blocks.map((block) => new X509Certificate(block).raw);
    if (first) return [first, ...others];
  } catch (error) {
    throw new KeyFolderError('unreadable', `${path} : un certificat est illisible.`, error);
  }
  throw new KeyFolderError('unreadable', `${path} : aucun certificat n’y est.`);
}
