/** What stands before the root element (XML 1.0, section 2.8), read before any parser sees the file. */
import { XmlError } from './error.ts';

const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);
const commentStart = Buffer.from('<!--');
const commentEnd = Buffer.from('-->');
const instructionStart = Buffer.from('<?');
const instructionEnd = Buffer.from('?>');
const declarationStart = Buffer.from('<!');

/** Refuses a DOCTYPE, the only declaration that can stand before the root. A comment that quotes one is no harm. */
export function refuseDoctype(utf8: Uint8Array): void {
  const bytes = Buffer.from(utf8.buffer, utf8.byteOffset, utf8.length);
  // The first is gone by now: behind a second one a declaration would not be seen.
  if (startsWith(bytes, 0, byteOrderMark))
    throw new XmlError('xml/not-well-formed', 'a second byte order mark', 1);
  for (let at = skipSpace(bytes, 0); at < bytes.length; at = skipSpace(bytes, at)) {
    if (startsWith(bytes, at, commentStart)) at = endOf(bytes, at + commentStart.length, commentEnd);
    else if (startsWith(bytes, at, instructionStart)) at = endOf(bytes, at, instructionEnd);
    else if (startsWith(bytes, at, declarationStart))
      throw new XmlError('xml/doctype', 'a document type declaration', lineAt(bytes, at));
    else return;
  }
}

/** The line, from 1, on which the byte at `offset` stands. */
export function lineAt(bytes: Uint8Array, offset: number): number {
  let line = 1;
  for (let at = bytes.indexOf(0x0a); at !== -1 && at < offset; at = bytes.indexOf(0x0a, at + 1)) line += 1;
  return line;
}

function skipSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && isSpace(bytes[at])) at += 1;
  return at;
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function startsWith(bytes: Buffer, at: number, start: Buffer): boolean {
  return start.equals(bytes.subarray(at, at + start.length));
}

function endOf(bytes: Buffer, at: number, end: Buffer): number {
  const found = bytes.indexOf(end, at);
  return found === -1 ? bytes.length : found + end.length;
}
