import { describe, expect, it } from 'vitest';

import { frameRanges, type FrameRange } from './frames.ts';
import { readPart10 } from '../file/part10.ts';
import { readDataSet } from './read-data-set.ts';
import { sampleFiles } from '../testing.ts';
import { ExplicitVRLittleEndian, JPEGBaseline8Bit, RLELossless } from '../dictionary/uid.ts';
import { writeDataSet, type DataSetInput } from './write-data-set.ts';

async function framesOf(
  bytes: Buffer,
  transferSyntaxUID: string,
): Promise<{ frames: FrameRange[]; pixels: Buffer[] }> {
  const { dataSet, pixelData } = readDataSet(bytes, transferSyntaxUID);
  if (!pixelData) throw new Error('no pixel data');
  const frames = await frameRanges({
    dataSet,
    pixelData,
    transferSyntaxUID,
    dataSetLength: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  });
  const pixels = frames.map(({ parts }) =>
    Buffer.concat(parts.map(({ offset, length }) => bytes.subarray(offset, offset + length))),
  );
  return { frames, pixels };
}

function frames(
  input: DataSetInput,
  transferSyntaxUID: string,
): Promise<{ frames: FrameRange[]; pixels: Buffer[] }> {
  return framesOf(writeDataSet(input, transferSyntaxUID), transferSyntaxUID);
}

const image = { Rows: 2, Columns: 3, BitsAllocated: 16, SamplesPerPixel: 1 };

/** A fragment that begins as a JPEG codestream does. */
function jpeg(fill: number, length = 6): Buffer {
  return Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(length - 2, fill)]);
}

describe('frames of native pixel data', () => {
  it('follow one another', async () => {
    const PixelData = Uint8Array.from({ length: 24 }, (_, index) => index);
    const { pixels } = await frames({ ...image, NumberOfFrames: '2', PixelData }, ExplicitVRLittleEndian);
    expect(pixels.map((pixel) => [...pixel])).toEqual([
      [...PixelData.subarray(0, 12)],
      [...PixelData.subarray(12)],
    ]);
  });

  it('count two samples a pixel in 4:2:2', async () => {
    const input = {
      ...image,
      BitsAllocated: 8,
      SamplesPerPixel: 3,
      PhotometricInterpretation: 'YBR_FULL_422',
      PixelData: new Uint8Array(12),
    };
    const found = await frames(input, ExplicitVRLittleEndian);
    expect(found.frames.map((frame) => frame.length)).toEqual([12]);
  });

  it.each([
    ['fewer bytes than announced', { ...image, PixelData: new Uint8Array(10) }, 'fewer pixels'],
    ['no rows', { ...image, Rows: 0, PixelData: new Uint8Array(12) }, 'no rows'],
    [
      'no number of frames',
      { ...image, NumberOfFrames: 'x', PixelData: new Uint8Array(12) },
      'NumberOfFrames',
    ],
    [
      'bits that end within a byte',
      { ...image, BitsAllocated: 1, NumberOfFrames: '2', PixelData: new Uint8Array(2) },
      'start on a byte',
    ],
  ])('are refused with %s', async (_name, input, message) => {
    await expect(frames(input, ExplicitVRLittleEndian)).rejects.toThrow(message);
  });
});

describe('frames of encapsulated pixel data', () => {
  it('are one fragment each, the offset table left empty', async () => {
    const PixelData = { fragments: [jpeg(1), jpeg(2), jpeg(3)] };
    const { pixels } = await frames({ ...image, NumberOfFrames: '3', PixelData }, JPEGBaseline8Bit);
    expect(pixels).toEqual([jpeg(1), jpeg(2), jpeg(3)]);
  });

  it('are several fragments when there is one frame', async () => {
    const { pixels } = await frames(
      { ...image, PixelData: { fragments: [jpeg(1), jpeg(2)] } },
      JPEGBaseline8Bit,
    );
    expect(pixels).toEqual([Buffer.concat([jpeg(1), jpeg(2)])]);
  });

  it('are parted by the offset table', async () => {
    const PixelData = { fragments: [jpeg(1), Buffer.alloc(4, 9), jpeg(2)], offsetTable: [0, 26] };
    const { pixels } = await frames({ ...image, NumberOfFrames: '2', PixelData }, JPEGBaseline8Bit);
    expect(pixels).toEqual([Buffer.concat([jpeg(1), Buffer.alloc(4, 9)]), jpeg(2)]);
  });

  it('are parted by their codestreams without an offset table', async () => {
    const PixelData = { fragments: [jpeg(1), Buffer.alloc(4, 9), jpeg(2)] };
    const { pixels } = await frames({ ...image, NumberOfFrames: '2', PixelData }, JPEGBaseline8Bit);
    expect(pixels).toEqual([Buffer.concat([jpeg(1), Buffer.alloc(4, 9)]), jpeg(2)]);
  });

  it('are found by the extended offset table', async () => {
    const input = {
      ...image,
      NumberOfFrames: '2',
      ExtendedOffsetTable: le64(0, 14),
      ExtendedOffsetTableLengths: le64(6, 5),
      PixelData: { fragments: [jpeg(1), jpeg(2)] },
    };
    const { pixels } = await frames(input, JPEGBaseline8Bit);
    expect(pixels).toEqual([jpeg(1), jpeg(2, 5)]);
  });

  it('are one stream in a video', async () => {
    const input = { ...image, NumberOfFrames: '90', PixelData: { fragments: [Buffer.alloc(10, 1)] } };
    const { pixels } = await frames(input, '1.2.840.10008.1.2.4.102');
    expect(pixels).toEqual([Buffer.alloc(10, 1)]);
  });

  it.each([
    [
      'more frames than codestreams',
      JPEGBaseline8Bit,
      { fragments: [jpeg(1)] },
      'cannot be told into frames',
    ],
    ['RLE frames in several fragments', RLELossless, { fragments: [jpeg(1), jpeg(2), jpeg(3)] }, 'RLE'],
    [
      'an offset table that names no fragment',
      JPEGBaseline8Bit,
      { fragments: [jpeg(1), jpeg(2), jpeg(3)], offsetTable: [0, 999] },
      'without its fragments',
    ],
  ])('are refused with %s', async (_name, syntax, PixelData, message) => {
    await expect(frames({ ...image, NumberOfFrames: '2', PixelData }, syntax)).rejects.toThrow(message);
  });
});

function le64(...values: number[]): Uint8Array {
  const bytes = Buffer.alloc(values.length * 8);
  for (const [index, value] of values.entries()) bytes.writeBigUInt64LE(BigInt(value), index * 8);
  return bytes;
}

const realFiles = ['modalities', 'transfer-syntaxes'].flatMap(sampleFiles);

describe.runIf(realFiles.length > 0)('real files', () => {
  const files = realFiles
    .map((file) => ({ name: file.name, ...readPart10(file.bytes) }))
    .map((file) => ({ ...file, ...readDataSet(file.dataSetBytes, file.transferSyntaxUID) }))
    .filter((file) => file.pixelData !== null);

  it.each(files)('$name gives every frame, each one codestream', async (file) => {
    const { frames, pixels } = await framesOf(file.dataSetBytes, file.transferSyntaxUID);
    expect(frames).toHaveLength(file.dataSet.number('NumberOfFrames') ?? 1);
    const isJpeg = file.pixelData?.encapsulated === true && file.transferSyntaxUID !== RLELossless;
    const starts = pixels.map((frame) => frame.readUInt16BE(0));
    expect(starts.every((start) => !isJpeg || start === 0xffd8 || start === 0xff4f)).toBe(true);
  });
});
