import { openRange } from '@liaison/blobs';
import { ExplicitVRLittleEndian, findTransferSyntax, reencodePieces } from '@liaison/dicom';
import type { InstanceRow } from '@liaison/imaging';
import { canDecode, toNativeDataSet, type PixelPool } from '@liaison/pixels';

/** Where an instance lies. */
export type Source = Pick<
  InstanceRow,
  'transfer_syntax_uid' | 'container_id' | 'data_offset' | 'data_length'
>;

/** Whether instances in `from` can be given in `to`: uncompressed, decoded first where need be. */
export function mayConvertInstance(from: string, to: string): boolean {
  const [source, target] = [findTransferSyntax(from), findTransferSyntax(to)];
  if (!source || !target || target.encapsulated) return false;
  return !source.encapsulated || canDecode(from);
}

/** The data set as it lies. */
export async function* storedBytes(
  storeRoot: string,
  source: Source,
  start = 0,
  length = source.data_length - start,
): AsyncGenerator<Uint8Array> {
  const range = openRange(storeRoot, source.container_id);
  try {
    yield* range.stream(source.data_offset + start, length);
  } finally {
    range.close();
  }
}

/** The data set in another transfer syntax, piece by piece. Rejects with PixelsError or DicomError where it is damaged. */
export async function* convertedBytes(
  storeRoot: string,
  source: Source,
  to: string,
  pool: PixelPool,
): AsyncGenerator<Uint8Array> {
  if (findTransferSyntax(source.transfer_syntax_uid)?.encapsulated !== true) {
    yield* reencodePieces(storedBytes(storeRoot, source), source.transfer_syntax_uid, to);
    return;
  }
  const range = openRange(storeRoot, source.container_id);
  try {
    const native = await toNativeDataSet(
      {
        transferSyntaxUID: source.transfer_syntax_uid,
        dataLength: source.data_length,
        read: (offset, length) => range.read(source.data_offset + offset, length),
      },
      (bytes, info, transferSyntaxUID) => pool.decode({ bytes, info, transferSyntaxUID }),
    );
    yield* to === ExplicitVRLittleEndian
      ? native.pieces
      : reencodePieces(native.pieces, ExplicitVRLittleEndian, to);
  } finally {
    range.close();
  }
}
