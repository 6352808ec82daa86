import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DataSet } from './data-set.ts';
import { inflateDataSet } from './deflate.ts';
import { formatTag, hasLongHeader, isVr, type Vr } from '../dictionary/dictionary.ts';
import { readDataSet } from './read-data-set.ts';
import { annotated } from '../testing.ts';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
} from '../dictionary/uid.ts';
import {
  buildDataSet,
  inputOf,
  writeDataSet,
  type DataSetInput,
  type ElementInput,
  type ElementValue,
} from './write-data-set.ts';

describe('writing a data set', () => {
  it('puts elements in tag order and pads values, in explicit VR', () => {
    const bytes = writeDataSet(
      { Rows: 512, PatientID: 'A1B', SOPInstanceUID: '1.2' },
      ExplicitVRLittleEndian,
    );
    expect(bytes).toEqual(
      annotated(`
        08 00 18 00 55 49 04 00 31 2e 32 00   # SOPInstanceUID, padded with NUL
        10 00 20 00 4c 4f 04 00 41 31 42 20   # PatientID, padded with a space
        28 00 10 00 55 53 02 00 00 02         # Rows
      `),
    );
  });

  it('writes sequences and fragments', () => {
    const input: DataSetInput = {
      ReferencedImageSequence: [{ ReferencedFrameNumber: 1 }],
      PixelData: { fragments: [Buffer.from([0xff, 0xd8, 0xff])], offsetTable: [0] },
    };
    expect(writeDataSet(input, ExplicitVRLittleEndian)).toEqual(
      annotated(`
        08 00 40 11 53 51 00 00 12 00 00 00             # ReferencedImageSequence, 18 bytes
          fe ff 00 e0 0a 00 00 00                       # item, 10 bytes
            08 00 60 11 49 53 02 00 31 20               # ReferencedFrameNumber "1 "
        e0 7f 10 00 4f 42 00 00 ff ff ff ff             # PixelData, OB, undefined length
          fe ff 00 e0 04 00 00 00 00 00 00 00           # basic offset table: 0
          fe ff 00 e0 04 00 00 00 ff d8 ff 00           # fragment, padded
          fe ff dd e0 00 00 00 00                       # end
      `),
    );
  });

  it('refuses what SpecificCharacterSet cannot say, or replaces it where that is asked', () => {
    expect(() => writeDataSet({ PatientName: 'É' }, ExplicitVRLittleEndian)).toThrow('SpecificCharacterSet');
    const name = { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'Łuc' };
    const { dataSet } = readDataSet(
      writeDataSet(name, ImplicitVRLittleEndian, { replaces: true }),
      ImplicitVRLittleEndian,
    );
    expect(dataSet.text('PatientName')).toBe('Luc');
  });

  it('writes as UN what a short header has no room for (PS3.5 section 6.2.2)', () => {
    const long = { PatientID: 'x'.repeat(65_536) };
    expect(writeDataSet(long, ImplicitVRLittleEndian)).toHaveLength(65_544);
    const { dataSet } = readDataSet(writeDataSet(long, ExplicitVRLittleEndian), ExplicitVRLittleEndian);
    expect(dataSet.find('PatientID')).toMatchObject({ vr: 'UN', length: 65_536 });
  });

  it('builds elements by keyword and by number, leaving out what is undefined and emptying what is null', () => {
    const creator: ElementInput = { tag: 0x00090010, vr: 'LO', value: 'ACME' };
    const built = buildDataSet(
      { QueryRetrieveLevel: 'STUDY', PatientID: null, AccessionNumber: undefined, StudyDate: '' },
      [creator],
    );
    expect(built.map(({ tag, vr, value }) => [formatTag(tag), vr, value])).toEqual([
      ['(0008,0020)', 'DA', ''],
      ['(0008,0052)', 'CS', 'STUDY'],
      ['(0009,0010)', 'LO', 'ACME'],
      ['(0010,0020)', 'LO', null],
    ]);
    expect(writeDataSet({ PatientID: null }, ExplicitVRLittleEndian)).toEqual(
      annotated('1000 2000 4c4f 0000'),
    );
  });

  it('shortens a decimal to 16 characters', () => {
    const bytes = writeDataSet({ SliceThickness: [0.1 + 0.2, -1 / 3, 1.5] }, ImplicitVRLittleEndian);
    const { dataSet } = readDataSet(bytes, ImplicitVRLittleEndian);
    expect(dataSet.texts('SliceThickness')).toEqual(['0.3', '-0.3333333333333', '1.5']);
  });

  it('deflates', () => {
    const bytes = writeDataSet({ PatientID: 'A'.repeat(1000) }, DeflatedExplicitVRLittleEndian);
    expect(bytes.length % 2).toBe(0);
    expect(inflateDataSet(bytes)).toEqual(
      writeDataSet({ PatientID: 'A'.repeat(1000) }, ExplicitVRLittleEndian),
    );
  });
});

const text = fc.stringMatching(/^[A-Za-z0-9^=.]{0,20}$/);
const words = (bytes: number) =>
  fc
    .array(fc.uint8Array({ minLength: bytes, maxLength: bytes }), { maxLength: 5 })
    .map((all) => Uint8Array.from(all.flatMap((one) => [...one])));
