import { XlsxError } from '../error.ts';

/**
 * Parts are UTF-8 or UTF-16 (ECMA-376-2 §6.2.5), without the byte order mark once decoded.
 * Throws `XlsxError` `xlsx/damaged` on any other encoding.
 */
export function* decodeXml(pieces: Iterable<Uint8Array>, part: string): Generator<string> {
  let decoder: TextDecoder | undefined;
  try {
    for (const piece of pieces) {
      decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
      yield decoder.decode(piece, { stream: true });
    }
    if (decoder) yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new XlsxError('xlsx/damaged', part);
    throw error;
  }
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  return 'utf-8';
}
