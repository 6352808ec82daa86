/** Tokens as an authority makes them (RFC 3161, 2.4.2), with ESSCertIDv2 (RFC 5816). */
import { createHash, randomBytes, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { Integer, ObjectIdentifier, OctetString, Sequence, Set as Asn1Set, Utf8String } from 'asn1js';
import type { TimestampQuery } from '@liaison/tsp';
import {
  Accuracy,
  AlgorithmIdentifier,
  Attribute,
  Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  MessageImprint,
  PKIStatus,
  PKIStatusInfo,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
  TSTInfo,
  TimeStampResp,
} from 'pkijs';

/** DER certificates, the authority's own first; the key is on P-256. */
export type TimestampSigner = { readonly key: KeyObject; readonly certificates: readonly Buffer[] };

const tstInfo = '1.2.840.113549.1.9.16.1.4';
const signedData = '1.2.840.113549.1.7.2';
const sha256 = '2.16.840.1.101.3.4.2.1';
const ecdsaWithSha256 = '1.2.840.10045.4.3.2';

/** A response that grants the query, DER. */
export function grantTimestamp(
  query: TimestampQuery,
  signer: TimestampSigner,
  { time, policy }: { time: Date; policy: string },
): Buffer {
  const content = Buffer.from(writeInfo(query, time, policy).toSchema().toBER(false));
  const token = new ContentInfo({
    contentType: signedData,
    content: writeSigned(content, signer).toSchema(true),
  });
  const response = new TimeStampResp({
    status: new PKIStatusInfo({ status: PKIStatus.granted }),
    timeStampToken: token,
  });
  return Buffer.from(response.toSchema().toBER(false));
}

/** A response that refuses, with the reason in words, DER. */
export function refuseTimestamp(reason: string): Buffer {
  const response = new TimeStampResp({
    status: new PKIStatusInfo({
      status: PKIStatus.rejection,
      statusStrings: [new Utf8String({ value: reason })],
    }),
  });
  return Buffer.from(response.toSchema().toBER(false));
}

function writeInfo(query: TimestampQuery, time: Date, policy: string): TSTInfo {
  return new TSTInfo({
    version: 1,
    policy,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
      hashedMessage: new OctetString({ valueHex: query.digest }),
    }),
    serialNumber: new Integer({ valueHex: positiveBytes(randomBytes(16)) }),
    genTime: time,
    accuracy: new Accuracy({ seconds: 1 }),
    ...(query.nonce ? { nonce: new Integer({ valueHex: signedBytes(query.nonce) }) } : {}),
  });
}

function writeSigned(content: Buffer, { key, certificates }: TimestampSigner): SignedData {
  const [leaf, ...issuers] = certificates.map((der) => Certificate.fromBER(new Uint8Array(der)));
  const [leafDer] = certificates;
  if (!leaf || !leafDer) throw new TypeError('a signer has a certificate');
  const attributes = writeAttributes(content, leafDer);
  const toSign = Buffer.from(
    new Asn1Set({ value: attributes.map((attribute) => attribute.toSchema()) }).toBER(false),
  );
  const encapContentInfo = new EncapsulatedContentInfo({ eContentType: tstInfo });
  // Given to the constructor, it would be cut in pieces, which DER does not allow.
  encapContentInfo.eContent = new OctetString({ valueHex: content });
  return new SignedData({
    version: 3,
    digestAlgorithms: [new AlgorithmIdentifier({ algorithmId: sha256 })],
    encapContentInfo,
    certificates: [leaf, ...issuers],
    signerInfos: [
      new SignerInfo({
        version: 1,
        sid: new IssuerAndSerialNumber({ issuer: leaf.issuer, serialNumber: leaf.serialNumber }),
        digestAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256 }),
        signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes }),
        signatureAlgorithm: new AlgorithmIdentifier({ algorithmId: ecdsaWithSha256 }),
        signature: new OctetString({ valueHex: sign('sha256', toSign, key) }),
      }),
    ],
  });
}

/** In the order of DER for a SET OF, which is that of their encodings: shorter ones first here. */
function writeAttributes(content: Buffer, leaf: Buffer): Attribute[] {
  const digest = (bytes: Buffer) =>
    new OctetString({ valueHex: createHash('sha256').update(bytes).digest() });
  const certificateId = new Sequence({ value: [digest(leaf)] });
  const list = new Sequence({ value: [certificateId] });
  return [
    new Attribute({ type: '1.2.840.113549.1.9.3', values: [new ObjectIdentifier({ value: tstInfo })] }),
    new Attribute({ type: '1.2.840.113549.1.9.4', values: [digest(content)] }),
    new Attribute({ type: '1.2.840.113549.1.9.16.2.47', values: [new Sequence({ value: [list] })] }),
  ];
}

/** A random number that DER writes in as many bytes, and that is positive. */
function positiveBytes(bytes: Buffer): Buffer<ArrayBuffer> {
  const copy = Buffer.from(bytes);
  copy[0] = ((copy[0] ?? 0) & 0x3f) | 0x40;
  return copy;
}

function signedBytes(bytes: Buffer): Buffer<ArrayBuffer> {
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : Buffer.from(bytes);
}
