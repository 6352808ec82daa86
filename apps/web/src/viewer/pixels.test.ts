import { describe, expect, it } from 'vitest';
import { FrameDamaged, isPlain, needsTables, pixelsFromPlain, refusal } from './pixels.ts';
import type { Pixels } from './pixels.ts';
import { instanceFixture } from './viewer-fixtures.ts';

const LITTLE = '1.2.840.10008.1.2.1';
const BIG = '1.2.840.10008.1.2.2';

const bytes = (...values: number[]): ArrayBuffer => Uint8Array.from(values).buffer;
const samplesOf = (pixels: Pixels): number[] => (pixels.kind === 'grey' ? [...pixels.samples] : []);

describe('plain frames', () => {
  it('are read as little endian', () => {
    const pixels = pixelsFromPlain(bytes(1, 0, 0, 1, 0xff, 0x0f, 0, 0x80), instanceFixture());
    expect(samplesOf(pixels)).toEqual([1, 256, 4095, 32768]);
  });

  it('may have one byte of padding, and no other length than announced', () => {
    const instance = instanceFixture({ rows: 1, columns: 3, bitsAllocated: 8, bitsStored: 8 });
    expect(samplesOf(pixelsFromPlain(bytes(7, 8, 9, 0), instance))).toEqual([7, 8, 9]);
    expect(() => pixelsFromPlain(bytes(7, 8), instance)).toThrow(FrameDamaged);
    expect(() => pixelsFromPlain(bytes(7, 8, 9, 0, 0), instance)).toThrow(FrameDamaged);
  });

  it('are grey, of 8 or 16 bits, in the order of the machine; a worker decodes the others', () => {
    expect(isPlain(instanceFixture(), LITTLE)).toBe(true);
    expect(isPlain(instanceFixture(), BIG)).toBe(false);
    expect(isPlain(instanceFixture(), '1.2.840.10008.1.2.4.202')).toBe(false);
    expect(isPlain(instanceFixture({ bitsAllocated: 1, bitsStored: 1 }), LITTLE)).toBe(false);
    expect(isPlain(instanceFixture({ photometricInterpretation: 'PALETTE COLOR' }), LITTLE)).toBe(false);
  });
});

it('asks for colours and byte order only where the manifest lacks them', () => {
  expect(needsTables(instanceFixture(), LITTLE)).toBe(false);
  expect(needsTables(instanceFixture({ photometricInterpretation: 'PALETTE COLOR' }), LITTLE)).toBe(true);
  expect(needsTables(instanceFixture({ bitsAllocated: 8 }), BIG)).toBe(true);
});

it('says why it does not draw what it does not know', () => {
  for (const syntax of ['57', '70', '50', '51', '80', '81', '90', '91', '201', '202', '203'])
    expect(refusal(instanceFixture({ transferSyntaxUID: `1.2.840.10008.1.2.4.${syntax}` }))).toBeNull();
  expect(refusal(instanceFixture({ transferSyntaxUID: '1.2.840.10008.1.2.4.102' }))).toBe(
    'Compression non prise en charge',
  );
  expect(refusal(instanceFixture({ photometricInterpretation: 'PALETTE COLOR' }))).toBeNull();
  expect(refusal(instanceFixture({ bitsAllocated: 64 }))).toContain('64 bits');
  expect(refusal(instanceFixture({ rows: 0 }))).toBe('Objet sans image');
  const colour = { samplesPerPixel: 4, bitsAllocated: 8, photometricInterpretation: 'CMYK' };
  expect(refusal(instanceFixture(colour))).toBe('Format d’image inconnu');
});
