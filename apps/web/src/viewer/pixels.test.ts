import { describe, expect, it } from 'vitest';
import { FrameDamaged, pixelsFromDecoded, pixelsFromRaw, refusal, swapBytes } from './pixels.ts';
import type { Pixels } from './pixels.ts';
import { instanceFixture } from './viewer-fixtures.ts';

const LITTLE = '1.2.840.10008.1.2.1';
const BIG = '1.2.840.10008.1.2.2';

const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;
const samplesOf = (pixels: Pixels): number[] => (pixels.kind === 'grey' ? [...pixels.samples] : []);
const rgbaOf = (pixels: Pixels): number[] => (pixels.kind === 'colour' ? [...pixels.rgba] : []);

describe('uncompressed frames', () => {
  it('are read as little endian', () => {
    const pixels = pixelsFromRaw(bytes(1, 0, 0, 1, 0xff, 0x0f, 0, 0x80), instanceFixture(), LITTLE);
    expect(samplesOf(pixels)).toEqual([1, 256, 4095, 32768]);
  });

  it('are swapped when they are big endian', () => {
    const pixels = pixelsFromRaw(bytes(0, 1, 1, 0, 0x0f, 0xff, 0x80, 0), instanceFixture(), BIG);
    expect(samplesOf(pixels)).toEqual([1, 256, 4095, 32768]);
  });

  it('may have one byte of padding, and no other length than announced', () => {
    const instance = instanceFixture({ rows: 1, columns: 3, bitsAllocated: 8, bitsStored: 8 });
    expect(samplesOf(pixelsFromRaw(bytes(7, 8, 9, 0), instance, LITTLE))).toEqual([7, 8, 9]);
    expect(() => pixelsFromRaw(bytes(7, 8), instance, LITTLE)).toThrow(FrameDamaged);
    expect(() => pixelsFromRaw(bytes(7, 8, 9, 0, 0), instance, LITTLE)).toThrow(FrameDamaged);
  });

  it('give the same colours interleaved and plane after plane', () => {
    const rgb = {
      rows: 1,
      columns: 2,
      bitsAllocated: 8,
      bitsStored: 8,
      samplesPerPixel: 3,
      photometricInterpretation: 'RGB',
    };
    const expected = [10, 20, 30, 255, 40, 50, 60, 255];
    expect(rgbaOf(pixelsFromRaw(bytes(10, 20, 30, 40, 50, 60), instanceFixture(rgb), LITTLE))).toEqual(
      expected,
    );
    const planar = instanceFixture({ ...rgb, planarConfiguration: 1 });
    expect(rgbaOf(pixelsFromRaw(bytes(10, 40, 20, 50, 30, 60), planar, LITTLE))).toEqual(expected);
  });

  it('turn YBR_FULL into RGB', () => {
    const ybr = instanceFixture({
      rows: 1,
      columns: 1,
      bitsAllocated: 8,
      bitsStored: 8,
      samplesPerPixel: 3,
      photometricInterpretation: 'YBR_FULL',
    });
    expect(rgbaOf(pixelsFromRaw(bytes(76, 85, 255), ybr, LITTLE)).slice(0, 3)).toEqual([254, 0, 0]);
  });
});

describe('decoded frames', () => {
  it('are refused when rows are missing', () => {
    expect(() => pixelsFromDecoded(new Uint16Array(3), instanceFixture())).toThrow(FrameDamaged);
    expect(samplesOf(pixelsFromDecoded(Uint16Array.of(1, 2, 3, 4), instanceFixture()))).toEqual([1, 2, 3, 4]);
  });
});

it('swaps bytes in place and leaves a last odd one', () => {
  const some = Uint8Array.of(1, 2, 3, 4, 5);
  swapBytes(some);
  expect([...some]).toEqual([2, 1, 4, 3, 5]);
});

it('says why it does not draw what it does not know', () => {
  expect(refusal(instanceFixture())).toBeNull();
  expect(refusal(instanceFixture({ transferSyntaxUID: '1.2.840.10008.1.2.4.70' }))).toBeNull();
  expect(refusal(instanceFixture({ transferSyntaxUID: '1.2.840.10008.1.2.4.90' }))).toBe(
    'Compression non prise en charge',
  );
  expect(refusal(instanceFixture({ photometricInterpretation: 'PALETTE COLOR' }))).toContain('palette');
  expect(refusal(instanceFixture({ bitsAllocated: 32 }))).toContain('32 bits');
  expect(refusal(instanceFixture({ bitsAllocated: 8, transferSyntaxUID: BIG }))).toContain('big-endian');
  expect(
    refusal(
      instanceFixture({ samplesPerPixel: 3, bitsAllocated: 8, photometricInterpretation: 'YBR_FULL_422' }),
    ),
  ).not.toBeNull();
});
