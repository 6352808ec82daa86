/**
 * Where a file differs from the one that was certified, by its bytes alone: for files that are no longer XML, whose
 * certificate is damaged, or that were merely written otherwise. It names; it vouches for nothing.
 */
import { createHash } from 'node:crypto';
import type { Certificate } from './certificate.ts';
import type { ReadCertificate } from './document/read-certificate.ts';
import { writeCertificate } from './document/write-certificate.ts';
import { CertificateError } from './error.ts';
import { compareLines } from './sections/compare-sections.ts';
import { findRawLines } from './sections/raw-lines.ts';
import { readSectionTable } from './sections/section-table.ts';
import type { SectionEntry } from './sections/section-table.ts';
import type { Change } from './verification.ts';

const opening = Buffer.from('<mio:Certificat ');
const closing = Buffer.from('</mio:Certificat>');

/** Whether there is something of a certificate in a file, wherever it is. */
export function looksCertified(file: Buffer): boolean {
  return file.includes(opening) || file.includes(closing) || file.includes('<mio:Empreintes ');
}

/** Whether a file is, byte for byte, the one that was certified. `signature`: the ds:Signature as we write it. */
export function hasCertifiedBytes(file: Buffer, read: ReadCertificate, signature: string): boolean {
  const range = certificateRange(file);
  if (!range || bytesOutside(file, range) !== read.certificate.bytesSha256) return false;
  const written = writeCertificate(read.sealed, read.seal, read.token, signature);
  return file.subarray(range.from, range.to).equals(Buffer.from(written));
}

/**
 * The lines whose bytes are others; where there are none, the part outside the lines or the certificate. Empty when
 * everything was written otherwise.
 */
export function locateChanges(file: Buffer, certificate: Certificate | null): Change[] {
  const claims = certificate ?? claimsIn(file);
  const range = certificateRange(file);
  // Where the bytes around it are those of its digest, it is the certificate itself, whatever its table says now.
  const isOutsideIntact =
    range !== null && claims !== null && bytesOutside(file, range) === claims.bytesSha256;
  if (!claims || isOutsideIntact) return [{ kind: 'certificat', change: 'modifiee' }];
  const lines = claims.sections.filter(({ kind }) => kind === 'ligne');
  const hasCrcs = lines.length > 0 && lines.every(({ crc }) => crc !== null);
  const found = hasCrcs ? findRawLines(file).map(({ crc }) => crc) : [];
  const changed = hasCrcs ? compareLines(claims.sections, found) : [];
  if (changed.length === 0) return [{ kind: 'hors-lignes', change: 'modifiee' }];
  return changed.length === lines.length && lines.length > 1 ? [] : changed;
}

type Claims = { readonly sections: readonly SectionEntry[]; readonly bytesSha256: string };

/** What is left of a certificate's digests in a file from which it cannot be read as XML. */
function claimsIn(file: Buffer): Claims | null {
  const from = file.indexOf('<mio:Empreintes ');
  const to = from === -1 ? -1 : file.indexOf('</mio:Empreintes>', from);
  if (to === -1) return null;
  const [, bytesSha256 = '', table = ''] =
    /^<mio:Empreintes donnees="[^"]*" octets="([^"]*)">([^<]*)$/.exec(file.toString('utf8', from, to)) ?? [];
  try {
    return { bytesSha256, sections: readSectionTable(table) };
  } catch (error) {
    if (error instanceof CertificateError) return null;
    throw error;
  }
}

type Range = { readonly from: number; readonly to: number };

function certificateRange(file: Buffer): Range | null {
  const from = file.indexOf(opening);
  const end = from === -1 ? -1 : file.indexOf(closing, from);
  return end === -1 ? null : { from, to: end + closing.length };
}

function bytesOutside(file: Buffer, { from, to }: Range): string {
  return createHash('sha256').update(file.subarray(0, from)).update(file.subarray(to)).digest('hex');
}
