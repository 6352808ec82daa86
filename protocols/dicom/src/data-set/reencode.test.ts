import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { toDicomJson, type JsonDataSet } from '../json/dicom-json.ts';
import { isPrivate } from '../dictionary/dictionary.ts';
import { readPart10, writeFileMeta } from '../file/part10.ts';
import { readDataSet } from './read-data-set.ts';
import { reencode, reencodePieces } from './reencode.ts';
import { reasonOf, sampleFiles, seededRandom } from '../testing.ts';
import { hasJudge, judge } from '../testing-dcmtk.ts';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  JPEGBaseline8Bit,
} from '../dictionary/uid.ts';
import { writeDataSet } from './write-data-set.ts';

const syntaxes = [
  ImplicitVRLittleEndian,
  ExplicitVRLittleEndian,
  ExplicitVRBigEndian,
  DeflatedExplicitVRLittleEndian,
];
const files = ['ct-brain', 'modalities']
  .flatMap(sampleFiles)
  .map(({ name, bytes }) => ({ name, bytes, ...readPart10(bytes) }));
const native = files.filter(({ name }) => !/jpeg|j2k|^[0-2][2-9]/.test(name));

const everything = {
  SpecificCharacterSet: 'ISO_IR 100',
  PatientName: 'Zoé',
  FrameIncrementPointer: [0x00181063],
  PixelRepresentation: 1,
  PixelPaddingValue: -2000,
  Rows: 2,
  Columns: 2,
  BitsAllocated: 16,
  RealWorldValueSlope: [0.1, -1e300],
  ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3.4', ReferencedFrameNumber: [1, 2] }, {}],
  PixelData: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8),
} as const;

