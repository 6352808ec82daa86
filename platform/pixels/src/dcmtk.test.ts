import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDataSet } from '@liaison/dicom';
import { sampleFiles } from '@liaison/dicom/testing';
import { afterAll, describe, expect, it } from 'vitest';
import type { Samples } from './frame-info.ts';
import { toNativeDataSet } from './native-data-set.ts';
import { decodeFrame, encodeHtj2k } from './node-codecs.ts';
import { framesOf, type FileFrames } from './testing.ts';

const folder = mkdtempSync(join(tmpdir(), 'liaison-pixels-'));
afterAll(() => rmSync(folder, { recursive: true }));

let made = 0;
/** What a program of dcmtk makes of a file. */
function dcmtk(program: string, options: readonly string[], file: Buffer): Buffer {
  made += 1;
  const [from, to] = [join(folder, `${made}.in`), join(folder, `${made}.out`)];
  writeFileSync(from, file);
  execFileSync(program, [...options, from, to], { stdio: 'pipe' });
  return readFileSync(to);
}

const decompressors: Readonly<Record<string, string>> = {
  '1.2.840.10008.1.2.5': 'dcmdrle',
  '1.2.840.10008.1.2.4.80': 'dcmdjpls',
  '1.2.840.10008.1.2.4.81': 'dcmdjpls',
};

const bytesOf = ({ data }: Samples) => Buffer.from(data.buffer, data.byteOffset, data.byteLength);
const digest = (frames: readonly Buffer[]) =>
  frames.map((frame) => createHash('sha256').update(frame).digest('hex'));

async function decodeAll({ frames, info, transferSyntaxUID }: FileFrames): Promise<Samples[]> {
  const decoded: Samples[] = [];
  for (const frame of frames) decoded.push(await decodeFrame(frame, info, transferSyntaxUID));
  return decoded;
}

type Seen = { frames: string[]; photometricInterpretation: string; pixelData: string[]; tags: number[] };

/** What we decode, and the whole data set that we write without compression. */
async function seenByUs(file: Buffer): Promise<Seen> {
  const source = await framesOf(file);
  const decoded = await decodeAll(source);
  const whole = await toNativeDataSet({
    transferSyntaxUID: source.transferSyntaxUID,
    dataLength: source.dataSet.length,
    read: (offset, length) => Promise.resolve(source.dataSet.subarray(offset, offset + length)),
  });
  const pieces: Uint8Array[] = [];
  for await (const piece of whole.pieces) pieces.push(piece);
  const { dataSet } = readDataSet(Buffer.concat(pieces), whole.transferSyntaxUID);
  return {
    frames: digest(decoded.map(bytesOf)),
    photometricInterpretation: dataSet.text('PhotometricInterpretation') ?? '',
    pixelData: digest([dataSet.bytes('PixelData') ?? Buffer.alloc(0)]),
    tags: [...dataSet.elements()].map(({ tag }) => tag),
  };
}

/** The same as dcmtk decodes it; the attributes are those of the file, none more and none less. */
async function seenByDcmtk(file: Buffer): Promise<Seen> {
  const { transferSyntaxUID, dataSet } = await framesOf(file);
  const native = await framesOf(dcmtk(decompressors[transferSyntaxUID] ?? 'dcmdjpeg', [], file));
  const frames = (await decodeAll(native)).map(bytesOf);
  return {
    frames: digest(frames),
    photometricInterpretation: native.info.photometricInterpretation,
    pixelData: digest([Buffer.concat(frames)]),
    tags: [...readDataSet(dataSet, transferSyntaxUID).dataSet.elements()].map(({ tag }) => tag),
  };
}

const compressed = sampleFiles('transfer-syntaxes').filter(({ name }) => !name.includes('j2k'));
const ultrasound = sampleFiles('modalities').filter(({ name }) => name.startsWith('us-'));
const [headCt] = sampleFiles('ct-brain');
const xa = compressed.find(({ name }) => name === 'XA1_rle.dcm');
const rgb = ultrasound.find(({ name }) => name === 'us-rgb.dcm');

