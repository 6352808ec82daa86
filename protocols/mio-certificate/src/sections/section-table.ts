/**
 * Sections as a certificate holds them: a word each, in their order, so that 5 000 lines take about 120 kB. A word is
 * the kind and the names, percent-encoded, then 8 bytes of the digest of the data and, for a line, the CRC-32 of its
 * bytes as they stood in the file, which tells a line that was merely written otherwise, or that is no longer XML.
 */
import { CertificateError } from '../error.ts';
import type { Section, SectionKind, SectionName } from './section.ts';

/** `digest`: its first 8 bytes; `crc`: null for what is not a line. */
export type SectionEntry = SectionName & { readonly digest: Buffer; readonly crc: number | null };

const letters: Record<SectionKind, string> = { racine: 'R', partie: 'P', lot: 'T', ligne: 'L' };
const digestBytes = 8;

/** `crcs`: of the lines, in their order; null where they could not be found in the file. */
export function toEntries(sections: readonly Section[], crcs: readonly number[] | null): SectionEntry[] {
  let lines = 0;
  return sections.map((section) => {
    const crc = section.kind === 'ligne' ? (crcs?.[lines++] ?? null) : null;
    return { ...section, digest: section.digest.subarray(0, digestBytes), crc };
  });
}

export function writeSectionTable(entries: readonly SectionEntry[]): string {
  return entries.map(writeEntry).join(' ');
}

function writeEntry({ kind, name, lot, line, digest, crc }: SectionEntry): string {
  const names = [name, lot, line].map(encodeURIComponent).join(':');
  return `${letters[kind]}:${names}=${digest.toString('base64url')}${crc === null ? '' : writeCrc(crc)}`;
}

function writeCrc(crc: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc);
  return bytes.toString('base64url');
}

export function readSectionTable(text: string): SectionEntry[] {
  return text
    .split(/\s+/)
    .filter((word) => word !== '')
    .map(readEntry);
}

const pattern = /^([RPTL]):([^:=]*):([^:=]*):([^:=]*)=([\w-]{11})([\w-]{6})?$/;

function readEntry(word: string): SectionEntry {
  const [, letter, name = '', lot = '', line = '', digest = '', crc] = pattern.exec(word) ?? [];
  const kind = kinds.get(letter ?? '');
  if (!kind) throw new CertificateError('certificate/unreadable', 'a section');
  const entry = {
    kind,
    name: decode(name),
    lot: decode(lot),
    line: decode(line),
    digest: Buffer.from(digest, 'base64url'),
    crc: crc === undefined ? null : Buffer.from(crc, 'base64url').readUInt32BE(),
  };
  if (writeEntry(entry) !== word) throw new CertificateError('certificate/unreadable', 'a section');
  return entry;
}

const kinds: ReadonlyMap<string, SectionKind> = new Map([
  ['R', 'racine'],
  ['P', 'partie'],
  ['T', 'lot'],
  ['L', 'ligne'],
]);

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new CertificateError('certificate/unreadable', 'a name of a section');
  }
}
