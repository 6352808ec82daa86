import { pipeline, Readable, type Duplex } from 'node:stream';

/** A data set in pieces of any size. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** What a stream of node:zlib makes of the pieces. Bytes that cannot be inflated end it with an error. */
export async function* throughZlib(pieces: Pieces, zlib: Duplex): AsyncGenerator<Buffer> {
  const end = pipeline(Readable.from(pieces, { objectMode: false }), zlib, () => {
    // The error reaches the reader of `end`, who is the only one to know what to do.
  });
  for await (const piece of end) yield piece;
}
