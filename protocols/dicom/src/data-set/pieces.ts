import { pipeline, Readable, type Duplex } from 'node:stream';
import { createDeflateRaw, createInflateRaw } from 'node:zlib';

import { DicomError } from '../error.ts';

/** A data set in pieces of any size. A piece lasts until the next is asked for. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/**
 * The data set that Deflated Explicit VR Little Endian holds (PS3.5 annex A.5). Throws `DicomError` (`malformed`) for bytes
 * that cannot be inflated.
 */
export function inflatePieces(pieces: Pieces): AsyncGenerator<Buffer> {
  return throughZlib(pieces, createInflateRaw());
}

/** The same deflated, padded to an even length. */
export async function* deflatePieces(pieces: Pieces): AsyncGenerator<Buffer> {
  let total = 0;
  for await (const piece of throughZlib(pieces, createDeflateRaw())) {
    total += piece.length;
    yield piece;
  }
  if (total % 2 === 1) yield Buffer.alloc(1);
}

async function* throughZlib(pieces: Pieces, zlib: Duplex): AsyncGenerator<Buffer> {
  const end = pipeline(Readable.from(lasting(pieces), { objectMode: false }), zlib, () => {
    // The error reaches the reader of `end`, who is the only one to know what to do.
  });
  try {
    for await (const piece of end) yield piece;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new DicomError('malformed', 'a deflated data set that cannot be inflated');
  }
}

/** Streams ask for more while what they have waits. */
async function* lasting(pieces: Pieces): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
