import { describe, expect, it } from 'vitest';

import { TruncatedError } from '../error.ts';
import { readDataSet } from './read-data-set.ts';
import { annotated, reasonOf, seededRandom } from '../testing.ts';
import {
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  JPEGBaseline8Bit,
} from '../dictionary/uid.ts';
import { writeDataSet } from './write-data-set.ts';

const nested = annotated(`
  08 00 40 11 53 51 00 00 ff ff ff ff   # (0008,1140) SQ, undefined length
    fe ff 00 e0 ff ff ff ff             # item, undefined length
      08 00 50 11 55 49 04 00 31 2e 32 00  # (0008,1150) UI "1.2"
    fe ff 0d e0 00 00 00 00             # item delimitation
    fe ff 00 e0 08 00 00 00             # item, 8 bytes
      08 00 55 11 55 49 00 00           # (0008,1155) UI, empty
  fe ff dd e0 00 00 00 00               # sequence delimitation
  28 00 10 00 55 53 02 00 00 02         # (0028,0010) US 512
`);

describe('a data set', () => {
  it('is read with sequences of undefined and of explicit length', () => {
    const { dataSet, state, consumed } = readDataSet(nested, ExplicitVRLittleEndian);
    expect({ state, consumed }).toEqual({ state: 'complete', consumed: nested.length });
    const items = dataSet.items('ReferencedImageSequence');
    expect(items).toHaveLength(2);
    expect(items[0]?.text('ReferencedSOPClassUID')).toBe('1.2');
    expect(items[1]?.has('ReferencedSOPInstanceUID')).toBe(true);
    expect(items[1]?.text('ReferencedSOPInstanceUID')).toBeUndefined();
    expect(dataSet.number('Rows')).toBe(512);
  });

  it('is read in implicit VR, US or SS as PixelRepresentation says', () => {
    const bytes = annotated(`
      28 00 10 00 02 00 00 00 00 01         # Rows 256
      28 00 03 01 02 00 00 00 01 00         # PixelRepresentation 1
      28 00 20 01 02 00 00 00 fe ff         # PixelPaddingValue -2
      09 00 10 00 04 00 00 00 41 42 43 20   # private creator "ABC"
      09 00 01 10 02 00 00 00 01 02         # private, UN
    `);
    const { dataSet } = readDataSet(bytes, ImplicitVRLittleEndian);
    expect(dataSet.number('Rows')).toBe(256);
    expect(dataSet.number('PixelPaddingValue')).toBe(-2);
    expect(dataSet.text(0x00090010)).toBe('ABC');
    expect(dataSet.bytes(0x00091001)).toEqual(Buffer.from([1, 2]));
  });

  it('is read in big endian', () => {
    const bytes = annotated(`
      00 28 00 10 55 53 00 02 02 00               # Rows 512
      00 28 00 09 41 54 00 04 00 18 10 63         # FrameIncrementPointer (0018,1063)
      7f e0 00 10 4f 57 00 00 00 00 00 02 01 02   # PixelData, 2 bytes
    `);
    const { dataSet, pixelData } = readDataSet(bytes, ExplicitVRBigEndian);
    expect(dataSet.number('Rows')).toBe(512);
    expect(dataSet.numbers('FrameIncrementPointer')).toEqual([0x00181063]);
    expect(pixelData).toEqual({ tag: 0x7fe00010, vr: 'OW', offset: 34, length: 2, encapsulated: false });
  });

  it('has UN of undefined length read as an implicit VR sequence (PS3.5 section 6.2.2)', () => {
    const bytes = annotated(`
      09 00 01 10 55 4e 00 00 ff ff ff ff     # (0009,1001) UN, undefined length
        fe ff 00 e0 0a 00 00 00               # item, 10 bytes
          28 00 10 00 02 00 00 00 07 00       # Rows 7, implicit VR
      fe ff dd e0 00 00 00 00
    `);
    const { dataSet } = readDataSet(bytes, ExplicitVRLittleEndian);
    expect(dataSet.items(0x00091001)[0]?.number('Rows')).toBe(7);
  });

  it('takes SpecificCharacterSet from the data set that holds an item, unless it has its own', () => {
    const bytes = writeDataSet(
      {
        SpecificCharacterSet: 'ISO_IR 192',
        ReferencedStudySequence: [
          { PatientName: 'É' },
          { SpecificCharacterSet: 'ISO_IR 100', PatientName: 'É' },
        ],
      },
      ExplicitVRLittleEndian,
    );
    const items = readDataSet(bytes, ExplicitVRLittleEndian).dataSet.items('ReferencedStudySequence');
    expect(items.map((item) => item.text('PatientName'))).toEqual(['É', 'É']);
    expect(items.map((item) => item.bytes('PatientName')?.length)).toEqual([2, 2]);
  });

  it('keeps backslashes and inner spaces of long texts, and splits the others', () => {
    const bytes = writeDataSet(
      { PatientComments: 'a\\b ', ImageType: ['ORIGINAL', 'PRIMARY'], OtherPatientNames: ' X^Y \\Z' },
      ExplicitVRLittleEndian,
    );
    const { dataSet } = readDataSet(bytes, ExplicitVRLittleEndian);
    expect(dataSet.texts('PatientComments')).toEqual(['a\\b']);
    expect(dataSet.texts('ImageType')).toEqual(['ORIGINAL', 'PRIMARY']);
    expect(dataSet.texts('OtherPatientNames')).toEqual(['X^Y', 'Z']);
  });

  it('keeps the first of two elements of one tag', () => {
    const one = writeDataSet({ PatientID: 'FIRST' }, ExplicitVRLittleEndian);
    const two = writeDataSet({ PatientID: 'SECOND' }, ExplicitVRLittleEndian);
    const { dataSet } = readDataSet(Buffer.concat([one, two]), ExplicitVRLittleEndian);
    expect(dataSet.text('PatientID')).toBe('FIRST');
  });
});

