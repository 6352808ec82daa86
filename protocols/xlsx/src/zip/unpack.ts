import { crc32 } from 'node:zlib';
import { Inflate } from 'fflate';
import { XlsxError } from '../error.ts';
import type { ZipEntry } from './zip-directory.ts';

const pieceBytes = 65_536;

/**
 * The bytes of an entry, in pieces, never more than the directory declared (which was bounded before).
 * Throws `XlsxError` `xlsx/damaged` when the size or the checksum is another one.
 */
export function* unpack(file: Uint8Array, entry: ZipEntry): Generator<Uint8Array> {
  const packed = file.subarray(entry.dataOffset, entry.dataOffset + entry.packedBytes);
  let size = 0;
  let checksum = 0;
  for (const piece of entry.isDeflated ? inflatePieces(packed, entry.name) : [packed]) {
    size += piece.length;
    if (size > entry.unpackedBytes) throw new XlsxError('xlsx/damaged', entry.name);
    checksum = crc32(piece, checksum);
    yield piece;
  }
  if (size !== entry.unpackedBytes || checksum !== entry.crc32)
    throw new XlsxError('xlsx/damaged', entry.name);
}

function* inflatePieces(packed: Uint8Array, name: string): Generator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const inflate = new Inflate((piece) => ready.push(piece));
  for (let at = 0; at < packed.length || at === 0; at += pieceBytes) {
    try {
      inflate.push(packed.subarray(at, at + pieceBytes), at + pieceBytes >= packed.length);
    } catch {
      throw new XlsxError('xlsx/damaged', name);
    }
    yield* ready;
    ready = [];
  }
}
