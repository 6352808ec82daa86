/**
 * The body of an upload: pieces of files one after the other, each behind a header of 36 bytes, little endian:
 *
 *     0  4  `LIP1`
 *     4  4  position of the file in the list of its import
 *     8  8  length of the file, in bytes
 *    16  8  where the piece starts in the file
 *    24  4  length of the piece
 *    28  4  CRC-32 of the piece
 *    32  4  CRC-32 of the whole file, in its last piece; 0 before
 *
 * A small file is one piece, so that a request carries hundreds of them; a long one spans requests, in order.
 * Browsers and the server both load this file: it uses nothing of either.
 */
export const piecesContentType = 'application/vnd.liaison.import-pieces';
export const pieceHeaderLength = 36;
/** A piece is held in memory while its digest is checked. */
export const maxPieceBytes = 4 * 1024 * 1024;
/** What one request may carry. */
export const maxBodyBytes = 24 * 1024 * 1024;

const magic = 0x3150494c;

export type PieceHeader = {
  readonly position: number;
  readonly fileBytes: number;
  readonly offset: number;
  readonly pieceBytes: number;
  readonly pieceCrc32: number;
  readonly fileCrc32: number;
};

export function encodePieceHeader(header: PieceHeader): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(pieceHeaderLength);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, header.position, true);
  view.setBigUint64(8, BigInt(header.fileBytes), true);
  view.setBigUint64(16, BigInt(header.offset), true);
  view.setUint32(24, header.pieceBytes, true);
  view.setUint32(28, header.pieceCrc32, true);
  view.setUint32(32, header.fileCrc32, true);
  return bytes;
}

/** Null where the bytes are no header, or announce what cannot be. */
export function decodePieceHeader(bytes: Uint8Array): PieceHeader | null {
  if (bytes.length < pieceHeaderLength) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, pieceHeaderLength);
  if (view.getUint32(0, true) !== magic) return null;
  const fileBytes = view.getBigUint64(8, true);
  const offset = view.getBigUint64(16, true);
  if (fileBytes > BigInt(Number.MAX_SAFE_INTEGER) || offset > fileBytes) return null;
  const header = {
    position: view.getUint32(4, true),
    fileBytes: Number(fileBytes),
    offset: Number(offset),
    pieceBytes: view.getUint32(24, true),
    pieceCrc32: view.getUint32(28, true),
    fileCrc32: view.getUint32(32, true),
  };
  const isPossible =
    header.pieceBytes > 0 &&
    header.pieceBytes <= maxPieceBytes &&
    header.offset + header.pieceBytes <= header.fileBytes;
  return isPossible ? header : null;
}