describe('a prefix of a data set', () => {
  it('is read as far as it goes, and says how much more it needs', () => {
    const bytes = writeDataSet({ PatientID: 'ABCDEF', StudyID: '12' }, ExplicitVRLittleEndian);
    const cut = readDataSet(bytes.subarray(0, 10), ExplicitVRLittleEndian, { isPrefix: true });
    expect(cut).toMatchObject({ state: 'need-more', consumed: 0, neededBytes: 14 });
    const more = readDataSet(bytes.subarray(0, 14), ExplicitVRLittleEndian, { isPrefix: true });
    expect(more).toMatchObject({ state: 'complete', consumed: 14 });
    expect(more.dataSet.text('PatientID')).toBe('ABCDEF');
  });

  it('tells where PixelData is though its bytes are not there', () => {
    const bytes = writeDataSet(
      { Rows: 4, Columns: 4, PixelData: new Uint8Array(16) },
      ImplicitVRLittleEndian,
    );
    const offset = bytes.length - 16;
    const reading = readDataSet(bytes.subarray(0, offset), ImplicitVRLittleEndian, { isPrefix: true });
    expect(reading.state).toBe('stopped');
    expect(reading.pixelData).toEqual({ tag: 0x7fe00010, vr: 'OW', offset, length: 16, encapsulated: false });
    expect(() => reading.dataSet.bytes('PixelData')).toThrow(TruncatedError);
  });

  it('tells where encapsulated PixelData begins, its length being unknown', () => {
    const fragments = [new Uint8Array(10), new Uint8Array(20)];
    const bytes = writeDataSet({ Rows: 4, PixelData: { fragments } }, JPEGBaseline8Bit);
    const reading = readDataSet(bytes.subarray(0, 40), JPEGBaseline8Bit, { isPrefix: true });
    expect(reading.pixelData).toMatchObject({ offset: 22, length: null, encapsulated: true });
    const whole = readDataSet(bytes, JPEGBaseline8Bit);
    expect(whole.pixelData).toMatchObject({ offset: 22, length: bytes.length - 22 });
  });

  it('stops at a tag, leaving what sequences hold', () => {
    const { dataSet, state, consumed } = readDataSet(nested, ExplicitVRLittleEndian, {
      stopAtTag: 0x00280000,
    });
    expect({ state, consumed }).toEqual({ state: 'stopped', consumed: nested.length - 10 });
    expect(dataSet.has('Rows')).toBe(false);
    expect(dataSet.items('ReferencedImageSequence')).toHaveLength(2);
  });
});