const values: { [Code in Vr]?: fc.Arbitrary<ElementValue> } = {
  AE: text,
  AT: fc.array(fc.nat(0xffffffff), { maxLength: 4 }),
  DS: fc.array(fc.integer().map(String), { maxLength: 4 }),
  LO: text,
  PN: text,
  UC: text,
  UI: fc.stringMatching(/^[0-9.]{0,20}$/),
  UR: text,
  UT: text,
  US: fc.array(fc.nat(0xffff), { maxLength: 4 }),
  SS: fc.array(fc.integer({ min: -0x8000, max: 0x7fff }), { maxLength: 4 }),
  UL: fc.array(fc.nat(0xffffffff), { maxLength: 4 }),
  SL: fc.array(fc.integer(), { maxLength: 4 }),
  FL: fc.array(fc.float({ noNaN: true }), { maxLength: 4 }),
  FD: fc.array(fc.double({ noNaN: true }), { maxLength: 4 }),
  SV: fc.array(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), { maxLength: 4 }),
  UV: fc.array(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }), { maxLength: 4 }),
  OB: fc.uint8Array({ maxLength: 40 }),
  OW: words(2),
  OL: words(4),
  OF: words(4),
  OD: words(8),
  OV: words(8),
  UN: fc.uint8Array({ maxLength: 40 }),
};

/** Private elements, so that any VR may stand under any tag. */
const element: fc.Memo<ElementInput> = fc.memo((depth) =>
  fc.oneof(
    ...Object.entries(values).flatMap(([vr, value]) =>
      isVr(vr) ? [fc.record({ tag: privateTag, vr: fc.constant(vr), value })] : [],
    ),
    ...(depth > 1
      ? [
          fc.record({
            tag: privateTag,
            vr: fc.constant('SQ' as const),
            value: fc.array(elements(depth - 1), { maxLength: 3 }),
          }),
        ]
      : []),
  ),
);
const privateTag = fc.nat(0xeff).map((low) => 0x00091000 + low);
const elements: fc.Memo<ElementInput[]> = fc.memo((depth) =>
  fc.uniqueArray(element(depth), { maxLength: 6, selector: (candidate) => candidate.tag }),
);

/** Byte values of odd length come back with the NUL that pads them, empty values as null, text joined. */
function plainBytes(input: readonly ElementInput[]): ElementInput[] {
  return input.map(({ tag, vr, value }): ElementInput => {
    if (value instanceof Uint8Array) return { tag, vr, value: new Uint8Array(value) };
    if (vr === 'SQ' && Array.isArray(value)) return { tag, vr, value: value.map(plainBytes) };
    return { tag, vr, value };
  });
}

function backToInput(dataSet: DataSet): ElementInput[] {
  return plainBytes(inputOf(dataSet));
}

function asStored(input: readonly ElementInput[]): ElementInput[] {
  return input
    .map(({ tag, vr, value }): ElementInput => {
      const isEmpty =
        value === '' ||
        (vr !== 'SQ' && (Array.isArray(value) || value instanceof Uint8Array) && value.length === 0);
      if (isEmpty) return { tag, vr, value: null };
      if (vr === 'DS' && Array.isArray(value)) return { tag, vr, value: value.join('\\') };
      if (value instanceof Uint8Array) {
        return { tag, vr, value: new Uint8Array([...value, ...(value.length % 2 === 1 ? [0] : [])]) };
      }
      if (vr === 'SQ' && Array.isArray(value)) return { tag, vr, value: value.map(asStored) };
      return { tag, vr, value };
    })
    .toSorted((left, right) => left.tag - right.tag);
}

describe('what is written', () => {
  it.each([ExplicitVRLittleEndian, ExplicitVRBigEndian])('comes back the same in %s', (syntax) => {
    fc.assert(
      fc.property(elements(3), fc.boolean(), (input, undefinedLengths) => {
        const written = writeDataSet(input, syntax, { undefinedLengths });
        const { dataSet, state } = readDataSet(written, syntax);
        expect(state).toBe('complete');
        expect(backToInput(dataSet)).toEqual(asStored(input));
        expect(writeDataSet(inputOf(dataSet), syntax, { undefinedLengths })).toEqual(written);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('is read the same from any prefix, as far as it goes', () => {
    fc.assert(
      fc.property(elements(2), fc.double({ min: 0, max: 1, noNaN: true }), (input, part) => {
        const bytes = writeDataSet(input, ExplicitVRLittleEndian);
        const cut = bytes.subarray(0, Math.floor(bytes.length * part));
        const reading = readDataSet(cut, ExplicitVRLittleEndian, { isPrefix: true });
        const read = backToInput(reading.dataSet);
        expect(read).toEqual(asStored(input).slice(0, read.length));
        expect(reading.state === 'complete').toBe(reading.consumed === cut.length);
        expect(reading.state === 'need-more').toBe(reading.neededBytes > cut.length);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('has short headers for short VRs only', () => {
    expect(['US', 'PN', 'UI'].some(hasLongHeader)).toBe(false);
    expect(['OB', 'SQ', 'UT', 'UN', 'OV', 'ZZ'].every(hasLongHeader)).toBe(true);
  });
});