async function* cut(bytes: Buffer, seed: number): AsyncGenerator<Buffer> {
  const random = seededRandom(seed);
  for (let at = 0; at < bytes.length;) {
    const size = Math.ceil(random() ** 4 * 5000);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function joined(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const piece of pieces) all.push(Buffer.from(piece));
  return Buffer.concat(all);
}

/** What JSON says of the attributes of the standard, bytes as OW: implicit VR tells neither private VRs nor OB from OW. */
function standardAttributes(bytes: Buffer, transferSyntaxUID: string): [string, unknown][] {
  const json: JsonDataSet = JSON.parse(toDicomJson(readDataSet(bytes, transferSyntaxUID).dataSet));
  return Object.entries(json)
    .filter(([tag]) => !isPrivate(Number.parseInt(tag, 16)))
    .map(([tag, attribute]) => [tag, attribute.vr === 'OB' ? { ...attribute, vr: 'OW' } : attribute]);
}

describe('a data set re-encoded', () => {
  it.each(syntaxes.flatMap((from) => syntaxes.map((to) => [from, to] as const)))(
    'from %s to %s is what the writer makes',
    (from, to) => {
      for (const undefinedLengths of [false, true]) {
        const made = reencode(writeDataSet(everything, from, { undefinedLengths }), from, to);
        const plain = reencode(made, to, ExplicitVRLittleEndian);
        const wanted = writeDataSet(everything, ExplicitVRLittleEndian, {
          undefinedLengths:
            undefinedLengths || from === ImplicitVRLittleEndian || to === ImplicitVRLittleEndian,
        });
        expect(plain).toEqual(wanted);
      }
    },
  );

  it.each(native)(
    '$name to big endian and back has its bytes again',
    ({ dataSetBytes, transferSyntaxUID }) => {
      const explicit = reencode(dataSetBytes, transferSyntaxUID, ExplicitVRLittleEndian);
      const big = reencode(explicit, ExplicitVRLittleEndian, ExplicitVRBigEndian);
      expect(reencode(big, ExplicitVRBigEndian, ExplicitVRLittleEndian).equals(explicit)).toBe(true);
    },
  );

  it.each(native)(
    '$name says the same in implicit VR, and in pieces',
    async ({ dataSetBytes, transferSyntaxUID }) => {
      const implicit = reencode(dataSetBytes, transferSyntaxUID, ImplicitVRLittleEndian);
      const pieces = reencodePieces(cut(dataSetBytes, 3), transferSyntaxUID, ImplicitVRLittleEndian);
      expect((await joined(pieces)).equals(implicit)).toBe(true);
      const again = reencode(implicit, ImplicitVRLittleEndian, transferSyntaxUID);
      const [before, after] = [dataSetBytes, again].map((bytes) =>
        standardAttributes(bytes, transferSyntaxUID),
      );
      expect(after).toEqual(before);
    },
  );

  it('goes through deflate in pieces, both ways', async () => {
    const plain = writeDataSet(everything, ExplicitVRLittleEndian);
    const deflated = await joined(
      reencodePieces([plain], ExplicitVRLittleEndian, DeflatedExplicitVRLittleEndian),
    );
    const back = reencodePieces(cut(deflated, 1), DeflatedExplicitVRLittleEndian, ExplicitVRLittleEndian);
    expect(await joined(back)).toEqual(plain);
    const broken = reencodePieces(
      [Buffer.from('no deflate at all')],
      DeflatedExplicitVRLittleEndian,
      ExplicitVRLittleEndian,
    );
    await expect(joined(broken)).rejects.toThrow('cannot be inflated');
    const cutShort = reencodePieces(
      [deflated.subarray(0, -8)],
      DeflatedExplicitVRLittleEndian,
      ExplicitVRLittleEndian,
    );
    await expect(joined(cutShort)).rejects.toThrow('cannot be inflated');
  });

  it('puts what a short header has no room for into UN', () => {
    const implicit = writeDataSet({ ContourData: '1\\'.repeat(40_000) }, ImplicitVRLittleEndian);
    const explicit = reencode(implicit, ImplicitVRLittleEndian, ExplicitVRLittleEndian);
    expect(readDataSet(explicit, ExplicitVRLittleEndian).dataSet.find('ContourData')).toMatchObject({
      vr: 'UN',
      length: 80_000,
    });
  });

  it('is refused to and from compressed syntaxes, and where it is cut', () => {
    const bytes = writeDataSet(everything, ExplicitVRLittleEndian);
    expect(reasonOf(() => reencode(bytes, ExplicitVRLittleEndian, JPEGBaseline8Bit))).toBe('unsupported');
    expect(reasonOf(() => reencode(bytes, JPEGBaseline8Bit, ExplicitVRLittleEndian))).toBe('unsupported');
    for (let length = 1; length < bytes.length; length += 1) {
      const cutOff = bytes.subarray(0, length);
      const isWhole = readDataSet(cutOff, ExplicitVRLittleEndian, { isPrefix: true }).state === 'complete';
      expect(reasonOf(() => reencode(cutOff, ExplicitVRLittleEndian, ImplicitVRLittleEndian))).toBe(
        isWhole ? 'none' : 'truncated',
      );
    }
  });

  it('is refused, not followed, whatever the bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.nat(400), (noise, at) => {
        const bytes = writeDataSet(everything, ExplicitVRLittleEndian, { undefinedLengths: true });
        bytes.set(noise.subarray(0, Math.max(0, bytes.length - at)), Math.min(at, bytes.length));
        expect(reasonOf(() => reencode(bytes, ExplicitVRLittleEndian, ExplicitVRBigEndian))).not.toBe(
          'unsupported',
        );
      }),
      { seed: 3, numRuns: 500 },
    );
  });
});

describe.runIf(hasJudge('dcmdump'))('re-encoding beside dcmtk', () => {
  it.each(
    native.flatMap((file) => [ImplicitVRLittleEndian, ExplicitVRBigEndian].map((to) => ({ ...file, to }))),
  )(
    '$name in $to is read by dcmtk like the original',
    ({ bytes, dataSetBytes, transferSyntaxUID, to, meta }) => {
      const head = writeFileMeta({
        SOPClassUID: meta.text('MediaStorageSOPClassUID') ?? '',
        SOPInstanceUID: meta.text('MediaStorageSOPInstanceUID') ?? '',
        transferSyntaxUID: to,
      });
      const made = Buffer.concat([head, reencode(dataSetBytes, transferSyntaxUID, to)]);
      const [ours, original] = [made, bytes].map(dump);
      expect(ours).toEqual(original);
    },
  );
});

/**
 * dcmdump's lines without lengths, group lengths and delimiters, which re-encoding may change; without VR and value of
 * private attributes and values of byte VRs, which implicit VR does not tell.
 */
function dump(file: Buffer): string[] {
  const { stdout } = judge('dcmdump', ['--quiet', '--print-all'], file);
  return stdout
    .split('\n')
    .filter((line) => /^ *\((?!0002|fffe|....,0000)/.test(line))
    .map((line) =>
      line
        .replace(/ *#.*$/, '')
        .replace(/(explicit|undefined) length.*/, '')
        .replace(/ xs /, ' US '),
    )
    .map((line) => (/^ *\(...[13579bdf]|^ *\S+ O[BW]/.test(line) ? line.trim().slice(0, 11) : line));
}
