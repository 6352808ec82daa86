import { maxPieceBytes, type PieceHeader } from '@liaison/imports/contract';
import type { SourceEntry } from '../reading/entry.ts';
import { crc32 } from './crc32.ts';

export type Piece = { readonly header: PieceHeader; readonly bytes: Uint8Array<ArrayBuffer> };

/** The file is not what it was when it was read: pulled out, changed, scratched. */
export class UnreadableFileError extends Error {
  override readonly name = 'UnreadableFileError';
}

/**
 * The pieces of a file in order, from `skipBytes` on. What comes before is read all the same: the digest of the whole
 * goes with the last piece.
 */
export async function* piecesOf(
  entry: SourceEntry,
  position: number,
  skipBytes: number,
): AsyncGenerator<Piece> {
  let offset = 0;
  let fileCrc32 = 0;
  for await (const bytes of blocksOf(entry)) {
    const end = offset + bytes.length;
    fileCrc32 = crc32(bytes, fileCrc32);
    const isLast = end === entry.bytes;
    if (end > entry.bytes) break;
    if (end > skipBytes || isLast) {
      const kept = bytes.subarray(Math.max(0, Math.min(skipBytes, end - 1) - offset));
      yield {
        bytes: kept,
        header: {
          position,
          fileBytes: entry.bytes,
          offset: end - kept.length,
          pieceBytes: kept.length,
          pieceCrc32: crc32(kept),
          fileCrc32: isLast ? fileCrc32 : 0,
        },
      };
    }
    offset = end;
  }
  if (offset !== entry.bytes) throw new UnreadableFileError();
}

/** The bytes of a file, in blocks of the length of a piece. */
async function* blocksOf(entry: SourceEntry): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const reader = entry.stream().getReader();
  let block = new Uint8Array(Math.min(entry.bytes, maxPieceBytes));
  let held = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      for (let at = 0; at < value.length;) {
        const part = value.subarray(at, at + block.length - held);
        block.set(part, held);
        held += part.length;
        at += part.length;
        if (held < block.length) continue;
        yield block;
        block = new Uint8Array(maxPieceBytes);
        held = 0;
      }
    }
    if (held > 0) yield block.slice(0, held);
  } catch (error) {
    throw new UnreadableFileError('', { cause: error });
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}
