import { createHash, createPublicKey, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { BitString, Integer, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import {
  AlgorithmIdentifier,
  AuthorityKeyIdentifier,
  BasicConstraints,
  Certificate,
  Extension,
  PublicKeyInfo,
  Time,
  TimeType,
} from 'pkijs';
import { ownBytes } from './der.ts';
import { PkiError } from './error.ts';
import { oid } from './oid.ts';
import { writeSubject } from './subject.ts';
import type { Subject } from './subject.ts';

/**
 * What a certificate is for.
 * - `root`: signs authorities and their list of revocations; `authority`: signs the leaves and theirs;
 * - `controller`: signs documents (RFC 9336) in the name of an organisation;
 * - `timestamping`: signs time-stamp tokens (RFC 3161, 2.3: that purpose alone, critical).
 */
export type CertificateKind = 'root' | 'authority' | 'controller' | 'timestamping';

/** A key and the certificate of it. The key is on P-256. */
export type Issuer = { readonly key: KeyObject; readonly certificate: Buffer };

export type CertificateOrder = {
  readonly kind: CertificateKind;
  readonly subject: Subject;
  readonly publicKey: KeyObject;
  readonly notBefore: Date;
  readonly notAfter: Date;
};

const digitalSignature = 0x80;
const keyCertSignAndCrlSign = 0x06;

/** A root that signs itself. DER. */
export function issueRoot(order: Omit<CertificateOrder, 'publicKey' | 'kind'>, key: KeyObject): Buffer {
  const publicKey = createPublicKey(key);
  return build({ ...order, kind: 'root', publicKey }, writeSubject(order.subject), publicKey, key);
}

/** A certificate under an issuer. DER. */
export function issueCertificate(order: CertificateOrder, issuer: Issuer): Buffer {
  const { subject, subjectPublicKeyInfo } = Certificate.fromBER(ownBytes(issuer.certificate));
  const spki = Buffer.from(subjectPublicKeyInfo.toSchema().toBER(false));
  return build(order, subject, createPublicKey({ key: spki, format: 'der', type: 'spki' }), issuer.key);
}

function build(
  order: CertificateOrder,
  issuer: Certificate['issuer'],
  issuerKey: KeyObject,
  key: KeyObject,
): Buffer {
  requireP256(key);
  requireP256(order.publicKey);
  const algorithm = new AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 });
  const certificate = new Certificate({
    version: 2,
    serialNumber: randomSerial(),
    issuer,
    subject: writeSubject(order.subject),
    notBefore: writeTime(order.notBefore),
    notAfter: writeTime(order.notAfter),
    subjectPublicKeyInfo: PublicKeyInfo.fromBER(ownBytes(spkiOf(order.publicKey))),
    signature: algorithm,
    signatureAlgorithm: algorithm,
    extensions: extensionsOf(order, issuerKey),
  });
  const toBeSigned = Buffer.from(certificate.encodeTBS().toBER(false));
  certificate.signatureValue = new BitString({ valueHex: sign('sha256', toBeSigned, key) });
  return Buffer.from(certificate.toSchema(true).toBER(false));
}

function extensionsOf(order: CertificateOrder, issuerKey: KeyObject): Extension[] {
  const isAuthority = order.kind === 'root' || order.kind === 'authority';
  const identifiers = [
    extension(oid.subjectKeyIdentifier, false, new OctetString({ valueHex: keyIdentifier(order.publicKey) })),
    extension(
      oid.authorityKeyIdentifier,
      false,
      new AuthorityKeyIdentifier({
        keyIdentifier: new OctetString({ valueHex: keyIdentifier(issuerKey) }),
      }).toSchema(),
    ),
  ];
  const usage = isAuthority ? keyCertSignAndCrlSign : digitalSignature;
  const constraints = isAuthority
    ? new BasicConstraints({ cA: true, pathLenConstraint: order.kind === 'root' ? 1 : 0 })
    : new BasicConstraints({ cA: false });
  return [
    ...identifiers,
    extension(
      oid.keyUsage,
      true,
      new BitString({ valueHex: Uint8Array.of(usage), unusedBits: isAuthority ? 1 : 7 }),
    ),
    extension(oid.basicConstraints, true, constraints.toSchema()),
    ...purposeOf(order),
  ];
}

function purposeOf(order: CertificateOrder): Extension[] {
  const purpose = (id: string) =>
    extension(oid.extendedKeyUsage, true, new Sequence({ value: [new ObjectIdentifier({ value: id })] }));
  switch (order.kind) {
    case 'root':
    case 'authority':
      return [];
    case 'controller':
      return [purpose(oid.documentSigning)];
    case 'timestamping':
      return [purpose(oid.timeStamping)];
  }
}

/** An extension of a certificate or of a list, whose value is the DER of `value`. */
export function extension(
  extnID: string,
  critical: boolean,
  value: { toBER(sizeOnly: boolean): ArrayBuffer },
): Extension {
  return new Extension({ extnID, critical, extnValue: value.toBER(false) });
}

/** RFC 5280, 4.1.2.5: UTCTime until 2049, GeneralizedTime from 2050; whole seconds. */
export function writeTime(instant: Date): Time {
  const value = new Date(Math.floor(instant.getTime() / 1000) * 1000);
  return new Time({
    type: value.getUTCFullYear() < 2050 ? TimeType.UTCTime : TimeType.GeneralizedTime,
    value,
  });
}

/** RFC 5280, 4.2.1.2, method 1. */
export function keyIdentifier(publicKey: KeyObject): Uint8Array {
  const { subjectPublicKey } = PublicKeyInfo.fromBER(ownBytes(spkiOf(publicKey)));
  return createHash('sha1').update(subjectPublicKey.valueBlock.valueHexView).digest();
}

function randomSerial(): Integer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return new Integer({ valueHex: bytes });
}

function spkiOf(publicKey: KeyObject): Buffer {
  return publicKey.export({ type: 'spki', format: 'der' });
}

function requireP256(key: KeyObject): void {
  if (key.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new PkiError('pki/unsupported', 'a key that is not on P-256');
}
