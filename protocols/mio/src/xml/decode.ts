import { Buffer, isUtf8 } from 'node:buffer';

/** `bytesBefore`: bytes that the text has before its unit at `index`, from the start of the document. */
export type Decoded =
  | { ok: true; text: string; bytesBefore: (index: number) => number }
  | { ok: false; value: string };

/** Encodings that old software declares. TextDecoder reads Latin-1 as Windows-1252, of which it is a part. */
const declared = /^<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]+)["']/;
const single = new Set(['iso-8859-1', 'iso-8859-15', 'windows-1252', 'us-ascii', 'ascii', 'latin1']);

/** The text of a document by its byte order mark, else by its declaration (XML 1.0, appendix F), without the mark. */
export function decodeXml(bytes: Uint8Array): Decoded {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return decodeUtf8(bytes.subarray(3), 3);
  if (first === 0xff && second === 0xfe) return decodeAs('utf-16le', bytes, 2);
  if (first === 0xfe && second === 0xff) return decodeAs('utf-16be', bytes, 2);
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 200)).toString('latin1');
  const encoding = declared.exec(head)?.[1]?.toLowerCase() ?? 'utf-8';
  if (encoding === 'utf-8' || encoding === 'utf8') return decodeUtf8(bytes, 0);
  return single.has(encoding) ? decodeAs(encoding, bytes, 0) : { ok: false, value: encoding };
}

function decodeUtf8(bytes: Uint8Array, skippedBytes: number): Decoded {
  if (!isUtf8(bytes)) return { ok: false, value: 'les octets ne sont pas de l’UTF-8' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
  return { ok: true, text, bytesBefore: countBytes(text, skippedBytes) };
}

/** Units between two places whose bytes are counted once for all. */
const stepUnits = 65_536;

/** Bytes before a unit of the text: what lies before the last mark is counted once, however many places are asked for. */
function countBytes(text: string, skippedBytes: number): (index: number) => number {
  const marks = [{ index: 0, bytes: skippedBytes }];
  return (index) => {
    let last = marks.at(-1) ?? { index: 0, bytes: skippedBytes };
    while (last.index + stepUnits < index) {
      const at = endOfCharacter(text, last.index + stepUnits);
      last = { index: at, bytes: last.bytes + Buffer.byteLength(text.slice(last.index, at)) };
      marks.push(last);
    }
    const mark = marks.findLast((one) => one.index <= index) ?? last;
    return mark.bytes + Buffer.byteLength(text.slice(mark.index, index));
  };
}

/** Not between the two halves of a character. */
function endOfCharacter(text: string, index: number): number {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit <= 0xdfff ? index + 1 : index;
}

function decodeAs(encoding: string, bytes: Uint8Array, skippedBytes: number): Decoded {
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes.subarray(skippedBytes));
    const unitBytes = encoding.startsWith('utf-16') ? 2 : 1;
    return { ok: true, text, bytesBefore: (index) => skippedBytes + index * unitBytes };
  } catch {
    return { ok: false, value: encoding };
  }
}
