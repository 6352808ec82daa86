import { createPublicKey, type KeyObject } from 'node:crypto';
import { DomainError } from '@liaison/kernel';
import { PkiError, readRequest } from '@liaison/pki';

/**
 * The key to certify, of a PKCS #10 request, which proves that who asks holds its other half, or of a public key, PEM.
 * @throws DomainError `authority/request-wrong`
 */
export function readKeyRequest(pem: string): KeyObject {
  const wrong = () => new DomainError('invalid', 'authority/request-wrong');
  const [, kind, body = ''] =
    /^\s*-----BEGIN (CERTIFICATE REQUEST|PUBLIC KEY)-----\s([A-Za-z0-9+/=\s]+)-----END \1-----\s*$/.exec(
      pem,
    ) ?? [];
  if (kind === undefined) throw wrong();
  const der = Buffer.from(body, 'base64');
  try {
    const key =
      kind === 'PUBLIC KEY' ? createPublicKey({ key: der, format: 'der', type: 'spki' }) : readRequest(der);
    if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') throw wrong();
    return key;
  } catch (error) {
    if (error instanceof DomainError) throw error;
    if (error instanceof PkiError || kind === 'PUBLIC KEY') throw wrong();
    throw error;
  }
}
