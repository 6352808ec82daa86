import { sampleFiles, seededRandom } from '@liaison/dicom/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PixelsError } from './error.ts';
import type { FrameShape } from './frame-info.ts';
import { decodeFrame } from './node-codecs.ts';
import { openPixelPool, type PixelPool } from './pool.ts';
import { framesOf } from './testing.ts';

const shape: FrameShape = {
  rows: 64,
  columns: 64,
  samplesPerPixel: 1,
  bitsAllocated: 16,
  bitsStored: 16,
  signed: false,
  photometricInterpretation: 'MONOCHROME2',
  planarConfiguration: 0,
};
const syntaxes = [
  '2.5',
  ...['50', '51', '57', '70', '80', '81', '90', '91', '201', '202'].map((end) => `2.4.${end}`),
].map((end) => `1.2.840.10008.1.${end}`);

/** How decoding ends: given samples, or refused for one of the reasons that there are. */
async function endOf(bytes: Uint8Array, given: FrameShape, syntax: string): Promise<string> {
  try {
    const { data } = await decodeFrame(bytes, given, syntax);
    return data.length === given.rows * given.columns * given.samplesPerPixel ? 'given' : 'of another size';
  } catch (error) {
    if (error instanceof PixelsError) return error.reason;
    throw error;
  }
}

describe('bytes that are no image', () => {
  it.each(syntaxes)('are refused: %s', async (syntax) => {
    const random = seededRandom(20261121);
    for (const length of [0, 1, 64, 1000]) {
      const noise = Uint8Array.from({ length }, () => random() * 256);
      expect(await endOf(noise, shape, syntax)).toBe('damaged');
    }
  });

  it('are refused where rows and columns would fill the memory, before any is taken', async () => {
    const bomb = { ...shape, rows: 65_535, columns: 65_535 };
    for (const syntax of ['1.2.840.10008.1.2.1', ...syntaxes])
      expect(await endOf(new Uint8Array(100), bomb, syntax)).toBe('limit');
    expect(await endOf(new Uint8Array(0), { ...shape, rows: 0 }, '1.2.840.10008.1.2.1')).toBe('damaged');
    expect(await endOf(new Uint8Array(0), { ...shape, bitsAllocated: 12 }, '1.2.840.10008.1.2.1')).toBe(
      'unsupported',
    );
    expect(await endOf(new Uint8Array(0), shape, '1.2.840.10008.1.2.4.102')).toBe('unsupported');
  });
});

const compressed = [
  ...sampleFiles('transfer-syntaxes'),
  ...sampleFiles('modalities').filter(({ name }) => name.includes('multiframe')),
];

describe.skipIf(compressed.length === 0)('real codestreams', () => {
  it.each(compressed)(
    '$name is refused when it is cut, never given with rows that are missing',
    async ({ bytes }) => {
      const { frames, info, transferSyntaxUID } = await framesOf(bytes);
      const [frame] = frames;
      if (!frame) throw new TypeError('no frame');
      for (const part of [0.1, 0.5, 0.9, 0.99]) {
        const cut = frame.subarray(0, Math.floor(frame.length * part));
        expect(await endOf(cut, info, transferSyntaxUID)).toBe('damaged');
      }
    },
  );

  it.each(compressed)('$name of another size than its instance announces is refused', async ({ bytes }) => {
    const { frames, info, transferSyntaxUID } = await framesOf(bytes);
    const larger = { ...info, rows: info.rows + 1 };
    expect(await endOf(frames[0] ?? new Uint8Array(0), larger, transferSyntaxUID)).toBe('damaged');
  });

  it.each(compressed)(
    '$name with bytes changed here and there is given or refused',
    async ({ name, bytes }) => {
      const random = seededRandom(name.length);
      const { frames, info, transferSyntaxUID } = await framesOf(bytes);
      for (let turn = 0; turn < 6; turn += 1) {
        const changed = Uint8Array.from(frames[0] ?? []);
        for (let i = 0; i < 20; i += 1) changed[Math.floor(random() * changed.length)] = random() * 256;
        expect(['given', 'damaged', 'unsupported', 'limit']).toContain(
          await endOf(changed, info, transferSyntaxUID),
        );
      }
      // What was broken costs its frame only: the next one is decoded.
      expect(await endOf(frames[0] ?? new Uint8Array(0), info, transferSyntaxUID)).toBe('given');
    },
  );
});

describe('a pool', () => {
  let pool: PixelPool;
  beforeAll(() => {
    pool = openPixelPool({ threads: 1, timeoutMs: 150 });
  });
  afterAll(() => pool.close());

  const frame = (rows: number, columns: number) => ({
    bytes: new Uint8Array(rows * columns * 2),
    info: {
      ...shape,
      rows,
      columns,
      highBit: 15,
      rescaleSlope: 1,
      rescaleIntercept: 0,
      modalityTable: null,
      window: { center: 1, width: 1 },
      windowFunction: 'LINEAR' as const,
      windowTable: null,
      palette: null,
      isInverse: false,
      pixelAspect: 1,
    },
    transferSyntaxUID: '1.2.840.10008.1.2.1',
  });

  it('gives up a frame that takes too long, and its thread with it; the next one gets another', async () => {
    const slow = pool.make(frame(8000, 8000), { renderings: [{ format: 'png' }], htj2k: true });
    await expect(slow).rejects.toMatchObject({ reason: 'limit' });
    const patient = openPixelPool({ threads: 1 });
    expect((await patient.decode(frame(4, 4))).data).toHaveLength(16);
    await patient.close();
    await expect(patient.decode(frame(4, 4))).rejects.toMatchObject({ reason: 'limit' });
  });
});
