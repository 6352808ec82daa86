import { createHash, sign, X509Certificate } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readCertificate as readX509 } from '@liaison/pki';
import { parseXml } from '@liaison/xml';
import type { ParsedXml, XmlLimits } from '@liaison/xml';
import { inclusivePrefixesOf, refuseSplitValues, signCanonical } from '@liaison/xmldsig';
import type { Certificate, Statement } from './certificate.ts';
import { findInsertion } from './document/insertion.ts';
import { readCertificate } from './document/read-certificate.ts';
import { writeCertificate, writeSealed } from './document/write-certificate.ts';
import { CertificateError } from './error.ts';
import { sealedBytes, sha256Hex } from './seal.ts';
import { digestData, digestSections } from './sections/digest-sections.ts';
import { findRawLines } from './sections/raw-lines.ts';
import { toEntries } from './sections/section-table.ts';

/** What a control found of a message; `messageSha256` of its bytes, hexadecimal. */
export type ControlOutcome = Omit<Statement, 'organisation' | 'licence' | 'verdict'> & {
  readonly verdict: Statement['verdict'] | 'KO';
  readonly messageSha256: string;
};

/** The controller's key, and its certificate with those of its issuers, DER; they name organisation and licence. */
export type CertificateSigner = {
  readonly key: KeyObject;
  readonly certificates: readonly [Buffer, ...Buffer[]];
};

/** `stamp`: gives an RFC 3161 token over a SHA-256 digest; null for a certificate without proven time. */
export type CertifyOptions = XmlLimits & { readonly stamp: ((digest: Buffer) => Promise<Buffer>) | null };

/**
 * The message with a certificate of its control: its own bytes, in UTF-8, around the inserted extension. Throws
 * `CertificateError` for a message that may not have one, `XmlError` for what is no XML, and whatever `stamp` throws:
 * there is a whole certificate or none.
 */
export async function certify(
  message: Uint8Array,
  control: ControlOutcome,
  signer: CertificateSigner,
  { stamp, ...limits }: CertifyOptions,
): Promise<Buffer> {
  const statement = toStatement(message, control, signer);
  using parsed = parseXml(message, limits);
  refuseSplitValues(parsed);
  if (readExisting(parsed)) throw new CertificateError('certificate/already', 'a certificate is there');
  const inclusivePrefixes = inclusivePrefixesOf(parsed.tree.root);
  const canonical = parsed.canonicalize({ mode: 'exclusive', inclusivePrefixes });
  const file = asUtf8(parsed);
  const place = findInsertion(file);
  const sealed = writeSealed(
    describe(statement, canonical, around(file, place.at, place.head + place.tail), signer),
  );
  const seal = sign('sha256', sealedBytes(sealed), { key: signer.key, dsaEncoding: 'ieee-p1363' });
  const token = stamp ? await stamp(createHash('sha256').update(seal).digest()) : null;
  const unsigned = place.head + writeCertificate(sealed, seal, token, '') + place.tail;
  const signature = signCanonical(
    around(canonical, findInsertion(canonical).at, unsigned),
    inclusivePrefixes,
    signer,
  );
  return around(file, place.at, place.head + writeCertificate(sealed, seal, token, signature) + place.tail);
}

function toStatement(message: Uint8Array, control: ControlOutcome, signer: CertificateSigner): Statement {
  const { verdict, counts, messageSha256, ...rest } = control;
  if (verdict === 'KO' || counts.BLOQUANT + counts.ERREUR > 0)
    throw new CertificateError('certificate/blocked', `${counts.BLOQUANT} blocking, ${counts.ERREUR} errors`);
  if (sha256Hex(message) !== messageSha256)
    throw new CertificateError('certificate/other-message', 'the control is of other bytes');
  return { ...rest, ...signerOf(signer.certificates[0]), verdict, counts };
}

/** Whom a controller's certificate names: organisation, SIRET and licence. */
export function signerOf(der: Buffer): Pick<Statement, 'organisation' | 'licence'> {
  const { subject } = readX509(der);
  const siret = /^NTRFR-(\d{14})$/.exec(subject.organizationIdentifier ?? '')?.[1];
  if (siret === undefined || subject.organization === undefined || subject.organizationalUnit === undefined)
    throw new CertificateError('certificate/signer', 'no organisation, SIRET or licence');
  return { organisation: { name: subject.organization, siret }, licence: subject.organizationalUnit };
}

function readExisting(parsed: ParsedXml): boolean {
  try {
    return readCertificate(parsed.tree) !== null;
  } catch (error) {
    if (error instanceof CertificateError) return true;
    throw error;
  }
}

function describe(
  statement: Statement,
  canonical: Buffer,
  file: Buffer,
  signer: CertificateSigner,
): Certificate {
  const sections = digestSections(canonical);
  const lines = findRawLines(file).map(({ crc }) => crc);
  const lineCount = sections.filter(({ kind }) => kind === 'ligne').length;
  return {
    ...statement,
    controlledAt: new Date(Math.floor(statement.controlledAt.getTime() / 1000) * 1000),
    signerSha256: sha256Hex(new X509Certificate(signer.certificates[0]).raw),
    dataSha256: digestData(sections).toString('hex'),
    bytesSha256: sha256Hex(file),
    sections: toEntries(sections, lines.length === lineCount ? lines : null),
  };
}

/** The file in UTF-8, its declaration saying so. */
function asUtf8({ utf8, encoding }: ParsedXml): Buffer {
  const bytes = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length);
  if (encoding === 'UTF-8') return bytes;
  const end = bytes.indexOf('?>');
  const isDeclared = bytes.toString('latin1', 0, 5) === '<?xml' && end !== -1;
  if (!isDeclared) return bytes;
  const declaration = bytes
    .toString('utf8', 0, end)
    .replace(/(\sencoding\s*=\s*)(?:"[^"]*"|'[^']*')/, '$1"UTF-8"');
  return Buffer.concat([Buffer.from(declaration), bytes.subarray(end)]);
}

function around(document: Buffer, at: number, inserted: string): Buffer {
  return Buffer.concat([document.subarray(0, at), Buffer.from(inserted), document.subarray(at)]);
}