describe.skipIf(compressed.length === 0)('real files, sample for sample as dcmtk decodes them', () => {
  it.each(compressed)('$name', async ({ bytes }) => {
    expect(await seenByUs(bytes)).toEqual(await seenByDcmtk(bytes));
  });

  it('us-multiframe-30-jpeg.dcm, its colours and all its frames', async () => {
    const file = ultrasound.find(({ name }) => name.includes('multiframe'));
    if (!file) throw new TypeError('no ultrasound');
    expect(await seenByUs(file.bytes)).toEqual(await seenByDcmtk(file.bytes));
  });

  it.each(sampleFiles('transfer-syntaxes').filter(({ name }) => name.includes('j2k')))(
    '$name, whose other encodings dcmtk decodes',
    async ({ name, bytes }) => {
      const other = compressed.find((one) => one.name === name.replace('j2k-lossless', 'jpeg-ls'));
      if (!other) throw new TypeError('no other encoding');
      const [decoded, expected] = [
        await decodeAll(await framesOf(bytes)),
        await decodeAll(await framesOf(other.bytes)),
      ];
      expect(digest(decoded.map(bytesOf))).toEqual(digest(expected.map(bytesOf)));
    },
  );
});

/** Encodings that dcmtk writes, of a 16-bit CT, a 10-bit angiography and an RGB ultrasound. */
const encodings: readonly [string, readonly string[]][] = [
  ['dcmcrle', []],
  ['dcmcjpls', []],
  ['dcmcjpls', ['+is']],
  ['dcmcjpls', ['+in']],
  ['dcmcjpeg', ['+e1']],
  ...[1, 2, 3, 4, 5, 6, 7].map((predictor): [string, string[]] => [
    'dcmcjpeg',
    ['+el', '+sv', String(predictor)],
  ]),
];

describe.skipIf(compressed.length === 0)('what dcmtk encodes', () => {
  it.each(encodings)('CT by %s %j', async (program, options) => {
    const file = dcmtk(program, options, headCt?.bytes ?? Buffer.alloc(0));
    expect(await seenByUs(file)).toEqual(await seenByDcmtk(file));
  });

  it.each(encodings)('RGB by %s %j', async (program, options) => {
    const file = dcmtk(program, options, rgb?.bytes ?? Buffer.alloc(0));
    expect(await seenByUs(file)).toEqual(await seenByDcmtk(file));
  });

  it.each([
    ['+en', '+md', '1'],
    ['+en', '+md', '4'],
  ])('an angiography by dcmcjpls %s %s %s', async (...options) => {
    const native = dcmtk('dcmdrle', [], xa?.bytes ?? Buffer.alloc(0));
    const file = dcmtk('dcmcjpls', options, native);
    expect(await seenByUs(file)).toEqual(await seenByDcmtk(file));
  });

  it.each([
    ['+eb', '+q', '90'],
    ['+eb', '+q', '40', '+s4'],
    ['+eb', '+n1'],
    ['+ee', '+q', '75'],
    ['+eb', '+cr'],
  ])('RGB by dcmcjpeg %s %s', async (...options) => {
    const file = dcmtk('dcmcjpeg', options, rgb?.bytes ?? Buffer.alloc(0));
    expect(await seenByUs(file)).toEqual(await seenByDcmtk(file));
  });

  it.each([
    ['+ee', '+q', '90'],
    ['+ee', '+q', '20'],
    ['+ee', '+q', '90', '+ho'],
  ])('12 bits of an angiography by dcmcjpeg %s %s %s', async (...options) => {
    const native = dcmtk('dcmdrle', [], xa?.bytes ?? Buffer.alloc(0));
    const file = dcmtk('dcmcjpeg', options, native);
    expect(await seenByUs(file)).toEqual(await seenByDcmtk(file));
  });

  it.each([
    ['implicit', ['+ti']],
    ['big endian', ['+tb']],
  ])('CT in %s', async (_name, options) => {
    const [own, other] = [
      headCt?.bytes ?? Buffer.alloc(0),
      dcmtk('dcmconv', options, headCt?.bytes ?? Buffer.alloc(0)),
    ];
    const [decoded, expected] = [
      await decodeAll(await framesOf(other)),
      await decodeAll(await framesOf(own)),
    ];
    expect(digest(decoded.map(bytesOf))).toEqual(digest(expected.map(bytesOf)));
  });
});

describe.skipIf(compressed.length === 0)('HTJ2K', () => {
  it.each(['CT1_rle.dcm', 'MR1_rle.dcm', 'XA1_rle.dcm'])('keeps every sample of %s', async (name) => {
    const file = await framesOf(compressed.find((one) => one.name === name)?.bytes ?? Buffer.alloc(0));
    const [samples] = await decodeAll(file);
    if (!samples) throw new TypeError('no frame');
    const codestream = await encodeHtj2k(samples, file.info);
    const again = await decodeFrame(codestream, file.info, '1.2.840.10008.1.2.4.202');
    expect(digest([bytesOf(again)])).toEqual(digest([bytesOf(samples)]));
    expect(codestream.length).toBeLessThan(samples.data.byteLength * 0.75);
  });
});
