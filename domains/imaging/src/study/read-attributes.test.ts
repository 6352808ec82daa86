import { ExplicitVRLittleEndian, readDataSet, writeDataSet } from '@liaison/dicom';
import { expect, it } from 'vitest';
import { readAttributes } from './read-attributes.ts';

/** A sequence of known length that needs more than the first reads, then pixels at its very end. */
const bytes = writeDataSet(
  {
    PatientID: 'IPP1',
    PerFrameFunctionalGroupsSequence: Array.from({ length: 40 }, () => ({
      PatientComments: 'x'.repeat(9000),
    })),
    PixelData: Buffer.alloc(64),
  },
  ExplicitVRLittleEndian,
);
const pixelOffset = readDataSet(bytes, ExplicitVRLittleEndian).pixelData?.offset;

function reader(): { read: (offset: number, length: number) => Promise<Buffer>; lengths: number[] } {
  const lengths: number[] = [];
  const read = (offset: number, length: number) => {
    lengths.push(length);
    return Promise.resolve(bytes.subarray(offset, offset + length));
  };
  return { read, lengths };
}

it('finds what follows where a read ends between two elements', async () => {
  const { reading, isCut } = await readAttributes(reader().read, bytes.length, ExplicitVRLittleEndian);
  expect([reading?.pixelData?.offset, isCut]).toEqual([pixelOffset, false]);
});

it('reads no byte past what is known to do', async () => {
  const { read, lengths } = reader();
  const known = (pixelOffset ?? 0) - 12;
  const { reading } = await readAttributes(read, bytes.length, ExplicitVRLittleEndian, known);
  expect([reading?.dataSet.text('PatientID'), lengths]).toEqual(['IPP1', [known]]);
});
