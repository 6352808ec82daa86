import { XlsxError } from '../error.ts';
import type { XlsxLimits } from '../limits.ts';

/**
 * The central directory of a ZIP archive (APPNOTE.TXT 6.3 §4.3.12, §4.3.16), read before anything is unpacked:
 * declared sizes are bounded, and no two entries may share bytes or a name, as bombs and smuggled parts do.
 */
export type ZipEntry = {
  /** Part name without the leading slash. */
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc32: number;
  readonly packedBytes: number;
  readonly unpackedBytes: number;
  readonly dataOffset: number;
};

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endLength = 22;
const entryLength = 46;
const localLength = 30;
const longestComment = 0xffff;
const ratioMattersFromBytes = 1_000_000;

/** Entries by part name. Throws `XlsxError`: damaged, password-protected, too-many-parts, too-large, too-compressed. */
export function readZipDirectory(file: Uint8Array, limits: XlsxLimits): Map<string, ZipEntry> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  if (count > limits.parts) throw new XlsxError('xlsx/too-many-parts');
  const entries = new Map<string, ZipEntry>();
  const lowerCaseNames = new Set<string>();
  let at = view.getUint32(end + 16, true);
  for (let index = 0; index < count; index++) {
    const { entry, next } = readEntry(view, at, end);
    at = next;
    if (entry.name.endsWith('/')) continue;
    if (lowerCaseNames.has(entry.name.toLowerCase())) throw new XlsxError('xlsx/damaged', entry.name);
    lowerCaseNames.add(entry.name.toLowerCase());
    entries.set(entry.name, entry);
  }
  boundSizes(entries, limits);
  return entries;
}

function findEnd(view: DataView): number {
  const earliest = Math.max(0, view.byteLength - endLength - longestComment);
  for (let at = view.byteLength - endLength; at >= earliest; at--)
    if (view.getUint32(at, true) === endSignature) return at;
  throw new XlsxError('xlsx/damaged');
}

function readEntry(view: DataView, at: number, end: number): { entry: ZipEntry; next: number } {
  if (at + entryLength > end || view.getUint32(at, true) !== entrySignature)
    throw new XlsxError('xlsx/damaged');
  const nameLength = view.getUint16(at + 28, true);
  const extraLength = view.getUint16(at + 30, true);
  const next = at + entryLength + nameLength + extraLength + view.getUint16(at + 32, true);
  if (next > end) throw new XlsxError('xlsx/damaged');
  const name = readName(view, at + entryLength, nameLength);
  const method = view.getUint16(at + 10, true);
  if ((view.getUint16(at + 8, true) & 1) === 1) throw new XlsxError('xlsx/password-protected', name);
  if (method !== 0 && method !== 8) throw new XlsxError('xlsx/damaged', name);
  const packedBytes = view.getUint32(at + 20, true);
  const dataOffset = findData(view, view.getUint32(at + 42, true), name);
  if (dataOffset + packedBytes > view.byteLength) throw new XlsxError('xlsx/damaged', name);
  return {
    next,
    entry: {
      name,
      isDeflated: method === 8,
      crc32: view.getUint32(at + 16, true),
      packedBytes,
      unpackedBytes: view.getUint32(at + 24, true),
      dataOffset,
    },
  };
}

/** Old producers wrote backslashes; OPC wants slashes (ECMA-376-2 §6.2.2). */
function readName(view: DataView, at: number, length: number): string {
  const bytes = new Uint8Array(view.buffer, view.byteOffset + at, length);
  return new TextDecoder().decode(bytes).replaceAll('\\', '/').replace(/^\/+/, '');
}

function findData(view: DataView, at: number, name: string): number {
  if (at + localLength > view.byteLength || view.getUint32(at, true) !== localSignature)
    throw new XlsxError('xlsx/damaged', name);
  return at + localLength + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
}

function boundSizes(entries: Map<string, ZipEntry>, limits: XlsxLimits): void {
  let sum = 0;
  let free = 0;
  for (const entry of [...entries.values()].toSorted((a, b) => a.dataOffset - b.dataOffset)) {
    if (entry.dataOffset < free) throw new XlsxError('xlsx/damaged', entry.name);
    free = entry.dataOffset + entry.packedBytes;
    sum += entry.unpackedBytes;
    const ratio = entry.unpackedBytes / Math.max(1, entry.packedBytes);
    if (entry.unpackedBytes > ratioMattersFromBytes && ratio > limits.ratio)
      throw new XlsxError('xlsx/too-compressed', entry.name);
  }
  if (sum > limits.unpackedBytes) throw new XlsxError('xlsx/too-large');
}
