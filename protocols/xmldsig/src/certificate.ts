import { X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { XmlDsigError } from './error.ts';
import { curve } from './profile.ts';

export function readCertificate(der: Buffer): X509Certificate {
  try {
    const certificate = new X509Certificate(der);
    // Reading the key now, since it may not be one: it is decoded when it is first asked for.
    if (certificate.raw.equals(der) && certificate.publicKey.type === 'public') return certificate;
  } catch {
    throw new XmlDsigError('xmldsig/key', 'an X509Certificate that cannot be read');
  }
  throw new XmlDsigError('xmldsig/key', 'bytes after an X509Certificate');
}

/** Whether a key is one of the profile's, so that no other kind is ever tried on a signature. */
export function isProfileKey(key: KeyObject): boolean {
  return key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === curve;
}
