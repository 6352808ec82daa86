import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decodeJpegLossless } from './jpeg-lossless.ts';

/** 4 × 4 samples of 12 bits, encoded by dcmtk's dcmcjpeg (process 14, selection value 1). */
const SMALL =
  'ffd8ffe000104a46494600010100000100010000ffc3000b100004000401011100ffc4001b0000020105000000000000000000000000010c0a05' +
  '06070b10ffda0008010100010000e24bff00fa0004001010a85c1901aac999a667333fffffd9';
const SMALL_SAMPLES = [
  0x000, 0x001, 0x002, 0x003, 0xfff, 0x800, 0x7ff, 0x400, 0x010, 0x020, 0x040, 0x080, 0xabc, 0xdef, 0x123,
  0x456,
];

const small = (): ArrayBuffer => new Uint8Array(Buffer.from(SMALL, 'hex')).buffer;

/** Real codestreams, and the SHA-256 of the little-endian samples that dcmtk's dcmdjpeg gives for them. */
const REAL = [
  ['CT1', '1add6ede29758c6f0c68f01749ddc6c907e68a312be4eb9da8489e376e0bbd34'],
  ['XA1', '797b3375a2d1f94ccac04c657b5b5d90d9b4051f76508c867f2dea465d1a7f3b'],
] as const;

/** The fragments of the only frame of a file, joined: what follows the basic offset table (PS3.5 section A.4). */
function codestreamOf(file: Buffer): ArrayBuffer {
  let offset = file.lastIndexOf(Buffer.from([0xe0, 0x7f, 0x10, 0x00])) + 12;
  const items: Buffer[] = [];
  while (file.readUInt32LE(offset) === 0xe000fffe) {
    const length = file.readUInt32LE(offset + 4);
    items.push(file.subarray(offset + 8, offset + 8 + length));
    offset += 8 + length;
  }
  return new Uint8Array(Buffer.concat(items.slice(1))).buffer;
}

describe('lossless JPEG', () => {
  it('decodes to the very samples that were encoded', () => {
    expect([...decodeJpegLossless(small())]).toEqual(SMALL_SAMPLES);
  });

  it('is refused when its end is missing, not shown with black rows', () => {
    expect(() => decodeJpegLossless(small().slice(0, 80))).toThrow('truncated codestream');
  });

  it('is read with the padding of its last fragment', () => {
    const padded = new Uint8Array([...new Uint8Array(small()), 0xff]).buffer;
    expect([...decodeJpegLossless(padded)]).toEqual(SMALL_SAMPLES);
  });

  it.each(REAL)('of the real image %s decodes to the samples that dcmtk gives', (name, digest) => {
    const root = process.env['LIAISON_SHARED_DATA'] ?? join(process.cwd(), '../shared/data');
    const path = join(root, `dicom/transfer-syntaxes/${name}_jpeg-lossless.dcm`);
    if (!existsSync(path)) {
      console.warn(`real image ${name} not found: only the synthetic codestream was decoded`);
      return;
    }
    const samples = decodeJpegLossless(codestreamOf(readFileSync(path)));
    expect(createHash('sha256').update(new Uint8Array(samples.buffer)).digest('hex')).toBe(digest);
  });
});