describe('bytes that are no data set', () => {
  it.each([
    ['cut in a header', nested.subarray(0, 5), 'truncated'],
    ['cut in a sequence', nested.subarray(0, 30), 'truncated'],
    ['cut in a value', nested.subarray(0, nested.length - 1), 'truncated'],
    ['without VR letters', annotated('08 00 05 00 00 00 00 00'), 'malformed'],
    ['with a delimiter out of place', annotated('fe ff 0d e0 00 00 00 00'), 'malformed'],
    ['with undefined length on text', annotated('08 00 05 00 55 54 00 00 ff ff ff ff'), 'malformed'],
    [
      'with an item longer than its sequence',
      annotated('08 00 40 11 53 51 00 00 08 00 00 00  fe ff 00 e0 04 00 00 00  00 00 00 00'),
      'malformed',
    ],
    [
      'with a value longer than its item',
      annotated(
        '08 00 40 11 53 51 00 00 10 00 00 00  fe ff 00 e0 08 00 00 00  28 00 10 00 55 53 02 00 00 00',
      ),
      'malformed',
    ],
    [
      'with something else than items in a sequence',
      annotated('08 00 40 11 53 51 00 00 08 00 00 00  28 00 10 00 55 53 00 00'),
      'malformed',
    ],
  ])('%s are refused', (_name, bytes, reason) => {
    expect(reasonOf(() => readDataSet(bytes, ExplicitVRLittleEndian))).toBe(reason);
  });

  it('are refused when nested deeper than any real object', () => {
    const level = annotated('08 00 40 11 53 51 00 00 ff ff ff ff  fe ff 00 e0 ff ff ff ff');
    const bytes = Buffer.concat(Array.from({ length: 100_000 }, () => level));
    expect(reasonOf(() => readDataSet(bytes, ExplicitVRLittleEndian))).toBe('limit');
    expect(reasonOf(() => readDataSet(bytes, ExplicitVRLittleEndian, { isPrefix: true }))).toBe('limit');
  });

  it('are refused when they hold too many elements', () => {
    const bytes = Buffer.concat(Array.from({ length: 100 }, () => annotated('08 00 05 00 43 53 00 00')));
    expect(reasonOf(() => readDataSet(bytes, ExplicitVRLittleEndian, { maxElements: 99 }))).toBe('limit');
    expect(reasonOf(() => readDataSet(bytes, ExplicitVRLittleEndian, { maxElements: 100 }))).toBe('none');
  });

  it('are answered with a DicomError or a data set, whatever they are', () => {
    const random = seededRandom(20261121);
    const outcomes = new Set<string>();
    for (let round = 0; round < 20_000; round += 1) {
      const bytes = Buffer.from(nested);
      for (let change = 0; change <= round % 4; change += 1) {
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      }
      const cut = bytes.subarray(0, Math.floor(random() * (bytes.length + 1)));
      const syntax = [ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian][round % 3] ?? '';
      outcomes.add(reasonOf(() => readDataSet(cut, syntax, { isPrefix: round % 2 === 0 })));
    }
    expect([...outcomes].toSorted()).toEqual(['malformed', 'none', 'truncated']);
  });
});
