/** Requests of certificates (PKCS #10, RFC 2986): a licensee asks with his public key, and keeps the other half. */
import { createPublicKey, sign, verify } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { BitString } from 'asn1js';
import { AlgorithmIdentifier, CertificationRequest, PublicKeyInfo } from 'pkijs';
import { ownBytes, readDer } from './der.ts';
import { PkiError } from './error.ts';
import { oid } from './oid.ts';
import { writeSubject } from './subject.ts';
import type { Subject } from './subject.ts';

class BuiltRequest extends CertificationRequest {
  toBeSigned(): ArrayBuffer {
    return this.encodeTBS().toBER(false);
  }
}

const mostBytes = 16_384;

/** DER. `key` on P-256; the subject is a wish, which an authority may not heed. */
export function writeRequest(subject: Subject, key: KeyObject): Buffer {
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  const request = new BuiltRequest({
    version: 0,
    subject: writeSubject(subject),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(ownBytes(spki)),
    signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 }),
    attributes: [],
  });
  const signature = sign('sha256', Buffer.from(request.toBeSigned()), key);
  request.signatureValue = new BitString({ valueHex: signature });
  return Buffer.from(request.toSchema(true).toBER(false));
}

/**
 * The public key that a request, DER, asks a certificate for: on P-256, and in the hands of who asks, as its signature
 * proves. Throws `PkiError` otherwise.
 */
export function readRequest(der: Buffer): KeyObject {
  if (der.length > mostBytes) throw new PkiError('pki/malformed', `a request of ${der.length} bytes`);
  const { key, tbs, signature, algorithm } = parse(der);
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1' || algorithm !== oid.ecdsaWithSha256)
    throw new PkiError('pki/unsupported', 'a request that is not for a key on P-256');
  if (!verify('sha256', tbs, key, signature))
    throw new PkiError('pki/malformed', 'a request that its own key did not sign');
  return key;
}

function parse(der: Buffer) {
  try {
    const request = new CertificationRequest({ schema: readDer(der, 'not a request') });
    const spki = Buffer.from(request.subjectPublicKeyInfo.toSchema().toBER(false));
    return {
      key: createPublicKey({ key: spki, format: 'der', type: 'spki' }),
      tbs: request.tbsView,
      signature: request.signatureValue.valueBlock.valueHexView,
      algorithm: request.signatureAlgorithm.algorithmId,
    };
  } catch (error) {
    if (error instanceof PkiError) throw error;
    throw new PkiError('pki/malformed', 'not a request of a certificate');
  }
}
