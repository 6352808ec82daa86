import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';

const [deflate, inflate] = [promisify(gzip), promisify(gunzip)];

/** Each chunk of what comes out asks a thread anew: with the usual 16 KB, that takes ten times as long as the packing. */
export const packedChunk = 256 * 1024;
const longestChunk = 16 * 1024 * 1024;

/** A text as gzip, which a client may take as it is. The lowest level is 1, the usual one 6. */
export function packText(text: string, level?: number): Promise<Buffer> {
  return deflate(text, level === undefined ? { chunkSize: packedChunk } : { level, chunkSize: packedChunk });
}

/** The bytes of the text that `packText` packed: in one chunk, for gzip ends with their number (RFC 1952, ISIZE). */
export function unpackText(packed: Buffer): Promise<Buffer> {
  const length = packed.readUInt32LE(packed.length - 4);
  // With room for one byte more, so that it is not asked for what would follow.
  return inflate(packed, { chunkSize: Math.min(Math.max(length + 1, 64), longestChunk) });
}
