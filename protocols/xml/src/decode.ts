/**
 * The encoding of an XML file, by its byte order mark, then by its declaration (XML 1.0, appendix F), and its text as
 * UTF-8. libxml2 is only ever given UTF-8 that was checked here.
 */
import { isAscii, isUtf8 } from 'node:buffer';
import { XmlError } from './error.ts';
import { lineAt } from './prolog.ts';

export type XmlEncoding = 'UTF-8' | 'UTF-16LE' | 'UTF-16BE' | 'US-ASCII' | 'ISO-8859-1';

/** `utf8` has no byte order mark; where the file is UTF-8 it is a view of the file, not a copy. */
export type DecodedXml = {
  readonly encoding: XmlEncoding;
  readonly utf8: Uint8Array;
};

const declarationBytes = 1024;

export function decodeXml(bytes: Uint8Array): DecodedXml {
  const { mark, length } = byteOrderMark(bytes);
  const body = bytes.subarray(length);
  if (body.length === 0) throw new XmlError('xml/empty', 'no bytes');
  const shape = mark ?? shapeWithoutMark(body);
  const declared = declaredEncoding(body, shape);
  const encoding = agree(mark, shape, declared);
  return { encoding, utf8: toUtf8(body, encoding) };
}

function byteOrderMark(bytes: Uint8Array): { mark: XmlEncoding | null; length: number } {
  const [a, b, c, d] = bytes;
  const isUtf32 =
    (a === 0xff && b === 0xfe && c === 0 && d === 0) || (a === 0 && b === 0 && c === 0xfe && d === 0xff);
  if (isUtf32) throw new XmlError('xml/encoding-unsupported', 'UTF-32');
  if (a === 0xef && b === 0xbb && c === 0xbf) return { mark: 'UTF-8', length: 3 };
  if (a === 0xff && b === 0xfe) return { mark: 'UTF-16LE', length: 2 };
  if (a === 0xfe && b === 0xff) return { mark: 'UTF-16BE', length: 2 };
  return { mark: null, length: 0 };
}

/** How many bytes a character of the declaration takes, told by its first `<`. */
function shapeWithoutMark(body: Uint8Array): XmlEncoding {
  const [a, b, c, d] = body;
  if (a === 0x3c && b === 0 && c !== 0) return 'UTF-16LE';
  if (a === 0 && b === 0x3c && d !== 0) return 'UTF-16BE';
  if (a === 0 || (a === 0x3c && b === 0)) throw new XmlError('xml/encoding-unsupported', 'UTF-32 or not XML');
  if (a === 0x4c && b === 0x6f && c === 0xa7 && d === 0x94)
    throw new XmlError('xml/encoding-unsupported', 'EBCDIC');
  return 'UTF-8';
}

/** The name in `<?xml … encoding="NAME"?>`, in capitals, or null. */
function declaredEncoding(body: Uint8Array, shape: XmlEncoding): string | null {
  const head = body.subarray(0, declarationBytes);
  const text = isWide(shape) ? wideText(head, shape) : Buffer.from(head).toString('latin1');
  const declaration = /^<\?xml\s[^>]*?\?>/.exec(text)?.[0];
  if (declaration === undefined) return null;
  const version = /\sversion\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1];
  if (version !== undefined && version !== '1.0')
    throw new XmlError('xml/version-unsupported', `XML ${version}`, 1);
  return /\sencoding\s*=\s*["']([^"']*)["']/.exec(declaration)?.[1]?.toUpperCase() ?? null;
}

function agree(mark: XmlEncoding | null, shape: XmlEncoding, declared: string | null): XmlEncoding {
  if (isWide(shape)) {
    const isNamed = declared === 'UTF-16' || declared === shape || (declared === null && mark !== null);
    if (isNamed) return shape;
    throw new XmlError('xml/encoding-mismatch', `UTF-16 bytes declared as ${declared ?? 'nothing'}`, 1);
  }
  if (declared === null || declared === 'UTF-8' || declared === 'UTF8') return 'UTF-8';
  if (declared.startsWith('UTF-16') || mark !== null)
    throw new XmlError('xml/encoding-mismatch', `single bytes declared as ${declared}`, 1);
  if (declared === 'ISO-8859-1' || declared === 'ISO_8859-1' || declared === 'LATIN1') return 'ISO-8859-1';
  if (declared === 'US-ASCII' || declared === 'ASCII') return 'US-ASCII';
  throw new XmlError('xml/encoding-unsupported', declared.slice(0, 40), 1);
}

function isWide(encoding: XmlEncoding): encoding is 'UTF-16LE' | 'UTF-16BE' {
  return encoding === 'UTF-16LE' || encoding === 'UTF-16BE';
}

function wideText(bytes: Uint8Array, encoding: 'UTF-16LE' | 'UTF-16BE'): string {
  return new TextDecoder(encoding).decode(bytes.subarray(0, bytes.length & ~1));
}

function toUtf8(body: Uint8Array, encoding: XmlEncoding): Uint8Array {
  switch (encoding) {
    case 'UTF-8':
      if (!isUtf8(body))
        throw new XmlError('xml/encoding-broken', 'not UTF-8', lineAt(body, firstBrokenByte(body)));
      return body;
    case 'US-ASCII':
      if (!isAscii(body)) throw new XmlError('xml/encoding-broken', 'not US-ASCII');
      return body;
    case 'ISO-8859-1':
      return Buffer.from(Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1'), 'utf8');
    case 'UTF-16LE':
    case 'UTF-16BE':
      try {
        return Buffer.from(new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(body), 'utf8');
      } catch {
        throw new XmlError('xml/encoding-broken', `not ${encoding}`);
      }
  }
}

/** Where the first byte that is not UTF-8 stands: halves the bytes rather than decode them one by one. */
function firstBrokenByte(body: Uint8Array): number {
  let good = 0;
  let bad = body.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isUtf8Prefix(body.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

/** Whether the bytes are UTF-8 that may end within a character. */
function isUtf8Prefix(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
