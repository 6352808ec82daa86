import { X509Certificate } from 'node:crypto';
import { BitString, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { BasicConstraints, Certificate } from 'pkijs';
import type { Extension } from 'pkijs';
import { ownBytes, readDer } from './der.ts';
import { PkiError } from './error.ts';
import { oid } from './oid.ts';
import { readSubject } from './subject.ts';
import type { Subject } from './subject.ts';

/** What a certificate says of itself (RFC 5280), before any of it is believed. */
export type CertificateFacts = {
  readonly x509: X509Certificate;
  readonly subject: Subject;
  /** Hexadecimal, without leading zeros. */
  readonly serial: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
  readonly isAuthority: boolean;
  /** How many authorities may stand below; null where nothing limits them. */
  readonly pathLength: number | null;
  readonly mayCertify: boolean;
  readonly maySignLists: boolean;
  readonly maySign: boolean;
  readonly purposes: readonly string[];
  readonly isPurposeCritical: boolean;
  readonly signatureAlgorithm: string;
  /** Critical extensions that this package does not know, for which a certificate must be refused. */
  readonly unknownCritical: readonly string[];
};

const known: readonly string[] = [oid.keyUsage, oid.basicConstraints, oid.extendedKeyUsage];
const mostBytes = 16_384;

export function readCertificate(der: Buffer): CertificateFacts {
  if (der.length > mostBytes) throw new PkiError('pki/malformed', `a certificate of ${der.length} bytes`);
  try {
    const x509 = new X509Certificate(der);
    // Reading the key now, since it may not be one: it is decoded when it is first asked for.
    if (x509.publicKey.type !== 'public') throw new PkiError('pki/malformed', 'no public key');
    return factsOf(x509, new Certificate({ schema: readDer(der, 'not a certificate') }));
  } catch (error) {
    if (error instanceof PkiError) throw error;
    throw new PkiError('pki/malformed', 'not a certificate');
  }
}

function factsOf(x509: X509Certificate, certificate: Certificate): CertificateFacts {
  const extensions = certificate.extensions ?? [];
  if (new Set(extensions.map(({ extnID }) => extnID)).size !== extensions.length)
    throw new PkiError('pki/malformed', 'an extension twice');
  const find = (id: string) => extensions.find(({ extnID }) => extnID === id);
  const constraints = find(oid.basicConstraints);
  const { isAuthority, pathLength } = readConstraints(constraints);
  const usage = readUsage(find(oid.keyUsage));
  const purpose = find(oid.extendedKeyUsage);
  return {
    x509,
    subject: readSubject(certificate.subject),
    serial: x509.serialNumber.toLowerCase().replace(/^0+(?=.)/, ''),
    notBefore: x509.validFromDate,
    notAfter: x509.validToDate,
    isAuthority,
    pathLength,
    maySign: (usage[0] ?? 0) >= 0x80,
    mayCertify: ((usage[0] ?? 0) & 0x04) !== 0,
    maySignLists: ((usage[0] ?? 0) & 0x02) !== 0,
    purposes: readPurposes(purpose),
    isPurposeCritical: purpose?.critical ?? false,
    signatureAlgorithm: certificate.signatureAlgorithm.algorithmId,
    unknownCritical: extensions.flatMap(({ extnID, critical }) =>
      critical && !known.includes(extnID) ? [extnID] : [],
    ),
  };
}

function readConstraints(extension: Extension | undefined): {
  isAuthority: boolean;
  pathLength: number | null;
} {
  if (!extension) return { isAuthority: false, pathLength: null };
  const { cA, pathLenConstraint } = BasicConstraints.fromBER(bytesOf(extension));
  return { isAuthority: cA, pathLength: typeof pathLenConstraint === 'number' ? pathLenConstraint : null };
}

/** The bits of KeyUsage, first bit highest; none where the extension is absent, since our profile always has it. */
function readUsage(extension: Extension | undefined): Uint8Array {
  if (!extension) return new Uint8Array();
  const result = readDer(bytesOf(extension), 'KeyUsage');
  if (!(result instanceof BitString)) throw new PkiError('pki/malformed', 'KeyUsage');
  return result.valueBlock.valueHexView;
}

function readPurposes(extension: Extension | undefined): string[] {
  if (!extension) return [];
  const result = readDer(bytesOf(extension), 'ExtendedKeyUsage');
  if (!(result instanceof Sequence)) throw new PkiError('pki/malformed', 'ExtendedKeyUsage');
  return result.valueBlock.value.map((purpose) => {
    if (!(purpose instanceof ObjectIdentifier)) throw new PkiError('pki/malformed', 'ExtendedKeyUsage');
    return purpose.getValue();
  });
}

function bytesOf(extension: Extension): Uint8Array<ArrayBuffer> {
  if (!(extension.extnValue instanceof OctetString)) throw new PkiError('pki/malformed', extension.extnID);
  return ownBytes(extension.extnValue.valueBlock.valueHexView);
}
