/** A token's CMS layer (RFC 5652): who signed what, and that he did. */
import { constants, createHash, verify } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import type { Integer } from 'asn1js';
import { readCertificate } from '@liaison/pki';
import { Certificate, ContentInfo, IssuerAndSerialNumber, SignedData } from 'pkijs';
import type { Attribute, SignerInfo } from 'pkijs';
import { parsing, readDer } from './der.ts';
import { TspError } from './error.ts';
import { digests, oid, signatures } from './oid.ts';

/** DER throughout. */
export type SignedToken = {
  readonly content: Buffer;
  readonly signer: Buffer;
  readonly certificates: readonly Buffer[];
};

/** Reads a token and verifies that its signer signed it; whether he deserves trust is judged elsewhere. */
export function readSignedToken(token: Buffer): SignedToken {
  const signed = parsing('not a token', () => {
    const outer = new ContentInfo({ schema: readDer(token, 'not a token') });
    if (outer.contentType !== oid.signedData) throw new TspError('tsp/malformed', 'not signed data');
    return new SignedData({ schema: outer.content });
  });
  const [signerInfo, ...others] = signed.signerInfos;
  const { eContentType, eContent } = signed.encapContentInfo;
  if (!signerInfo || others.length > 0 || eContentType !== oid.tstInfo || !eContent || !hasVersions(signed))
    throw new TspError('tsp/malformed', 'not one signature over one TSTInfo');
  return parsing('not a token', () => {
    const content = Buffer.from(eContent.getValue());
    const certificates = (signed.certificates ?? []).flatMap((certificate) =>
      certificate instanceof Certificate ? [Buffer.from(certificate.toSchema(false).toBER(false))] : [],
    );
    const signer = findSigner(signerInfo, certificates);
    verifySigner(signerInfo, content, signer);
    return { content, signer, certificates };
  });
}

/** RFC 5652, 5.1 and 5.3: those that follow from the content and from how the signer is named. */
function hasVersions({ version, signerInfos }: SignedData): boolean {
  return version === 3 && signerInfos.every((signer) => signer.version === 1);
}

function findSigner({ sid }: SignerInfo, certificates: readonly Buffer[]): Buffer {
  if (!(sid instanceof IssuerAndSerialNumber)) throw new TspError('tsp/malformed', 'a signer named by key');
  const issuer = Buffer.from(sid.issuer.toSchema().toBER(false));
  const found = certificates.find((der) => {
    const certificate = Certificate.fromBER(new Uint8Array(der));
    return (
      certificate.serialNumber.isEqual(sid.serialNumber) &&
      Buffer.from(certificate.issuer.toSchema().toBER(false)).equals(issuer)
    );
  });
  if (!found) throw new TspError('tsp/signature', 'the certificate of the signer is absent');
  return found;
}

function verifySigner(info: SignerInfo, content: Buffer, signer: Buffer): void {
  const digest = digests[info.digestAlgorithm.algorithmId];
  const implied = signatures[info.signatureAlgorithm.algorithmId];
  if (digest === undefined || implied === undefined || (implied !== null && implied !== digest))
    throw new TspError(
      'tsp/algorithm',
      `${info.digestAlgorithm.algorithmId} ${info.signatureAlgorithm.algorithmId}`,
    );
  const attributes = info.signedAttrs;
  if (!attributes) throw new TspError('tsp/malformed', 'no signed attributes');
  requireAttributes(attributes.attributes, createHash(digest).update(content).digest(), signer);
  const { publicKey } = readCertificate(signer).x509;
  const toVerify = Buffer.from(attributes.encodedValue);
  const signature = info.signature.valueBlock.valueHexView;
  if (!verify(digest, toVerify, keyFor(publicKey, info.signatureAlgorithm.algorithmId), signature))
    throw new TspError('tsp/signature', 'not signed by that certificate');
}

/** The key with the padding that the algorithm means, so that no key is tried with another kind of signature. */
function keyFor(key: X509Certificate['publicKey'], algorithm: string): Parameters<typeof verify>[2] {
  const isEllipticAlgorithm = algorithm.startsWith('1.2.840.10045.');
  if (isEllipticAlgorithm !== (key.asymmetricKeyType === 'ec'))
    throw new TspError('tsp/algorithm', `${algorithm} with a key of type ${key.asymmetricKeyType}`);
  if (!isEllipticAlgorithm && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new TspError('tsp/algorithm', 'an RSA key below 2048 bits');
  return isEllipticAlgorithm ? key : { key, padding: constants.RSA_PKCS1_PADDING };
}

function requireAttributes(attributes: readonly Attribute[], digest: Buffer, signer: Buffer): void {
  const contentType = only(attributes, oid.contentType);
  if (!(contentType instanceof ObjectIdentifier) || contentType.getValue() !== oid.tstInfo)
    throw new TspError('tsp/malformed', 'content type');
  const messageDigest = only(attributes, oid.messageDigest);
  if (!(messageDigest instanceof OctetString) || !digest.equals(messageDigest.valueBlock.valueHexView))
    throw new TspError('tsp/signature', 'the content is not the one that was signed');
  if (!namesSigner(attributes, signer)) throw new TspError('tsp/signature', 'signed for another certificate');
}

/** RFC 5816: the signing certificate is named by SHA-256 (version 2, by default) or SHA-1 (version 1). */
function namesSigner(attributes: readonly Attribute[], signer: Buffer): boolean {
  const isThere = (id: string) => attributes.some(({ type }) => type === id);
  if (isThere(oid.signingCertificateV2)) {
    const parts = firstId(only(attributes, oid.signingCertificateV2));
    const [algorithm] = parts;
    const named = algorithm instanceof Sequence ? algorithm.valueBlock.value[0] : undefined;
    const digest = named instanceof ObjectIdentifier ? digests[named.getValue()] : 'sha256';
    return digest !== undefined && holdsDigest(parts, createHash(digest).update(signer).digest());
  }
  if (!isThere(oid.signingCertificate)) return false;
  return holdsDigest(
    firstId(only(attributes, oid.signingCertificate)),
    createHash('sha1').update(signer).digest(),
  );
}

/** The members of the first ESSCertID. */
function firstId(attribute: unknown): unknown[] {
  const list = attribute instanceof Sequence ? attribute.valueBlock.value[0] : undefined;
  const first = list instanceof Sequence ? list.valueBlock.value[0] : undefined;
  return first instanceof Sequence ? first.valueBlock.value : [];
}

function holdsDigest(parts: readonly unknown[], digest: Buffer): boolean {
  const found = parts.find((part) => part instanceof OctetString);
  return found !== undefined && digest.equals(found.valueBlock.valueHexView);
}

function only(attributes: readonly Attribute[], id: string): unknown {
  const [attribute, other] = attributes.filter(({ type }) => type === id);
  const values: unknown = attribute?.values;
  if (other || !Array.isArray(values) || values.length !== 1)
    throw new TspError('tsp/malformed', `not one attribute ${id}`);
  return values[0];
}

/** A serial number, for people: hexadecimal. */
export function formatSerial(serial: Integer): string {
  return Buffer.from(serial.valueBlock.valueHexView)
    .toString('hex')
    .replace(/^0+(?=.)/, '');
}
