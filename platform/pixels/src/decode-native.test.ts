import { describe, expect, it } from 'vitest';
import { toRgba } from './colour.ts';
import { decodeNative } from './decode-native.ts';
import { PixelsError } from './error.ts';
import type { FrameShape, LookupTable } from './frame-info.ts';

const shape: FrameShape = {
  rows: 1,
  columns: 2,
  samplesPerPixel: 1,
  bitsAllocated: 16,
  bitsStored: 16,
  signed: false,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
};
const rgb = {
  ...shape,
  samplesPerPixel: 3,
  bitsAllocated: 8,
  bitsStored: 8,
  photometricInterpretation: 'RGB',
};
const samplesOf = (bytes: readonly number[], given: FrameShape, isBigEndian = false) => [
  ...decodeNative(Uint8Array.from(bytes), given, isBigEndian).data,
];

describe('frames that are not compressed', () => {
  it('are read in the byte order of their transfer syntax', () => {
    expect(samplesOf([1, 2, 3, 4], shape)).toEqual([0x0201, 0x0403]);
    expect(samplesOf([1, 2, 3, 4], shape, true)).toEqual([0x0102, 0x0304]);
    const long = { ...shape, columns: 1, bitsAllocated: 32, bitsStored: 32 };
    expect(samplesOf([1, 2, 3, 4], long)).toEqual([0x04030201]);
    expect(samplesOf([1, 2, 3, 4], long, true)).toEqual([0x01020304]);
  });

  it('swap 8-bit samples that lie in big endian words, and only these', () => {
    const bytes = { ...shape, columns: 4, bitsAllocated: 8, bitsStored: 8 };
    expect(samplesOf([1, 2, 3, 4], { ...bytes, isWords: true }, true)).toEqual([2, 1, 4, 3]);
    expect(samplesOf([1, 2, 3, 4], { ...bytes, isWords: false }, true)).toEqual([1, 2, 3, 4]);
    expect(samplesOf([1, 2, 3, 4], { ...bytes, isWords: true })).toEqual([1, 2, 3, 4]);
  });

  it('have a bit for each pixel, the least significant first', () => {
    const bits = { ...shape, columns: 10, bitsAllocated: 1, bitsStored: 1 };
    expect(samplesOf([0b0000_0101, 0b0000_0010], bits)).toEqual([1, 0, 1, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('give the same colours interleaved and plane after plane', () => {
    expect(samplesOf([10, 20, 30, 40, 50, 60], rgb)).toEqual([10, 20, 30, 40, 50, 60]);
    expect(samplesOf([10, 40, 20, 50, 30, 60], { ...rgb, planarConfiguration: 1 })).toEqual([
      10, 20, 30, 40, 50, 60,
    ]);
  });

  it('share the colours of two pixels in 4:2:2', () => {
    const halved = { ...rgb, photometricInterpretation: 'YBR_FULL_422' };
    const decoded = decodeNative(Uint8Array.of(10, 20, 128, 130), halved, false);
    expect([...decoded.data]).toEqual([10, 128, 130, 20, 128, 130]);
    expect(decoded.photometricInterpretation).toBe('YBR_FULL');
  });

  it('may have one byte of padding, and no other length than announced', () => {
    expect(samplesOf([1, 0, 2, 0, 0], shape)).toEqual([1, 2]);
    expect(() => samplesOf([1, 0, 2], shape)).toThrow(PixelsError);
    expect(() => samplesOf([1, 0, 2, 0, 0, 0], shape)).toThrow(PixelsError);
  });
});

describe('colours', () => {
  const samples = { rows: 1, columns: 1, samplesPerPixel: 3, photometricInterpretation: 'YBR_FULL' };

  it('turn YBR into RGB', () => {
    const red = toRgba({ ...samples, data: Uint8Array.of(76, 85, 255) }, 8, null);
    expect([...red]).toEqual([254, 0, 0, 255]);
    const partial = {
      ...samples,
      photometricInterpretation: 'YBR_PARTIAL_422',
      data: Uint8Array.of(235, 128, 128),
    };
    expect([...toRgba(partial, 8, null)]).toEqual([255, 255, 255, 255]);
  });

  it('come from the palette, its ends holding for what lies outside', () => {
    const table = (...values: number[]): LookupTable => ({
      first: 10,
      bits: 16,
      values: Uint16Array.from(values),
    });
    const palette = {
      red: table(0x1000, 0x2000),
      green: table(0x3000, 0x4000),
      blue: table(0x5000, 0x6000),
    };
    const grey = { rows: 1, columns: 3, samplesPerPixel: 1, photometricInterpretation: 'PALETTE COLOR' };
    expect([...toRgba({ ...grey, data: Uint8Array.of(0, 11, 200) }, 8, palette)]).toEqual(
      [
        [0x10, 0x30, 0x50, 255],
        [0x20, 0x40, 0x60, 255],
        [0x20, 0x40, 0x60, 255],
      ].flat(),
    );
  });
});
