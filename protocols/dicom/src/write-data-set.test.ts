import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { DataSet } from './data-set.ts';
import { hasLongHeader, isVr, type Vr } from './dictionary.ts';
import { readDataSet } from './read-data-set.ts';
import { annotated } from './testing.ts';
import { ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian } from './uid.ts';
import { writeDataSet, type DataSetInput, type ElementInput } from './write-data-set.ts';

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

  it('refuses what SpecificCharacterSet cannot say, and values too long for their header', () => {
    expect(() => writeDataSet({ PatientName: 'É' }, ExplicitVRLittleEndian)).toThrow('SpecificCharacterSet');
    expect(() => writeDataSet({ PatientID: 'x'.repeat(65_536) }, ExplicitVRLittleEndian)).toThrow('65535');
    expect(writeDataSet({ PatientID: 'x'.repeat(65_536) }, ImplicitVRLittleEndian)).toHaveLength(65_544);
  });
});

const text = fc.stringMatching(/^[A-Za-z0-9^=.]{0,20}$/);
const values: { [Code in Vr]?: fc.Arbitrary<string | number[] | Uint8Array> } = {
  LO: text,
  PN: text,
  UT: text,
  US: fc.array(fc.nat(0xffff), { maxLength: 4 }),
  SS: fc.array(fc.integer({ min: -0x8000, max: 0x7fff }), { maxLength: 4 }),
  UL: fc.array(fc.nat(0xffffffff), { maxLength: 4 }),
  SL: fc.array(fc.integer(), { maxLength: 4 }),
  FL: fc.array(fc.float({ noNaN: true }), { maxLength: 4 }),
  FD: fc.array(fc.double({ noNaN: true }), { maxLength: 4 }),
  OB: fc.uint8Array({ maxLength: 40 }),
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

/** What a reader finds, in the form in which it was written. */
function backToInput(dataSet: DataSet): ElementInput[] {
  return [...dataSet.elements()].map(({ tag, vr }) => {
    if (vr === 'SQ') return { tag, vr, value: dataSet.items(tag).map(backToInput) };
    if (vr.startsWith('O') || vr === 'UN')
      return { tag, vr, value: new Uint8Array(dataSet.bytes(tag) ?? []) };
    if (['LO', 'PN', 'UT'].includes(vr)) return { tag, vr, value: dataSet.texts(tag).join('\\') };
    return { tag, vr, value: dataSet.numbers(tag) };
  });
}

/** Byte values of odd length come back with the NUL that pads them. */
function asStored(input: readonly ElementInput[]): ElementInput[] {
  return input
    .map(({ tag, vr, value }): ElementInput => {
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
      fc.property(elements(3), (input) => {
        const { dataSet, state } = readDataSet(writeDataSet(input, syntax), syntax);
        expect(state).toBe('complete');
        expect(backToInput(dataSet)).toEqual(asStored(input));
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
