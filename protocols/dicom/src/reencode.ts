/**
 * The same data set in another uncompressed transfer syntax, deflated included. Throws `DicomError`: `unsupported` for
 * other syntaxes.
 */
export declare function reencode(bytes: Uint8Array, from: string, to: string): Buffer;

/** The same for pieces of any size, in bounded memory: pixels pass through. Syntaxes are told as in `reencode`. */
export declare function reencodePieces(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  from: string,
  to: string,
): AsyncGenerator<Buffer>;
