import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import type { FrameInfo, Samples } from './frame-info.ts';
import { greyLevels, renderFrame } from './render-frame.ts';

const info: FrameInfo = {
  rows: 2,
  columns: 2,
  samplesPerPixel: 1,
  bitsAllocated: 16,
  bitsStored: 12,
  highBit: 11,
  signed: false,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
  rescaleSlope: 1,
  rescaleIntercept: -1024,
  modalityTable: null,
  window: { center: 40, width: 80 },
  windowFunction: 'LINEAR',
  windowTable: null,
  palette: null,
  isInverse: false,
  pixelAspect: 1,
};
const samples: Samples = {
  rows: 2,
  columns: 2,
  samplesPerPixel: 1,
  data: Uint16Array.of(1024, 1064, 1104, 0xf000 + 1064),
  photometricInterpretation: 'MONOCHROME2',
};
const levels = (given: Partial<FrameInfo>, asked = {}) => [
  ...greyLevels(
    { ...samples, photometricInterpretation: given.photometricInterpretation ?? 'MONOCHROME2' },
    { ...info, ...given },
    asked,
  ),
];

describe('grey levels', () => {
  it('follow slope, window and the bits that are stored', () => {
    expect(levels({})).toEqual([0, 129, 255, 129]);
    expect(levels({}, { windowCenter: 40, windowWidth: 8000 })[0]).toBe(126);
  });

  it('are inverted for MONOCHROME1, and once more for an inverse presentation', () => {
    expect(levels({ photometricInterpretation: 'MONOCHROME1' })).toEqual([255, 126, 0, 126]);
    expect(levels({ photometricInterpretation: 'MONOCHROME1', isInverse: true })).toEqual([0, 129, 255, 129]);
  });

  it('follow the function of the window (PS3.3 section C.11.2.1)', () => {
    expect(levels({ windowFunction: 'LINEAR_EXACT' })).toEqual([0, 128, 255, 128]);
    expect(levels({ windowFunction: 'SIGMOID' })).toEqual([30, 128, 225, 128]);
  });

  it('follow tables in the place of slope and window, unless a window is asked', () => {
    const windowTable = {
      first: 0,
      bits: 8,
      values: Uint16Array.from({ length: 81 }, (_, index) => index * 2),
    };
    expect(levels({ windowTable })).toEqual([0, 80, 160, 80]);
    expect(levels({ windowTable }, { windowCenter: 40, windowWidth: 80 })).toEqual([0, 129, 255, 129]);
    const modalityTable = {
      first: 1024,
      bits: 16,
      values: Uint16Array.from({ length: 100 }, (_, index) => index),
    };
    expect(levels({ modalityTable })).toEqual([0, 129, 255, 129]);
  });

  it('show all of an image that names no window', () => {
    const ramp = { ...samples, data: Uint16Array.from({ length: 201 }, (_, index) => index * 10) };
    const shown = [...greyLevels(ramp, { ...info, window: null }, {})];
    expect([shown[0], shown[200]]).toEqual([0, 255]);
    expect(shown[100]).toBeGreaterThan(120);
    expect(shown[100]).toBeLessThan(136);
    const mask = { ...samples, data: Uint8Array.of(0, 1, 1, 0) };
    expect([
      ...greyLevels(
        mask,
        { ...info, bitsAllocated: 1, bitsStored: 1, highBit: 0, window: null, rescaleIntercept: 0 },
        {},
      ),
    ]).toEqual([0, 255, 255, 0]);
  });
});

describe('pictures', () => {
  const wide: Samples = { ...samples, rows: 100, columns: 200, data: new Uint16Array(20_000).fill(1064) };
  const sizeOf = async (bytes: Buffer) => {
    const { width, height, format } = await sharp(bytes).metadata();
    return { width, height, format };
  };

  it('have square pixels, and no more of them than asked', async () => {
    const jpeg = { format: 'jpeg', longestSide: 100 } as const;
    expect(await sizeOf(await renderFrame(wide, info, jpeg))).toEqual({
      width: 100,
      height: 50,
      format: 'jpeg',
    });
    const tall = { ...info, pixelAspect: 2 };
    expect(await sizeOf(await renderFrame(wide, tall, jpeg))).toEqual({
      width: 100,
      height: 100,
      format: 'jpeg',
    });
    const png = { format: 'png' } as const;
    expect(await sizeOf(await renderFrame(wide, info, png))).toEqual({
      width: 200,
      height: 100,
      format: 'png',
    });
  });

  it('show the asked part, fitted in the asked size', async () => {
    const data = Uint16Array.from({ length: 20_000 }, (_, index) => (index % 200 < 100 ? 1024 : 1104));
    const viewport = { width: 30, height: 30, source: { x: 100, y: 0, width: 100, height: 100 } };
    const part = await renderFrame({ ...wide, data }, info, { format: 'png', viewport });
    const { data: shown, info: size } = await sharp(part).raw().toBuffer({ resolveWithObject: true });
    expect([size.width, size.height]).toEqual([30, 30]);
    expect(Math.min(...shown)).toBe(255);
  });

  it('are refused where they would take too much memory', async () => {
    const viewport = { width: 60_000, height: 60_000 };
    await expect(renderFrame(wide, info, { format: 'jpeg', viewport })).rejects.toMatchObject({
      reason: 'limit',
    });
  });
});
