import { describe, expect, it } from 'vitest';
import { buildLut, drawGrey, modalityValue, windowFromSamples, windowed } from './lut.ts';
import type { PixelFormat } from './lut.ts';

const ct: PixelFormat = {
  bitsAllocated: 16,
  bitsStored: 12,
  signed: false,
  rescaleSlope: 1,
  rescaleIntercept: -1024,
  photometricInterpretation: 'MONOCHROME2',
};

const grey = (pixel: number | undefined): number => (pixel ?? -1) & 0xff;

describe('the window of PS3.3 C.11.2.1.2.1', () => {
  it('gives the limits that the standard spells out for c=2048, w=4096', () => {
    const window = { center: 2048, width: 4096 };
    expect(windowed(0, window)).toBe(0);
    expect(windowed(4095, window)).toBe(255);
    expect(windowed(2047.5, window)).toBeCloseTo(127.5, 10);
    expect(windowed(1000, window)).toBeCloseTo(((1000 - 2047.5) / 4095 + 0.5) * 255, 10);
  });

  it('gives the limits that the standard spells out for c=2048, w=1', () => {
    expect(windowed(2047, { center: 2048, width: 1 })).toBe(0);
    expect(windowed(2048, { center: 2048, width: 1 })).toBe(255);
  });

  it('gives the limits that the standard spells out for c=0, w=100 and w=1', () => {
    expect(windowed(-50, { center: 0, width: 100 })).toBe(0);
    expect(windowed(49, { center: 0, width: 100 })).toBe(255);
    expect(windowed(-0.5, { center: 0, width: 100 })).toBeCloseTo(127.5, 10);
    expect(windowed(-1, { center: 0, width: 1 })).toBe(0);
    expect(windowed(0, { center: 0, width: 1 })).toBe(255);
  });

  it('reads a width under 1, which the standard forbids, as 1', () => {
    expect(windowed(40, { center: 40, width: 0 })).toBe(255);
    expect(windowed(39, { center: 40, width: 0 })).toBe(0);
  });
});

describe('modality values', () => {
  it('apply the slope and intercept of the instance itself', () => {
    expect(modalityValue(1064, ct)).toBe(40);
    expect(modalityValue(100, { ...ct, rescaleSlope: 0.5, rescaleIntercept: 3 })).toBe(53);
  });

  it('extend the sign from BitsStored, not from the width of the cell', () => {
    const signed = { ...ct, signed: true, rescaleIntercept: 0 };
    expect(modalityValue(0x0fff, signed)).toBe(-1);
    expect(modalityValue(0x0800, signed)).toBe(-2048);
    expect(modalityValue(0xffff, { ...signed, bitsStored: 16 })).toBe(-1);
    expect(modalityValue(0xff, { ...signed, bitsAllocated: 8, bitsStored: 8 })).toBe(-1);
  });

  it('drop what lies above BitsStored', () => {
    expect(modalityValue(0xf428, ct)).toBe(40);
  });
});

describe('the look-up table', () => {
  it('has an entry for each sample, opaque and grey', () => {
    const lut = buildLut(ct, { center: 40, width: 80 }, false);
    expect(lut.length).toBe(65536);
    expect(lut[1024 - 1]).toBe(0xff000000);
    expect(lut[1024 + 80]).toBe(0xffffffff);
    expect(grey(lut[1024 + 40])).toBe(129);
    expect(
      buildLut({ ...ct, bitsAllocated: 8, bitsStored: 8 }, { center: 40, width: 80 }, false).length,
    ).toBe(256);
  });

  it('turns MONOCHROME1 over, and inversion turns it back', () => {
    const window = { center: 40, width: 80 };
    const plain = buildLut(ct, window, false);
    const monochrome1 = { ...ct, photometricInterpretation: 'MONOCHROME1' };
    expect(grey(buildLut(monochrome1, window, false)[1024 + 10])).toBe(255 - grey(plain[1024 + 10]));
    expect(buildLut(monochrome1, window, true)).toEqual(plain);
    expect(buildLut(ct, window, true)).toEqual(buildLut(monochrome1, window, false));
  });

  it('is what the pixels are drawn with', () => {
    const target = new Uint32Array(3);
    drawGrey(Uint16Array.of(0, 1064, 4095), ct, { center: 40, width: 80 }, false, target);
    expect([...target].map(grey)).toEqual([0, 129, 255]);
  });
});

describe('a window for an image that names none', () => {
  it('spans the 1st to 99th percentile, whatever a few extreme samples say', () => {
    const samples = Uint16Array.from({ length: 1000 }, (_, i) =>
      i < 5 ? 0 : i > 994 ? 4095 : 1000 + (i % 200),
    );
    const window = windowFromSamples(samples, { ...ct, rescaleIntercept: 0 });
    expect(window.center - window.width / 2).toBeCloseTo(1000, -1);
    expect(window.center + window.width / 2).toBeCloseTo(1200, -1);
  });

  it('is the whole range for 8 bits', () => {
    const format = { ...ct, bitsAllocated: 8, bitsStored: 8, rescaleIntercept: 0 };
    expect(windowFromSamples(new Uint8Array(16), format)).toEqual({ center: 128, width: 256 });
  });
});
