import { pipeline, Readable, type Duplex } from 'node:stream';

import { DicomError } from './error.ts';

/** A data set in pieces of any size. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What a stream of node:zlib makes of the pieces. Throws `DicomError` (`malformed`) for bytes that cannot be inflated. */
export async function* throughZlib(pieces: Pieces, zlib: Duplex): AsyncGenerator<Buffer> {
  const end = pipeline(Readable.from(pieces, { objectMode: false }), zlib, () => {
    // The error reaches the reader of `end`, who is the only one to know what to do.
  });
  try {
    for await (const piece of end) yield piece;
  } catch (error) {
    if (!isZlibError(error)) throw error;
    throw new DicomError('malformed', 'a deflated data set that cannot be inflated');
  }
}

function isZlibError(error: unknown): boolean {
  return error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
}
