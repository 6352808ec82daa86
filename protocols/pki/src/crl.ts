/** Lists of revoked certificates (RFC 5280, 5): full lists only, signed by the issuer of the certificates themselves. */
import { sign, verify } from 'node:crypto';
import type { X509Certificate } from 'node:crypto';
import { BitString, Enumerated, Integer, OctetString } from 'asn1js';
import {
  AlgorithmIdentifier,
  Certificate,
  CertificateRevocationList,
  Extensions,
  RevokedCertificate,
} from 'pkijs';
import { ownBytes, readDer } from './der.ts';
import { PkiError } from './error.ts';
import { extension, writeTime } from './issue.ts';
import type { Issuer } from './issue.ts';
import { oid } from './oid.ts';

/** RFC 5280, 5.3.1. */
export const revocationReasons = {
  unspecified: 0,
  keyCompromise: 1,
  caCompromise: 2,
  affiliationChanged: 3,
  superseded: 4,
  cessationOfOperation: 5,
} as const;

export type RevocationReason = keyof typeof revocationReasons;

export type Revocation = {
  readonly serial: string;
  readonly revokedAt: Date;
  readonly reason: RevocationReason;
};

/** A list whose signature was verified. Serials are hexadecimal, without leading zeros. */
export type RevocationList = {
  readonly issuer: X509Certificate;
  readonly thisUpdate: Date;
  readonly nextUpdate: Date | null;
  readonly revocations: ReadonlyMap<string, Revocation>;
};

class BuiltList extends CertificateRevocationList {
  toBeSigned(): ArrayBuffer {
    return this.encodeTBS().toBER(false);
  }
}

/** DER. `number` grows with each list of an issuer. */
export function issueCrl(
  list: {
    readonly number: number;
    readonly thisUpdate: Date;
    readonly nextUpdate: Date;
    readonly revocations: readonly Revocation[];
  },
  issuer: Issuer,
): Buffer {
  const algorithm = new AlgorithmIdentifier({ algorithmId: oid.ecdsaWithSha256 });
  const crl = new BuiltList({
    version: 1,
    issuer: Certificate.fromBER(ownBytes(issuer.certificate)).subject,
    thisUpdate: writeTime(list.thisUpdate),
    nextUpdate: writeTime(list.nextUpdate),
    signature: algorithm,
    signatureAlgorithm: algorithm,
    crlExtensions: new Extensions({
      extensions: [extension(oid.crlNumber, false, new Integer({ value: list.number }))],
    }),
    ...(list.revocations.length === 0 ? {} : { revokedCertificates: list.revocations.map(writeEntry) }),
  });
  const toBeSigned = Buffer.from(crl.toBeSigned());
  crl.signatureValue = new BitString({ valueHex: sign('sha256', toBeSigned, issuer.key) });
  return Buffer.from(crl.toSchema(true).toBER(false));
}

function writeEntry({ serial, revokedAt, reason }: Revocation): RevokedCertificate {
  const hex = serial.length % 2 === 0 ? serial : `0${serial}`;
  const bytes = Buffer.from(hex, 'hex');
  const positive = (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
  return new RevokedCertificate({
    userCertificate: new Integer({ valueHex: positive }),
    revocationDate: writeTime(revokedAt),
    crlEntryExtensions: new Extensions({
      extensions: [extension(oid.reasonCode, false, new Enumerated({ value: revocationReasons[reason] }))],
    }),
  });
}

/** Reads a list and verifies that `issuer` signed it; throws `PkiError` otherwise. */
export function readCrl(der: Buffer, issuer: X509Certificate): RevocationList {
  const crl = parse(der);
  if (crl.signatureAlgorithm.algorithmId !== oid.ecdsaWithSha256)
    throw new PkiError('pki/unsupported', `a list signed with ${crl.signatureAlgorithm.algorithmId}`);
  const signature = crl.signatureValue.valueBlock.valueHexView;
  if (!verify('sha256', crl.tbsView, issuer.publicKey, signature))
    throw new PkiError('pki/malformed', 'a list that its issuer did not sign');
  const critical = [...(crl.crlExtensions?.extensions ?? [])].filter((entry) => entry.critical);
  if (critical.length > 0) throw new PkiError('pki/unsupported', `a list with ${critical[0]?.extnID}`);
  return {
    issuer,
    thisUpdate: crl.thisUpdate.value,
    nextUpdate: crl.nextUpdate?.value ?? null,
    revocations: new Map(
      (crl.revokedCertificates ?? []).map((entry) => {
        const revocation = readEntry(entry);
        return [revocation.serial, revocation];
      }),
    ),
  };
}

function parse(der: Buffer): CertificateRevocationList {
  try {
    return new CertificateRevocationList({ schema: readDer(der, 'not a list of revocations', 1_000_000) });
  } catch (error) {
    if (error instanceof PkiError) throw error;
    throw new PkiError('pki/malformed', 'not a list of revocations');
  }
}

function readEntry(entry: RevokedCertificate): Revocation {
  const serial = Buffer.from(entry.userCertificate.valueBlock.valueHexView)
    .toString('hex')
    .replace(/^0+(?=.)/, '');
  return { serial, revokedAt: entry.revocationDate.value, reason: readReason(entry) };
}

function readReason(entry: RevokedCertificate): RevocationReason {
  const found = entry.crlEntryExtensions?.extensions.find(({ extnID }) => extnID === oid.reasonCode);
  if (!(found?.extnValue instanceof OctetString)) return 'unspecified';
  const result = readDer(found.extnValue.valueBlock.valueHexView, 'a reason');
  const value = result instanceof Enumerated ? result.valueBlock.valueDec : 0;
  const known = Object.entries(revocationReasons).find(([, number]) => number === value)?.[0];
  return isReason(known) ? known : 'unspecified';
}

function isReason(name: string | undefined): name is RevocationReason {
  return name !== undefined && name in revocationReasons;
}
