import { crc32 } from 'node:zlib';
import { newUid, writeFileMeta } from '@liaison/dicom';
import { makeCtImage } from '@liaison/imaging/testing';
import * as contract from './contract.ts';

/** A file, or the piece of it from `offset` to `end`; digests that are given are lies. */
export type Sent = {
  position: number;
  bytes: Buffer;
  offset?: number;
  end?: number;
  pieceCrc32?: number;
  fileCrc32?: number;
};

/** A body of pieces. */
export function encode(sent: readonly Sent[]): Buffer {
  return Buffer.concat(
    sent.flatMap(({ position, bytes, offset = 0, end = bytes.length, ...crcs }) => {
      const piece = bytes.subarray(offset, end);
      const header = contract.encodePieceHeader({
        position,
        fileBytes: bytes.length,
        offset,
        pieceBytes: piece.length,
        pieceCrc32: crcs.pieceCrc32 ?? crc32(piece),
        fileCrc32: crcs.fileCrc32 ?? (end === bytes.length ? crc32(bytes) : 0),
      });
      return [Buffer.from(header), piece];
    }),
  );
}

/** A CT slice as a file, and its data set. */
export function ct(
  StudyInstanceUID = newUid(),
  pixelBytes = 32,
): { file: Buffer; dataSet: Buffer; uid: string } {
  const uid = newUid();
  const { bytes: dataSet, transferSyntaxUID } = makeCtImage({
    StudyInstanceUID,
    SOPInstanceUID: uid,
    PixelData: Buffer.alloc(pixelBytes, 7),
  });
  const meta = writeFileMeta({
    SOPClassUID: '1.2.840.10008.5.1.4.1.1.2',
    SOPInstanceUID: uid,
    transferSyntaxUID,
  });
  return { file: Buffer.concat([meta, dataSet]), dataSet, uid };
}
