import {
  ExplicitVRLittleEndian,
  readDataSet,
  RLELossless,
  storageSopClassUid,
  writeDataSet,
} from '@liaison/dicom';
import { expect, it } from 'vitest';
import { toNativeDataSet } from './native-data-set.ts';

const pixels = Buffer.from(Array.from({ length: 64 }, (_, index) => index));

/** One segment, one literal run (PS3.5 annex G). */
function rleFrame(): Buffer {
  const header = Buffer.alloc(64);
  header.writeUInt32LE(1, 0);
  header.writeUInt32LE(64, 4);
  return Buffer.concat([header, Buffer.from([pixels.length - 1]), pixels, Buffer.alloc(1)]);
}

it('finds the pixels where a read of the attributes ends just before them', async () => {
  const bytes = writeDataSet(
    {
      SOPClassUID: storageSopClassUid('SecondaryCaptureImageStorage'),
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      Rows: 8,
      Columns: 8,
      BitsAllocated: 8,
      BitsStored: 8,
      HighBit: 7,
      PixelRepresentation: 0,
      // Longer than the first reads, and of a known length: the next read ends where it ends.
      PerFrameFunctionalGroupsSequence: Array.from({ length: 400 }, () => ({
        PatientComments: 'x'.repeat(9000),
      })),
      PixelData: { fragments: [rleFrame()] },
    },
    RLELossless,
  );
  const native = await toNativeDataSet({
    transferSyntaxUID: RLELossless,
    dataLength: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of native.pieces) pieces.push(piece);
  const { dataSet } = readDataSet(Buffer.concat(pieces), ExplicitVRLittleEndian);
  expect(dataSet.bytes('PixelData')?.equals(pixels)).toBe(true);
});
