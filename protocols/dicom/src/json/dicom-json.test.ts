import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { jsonOfValues, toDicomJson, type JsonAttribute, type JsonDataSet } from './dicom-json.ts';
import type { Vr } from '../dictionary/dictionary.ts';
import { fromDicomJson } from './from-dicom-json.ts';
import { readPart10, writeFileMeta } from '../file/part10.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import { reasonOf, sampleFiles, seededRandom } from '../testing.ts';
import { hasJudge, judge } from '../testing-dcmtk.ts';
import { ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian } from '../dictionary/uid.ts';
import { writeDataSet, type DataSetInput } from '../data-set/write-data-set.ts';

function jsonOf(input: DataSetInput, syntax = ExplicitVRLittleEndian): JsonDataSet {
  return JSON.parse(toDicomJson(readDataSet(writeDataSet(input, syntax), syntax).dataSet));
}

describe('DICOM JSON of a data set', () => {
  it('has values of every kind (PS3.18 section F.2.3)', () => {
    const input: DataSetInput = [
      { tag: 0x00080000, vr: 'UL', value: 4 },
      { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 100' },
      { tag: 0x00080018, vr: 'UI', value: '1.2.3' },
      { tag: 0x00090010, vr: 'LO', value: 'ACME' },
      { tag: 0x00091001, vr: 'UN', value: Uint8Array.of(1, 2) },
      { tag: 0x00091002, vr: 'UV', value: [2n ** 60n] },
      { tag: 0x00091003, vr: 'SV', value: [-5n] },
      { tag: 0x00091004, vr: 'FD', value: [0.1, Number.NaN, Number.NEGATIVE_INFINITY] },
      { tag: 0x00091005, vr: 'OD', value: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
      { tag: 0x00100010, vr: 'PN', value: 'Dupré^Zoé^^' },
      { tag: 0x00181063, vr: 'DS', value: '+01.50\\.5\\\\1e3\\6 mm' },
      { tag: 0x00200013, vr: 'IS', value: '007' },
      { tag: 0x00204000, vr: 'LT', value: 'a\\"b"' },
      { tag: 0x00280009, vr: 'AT', value: 0x0018106a },
      { tag: 0x00400275, vr: 'SQ', value: [[{ tag: 0x00401001, vr: 'SH', value: null }], []] },
    ];
    const expected = {
      '00080005': { vr: 'CS', Value: ['ISO_IR 192'] },
      '00080018': { vr: 'UI', Value: ['1.2.3'] },
      '00090010': { vr: 'LO', Value: ['ACME'] },
      '00091001': { vr: 'UN', InlineBinary: 'AQI=' },
      '00091002': { vr: 'UV', Value: ['1152921504606846976'] },
      '00091003': { vr: 'SV', Value: [-5] },
      '00091004': { vr: 'FD', Value: [0.1, 'NaN', '-inf'] },
      '00091005': { vr: 'OD', InlineBinary: 'AQIDBAUGBwg=' },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'Dupré^Zoé' }] },
      '00181063': { vr: 'DS', Value: [1.5, 0.5, null, 1000, '6 mm'] },
      '00200013': { vr: 'IS', Value: [7] },
      '00204000': { vr: 'LT', Value: ['a\\"b"'] },
      '00280009': { vr: 'AT', Value: ['0018106A'] },
      '00400275': { vr: 'SQ', Value: [{ '00401001': { vr: 'SH' } }, {}] },
    };
    expect(jsonOf(input)).toEqual(expected);
    expect(jsonOf(input, ExplicitVRBigEndian)).toEqual(expected);
  });

  it('keeps the digits of DS, and of integers that a double would round, as text', () => {
    const bytes = writeDataSet(
      [
        { tag: 0x00091002, vr: 'UV', value: [2n ** 64n - 1n] },
        { tag: 0x00180050, vr: 'DS', value: '1.50' },
      ],
      ExplicitVRLittleEndian,
    );
    expect(toDicomJson(readDataSet(bytes, ExplicitVRLittleEndian).dataSet)).toBe(
      '{"00091002":{"vr":"UV","Value":["18446744073709551615"]},"00180050":{"vr":"DS","Value":[1.50]}}',
    );
  });

  it('names bulk data by the path to it', () => {
    const asked: [number[], number | null][] = [];
    const bytes = writeDataSet(
      {
        PatientComments: 'x'.repeat(2000),
        IconImageSequence: [{ PixelData: new Uint8Array(4) }],
        PixelData: { fragments: [new Uint8Array(10)] },
      },
      '1.2.840.10008.1.2.4.50',
    );
    const { dataSet } = readDataSet(bytes.subarray(0, -30), '1.2.840.10008.1.2.4.50', { isPrefix: true });
    const json: JsonDataSet = JSON.parse(
      toDicomJson(dataSet, {
        bulkDataUri: (path, length) => {
          asked.push([[...path], length]);
          return path.length === 1 ? `/bulk/${path.join('/')}` : undefined;
        },
      }),
    );
    expect(asked).toEqual([
      [[0x00104000], 2000],
      [[0x00880200, 0, 0x7fe00010], 4],
      [[0x7fe00010], null],
    ]);
    expect(json['7FE00010']).toEqual({ vr: 'OB', BulkDataURI: '/bulk/2145386512' });
    expect(json['00880200']?.Value).toEqual([{ '7FE00010': { vr: 'OW', InlineBinary: 'AAAAAA==' } }]);
  });

  it('is JSON whatever the bytes', () => {
    const original = writeDataSet(
      {
        SpecificCharacterSet: ['', 'ISO 2022 IR 87'],
        PatientName: 'Yamada=山田',
        SliceThickness: '1.5',
        RealWorldValueSlope: [1.5],
        ReferencedImageSequence: [{ ReferencedFrameNumber: 1 }],
      },
      ExplicitVRLittleEndian,
    );
    const random = seededRandom(6);
    for (let run = 0; run < 3000; run += 1) {
      const bytes = Buffer.from(original);
      for (let hit = 0; hit < 3; hit += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      let text = '{}';
      const reason = reasonOf(() => {
        text = toDicomJson(readDataSet(bytes, ExplicitVRLittleEndian).dataSet);
      });
      expect(['none', 'malformed', 'truncated']).toContain(reason);
      expect(() => JSON.parse(text)).not.toThrow();
    }
  });

  it('is made of values at hand too', () => {
    expect(
      jsonOfValues({ PatientName: 'A^B=C', NumberOfStudyRelatedInstances: 3, AccessionNumber: '' }),
    ).toEqual({
      '00080050': { vr: 'SH' },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'A^B', Ideographic: 'C' }] },
      '00201208': { vr: 'IS', Value: [3] },
    });
  });
});

const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .map((one) => one.replaceAll(/[\\^=\p{C}\s]/gu, ''));
const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const tag = (low: number, high: number) =>
  fc.integer({ min: low, max: high }).map((one) => one.toString(16).toUpperCase().padStart(8, '0'));
const attribute = fc.memo((depth) =>
  fc.oneof(
    fc.record({
      vr: fc.constantFrom('LO', 'UC', 'SH'),
      Value: fc.array(
        text.filter((one) => one !== ''),
        { minLength: 1, maxLength: 3 },
      ),
    }),
    fc.record({
      vr: fc.constantFrom('US', 'UL'),
      Value: fc.array(fc.nat(0xffff), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({
      vr: fc.constantFrom('SS', 'SL', 'SV', 'IS', 'DS'),
      Value: fc.array(fc.integer({ min: -0x8000, max: 0x7fff }), { minLength: 1, maxLength: 3 }),
    }),
    fc.record({ vr: fc.constant('FD'), Value: fc.array(number, { minLength: 1, maxLength: 3 }) }),
    fc.record({ vr: fc.constant('AT'), Value: fc.array(tag(0, 0xffffffff), { minLength: 1, maxLength: 3 }) }),
    fc.record({
      vr: fc.constantFrom('OB', 'OW', 'UN'),
      InlineBinary: fc
        .uint8Array({ minLength: 1, maxLength: 8 })
        .map((one) => Buffer.from([...one, ...one]).toString('base64')),
    }),
    fc.record({
      vr: fc.constant('PN'),
      Value: fc.array(
        fc.record({
          Alphabetic: text.filter((one) => one !== ''),
          Ideographic: text.filter((one) => one !== ''),
        }),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    fc.record({ vr: fc.constantFrom('LO', 'US', 'OB', 'SQ', 'PN') }),
    ...(depth > 1
      ? [
          fc.record({
            vr: fc.constant('SQ'),
            Value: fc.array(objects(depth - 1), { minLength: 1, maxLength: 3 }),
          }),
        ]
      : []),
  ),
);
const objects: fc.Memo<object> = fc.memo((depth) =>
  fc.dictionary(tag(0x00091001, 0x000910ff), attribute(depth), { maxKeys: 5 }),
);

describe('a data set of DICOM JSON', () => {
  it.each([ExplicitVRLittleEndian, ExplicitVRBigEndian])(
    'gives the same JSON again, written in %s',
    (syntax) => {
      fc.assert(
        fc.property(objects(3), (json) => {
          const given = JSON.parse(JSON.stringify(json));
          const { '00080005': _set, ...made } = jsonOf(fromDicomJson(given), syntax);
          expect(made).toEqual(given);
        }),
        { seed: 11, numRuns: 400 },
      );
    },
  );

  it.each([
    ['an array', []],
    ['a text', 'x'],
    ['a keyword for a tag', { PatientID: { vr: 'LO' } }],
    ['an unknown VR', { '00100020': { vr: 'ZZ' } }],
    ['a value that is no array', { '00100020': { vr: 'LO', Value: 'A' } }],
    ['an object where text is due', { '00100020': { vr: 'LO', Value: [{}] } }],
    ['a text where a number is due', { '00280010': { vr: 'US', Value: ['many'] } }],
    ['a broken integer', { '00091001': { vr: 'UV', Value: [1.5] } }],
    ['a broken tag', { '00280009': { vr: 'AT', Value: ['18'] } }],
    ['a broken item', { '00400275': { vr: 'SQ', Value: ['x'] } }],
  ])('is refused from %s', (_name, json) => {
    expect(reasonOf(() => fromDicomJson(json))).toBe('malformed');
  });

  it('is refused without its bulk data, or nested without end', () => {
    const json = { '7FE00010': { vr: 'OW', BulkDataURI: 'x' } };
    expect(reasonOf(() => fromDicomJson(json))).toBe('unsupported');
    expect(fromDicomJson(json, { bulkData: () => Uint8Array.of(1, 2) })).toEqual([
      { tag: 0x7fe00010, vr: 'OW', value: Uint8Array.of(1, 2) },
    ]);
    let nested: object = {};
    for (let depth = 0; depth < 100; depth += 1) nested = { '00400275': { vr: 'SQ', Value: [nested] } };
    expect(reasonOf(() => fromDicomJson(nested))).toBe('limit');
  });
});

/** FL as single precision, FD to 15 digits: dcmtk writes its binary numbers with errors in the last digit. */
function comparable(json: JsonDataSet): JsonDataSet {
  const rounded = Object.entries(json).map(([name, attribute]): [string, JsonAttribute] => {
    const { vr, Value } = attribute;
    const round = rounding[vr];
    return [name, Value && round ? { ...attribute, Value: Value.map(round) } : attribute];
  });
  return Object.fromEntries(rounded);
}

const rounding: { [Code in Vr]?: (value: unknown) => unknown } = {
  FL: (value) => Math.fround(Number(value)),
  FD: (value) => Number(Number(value).toPrecision(15)),
  SQ: (value) => comparable(Object(value)),
};

/** dcm2json's account of a file. It stops at compressed pixel data, which JSON has no place for, and leaves a comma. */
function dcm2json(file: Buffer): JsonDataSet {
  const { stdout } = judge('dcm2json', ['-fc', '-ee'], file);
  return comparable(JSON.parse(stdout.replace(/,}\s*$/, '}')));
}

describe.runIf(hasJudge('dcm2json'))('JSON beside that of dcmtk', () => {
  const files = ['ct-brain', 'modalities', 'transfer-syntaxes'].flatMap(sampleFiles);
  it.each(files)('$name has the same attributes and values', ({ bytes }) => {
    const { dataSetBytes, transferSyntaxUID } = readPart10(bytes);
    const { dataSet, pixelData } = readDataSet(dataSetBytes, transferSyntaxUID);
    const ours = comparable(JSON.parse(toDicomJson(dataSet)));
    const told = Object.entries(ours).filter(([tag]) => !pixelData?.encapsulated || tag < '7FE00010');
    expect(Object.fromEntries(told)).toEqual(dcm2json(bytes));
  });

  it.each([ExplicitVRLittleEndian, ImplicitVRLittleEndian, ExplicitVRBigEndian])(
    'a file made of everything in %s has the same attributes and values',
    (syntax) => {
      const meta = { SOPClassUID: '1.2', SOPInstanceUID: '1.2.3', transferSyntaxUID: syntax };
      const bytes = writeDataSet(
        {
          SpecificCharacterSet: ['', 'ISO 2022 IR 149', 'ISO 2022 IR 58'],
          PatientName: 'Hong^Gildong=洪^吉洞=홍^길동',
          PatientComments: '길동\r\n小东',
          OtherPatientNames: ['A^B=홍^길동', 'C^D'],
          FrameIncrementPointer: [0x00181063, 0x00181065],
          ImagePositionPatient: ['1.50', '-0.0', '1e-3'],
          PixelSpacing: [0.1, 0.25],
          InstanceNumber: 12,
          Rows: 512,
          PixelRepresentation: 1,
          PixelPaddingValue: -2000,
          RealWorldValueSlope: [-1e-5, 0.1],
          ReferencedImageSequence: [{ ReferencedSOPInstanceUID: '1.2.3.4' }, {}],
          PixelData: Uint8Array.of(1, 2, 3, 4),
        },
        syntax,
        { undefinedLengths: true },
      );
      const { dataSet } = readDataSet(bytes, syntax);
      const ours = comparable(JSON.parse(toDicomJson(dataSet)));
      expect(ours).toEqual(dcm2json(Buffer.concat([writeFileMeta(meta), bytes])));
    },
  );

  /** Not the Japanese ones of two bytes, which dcmtk cannot read where it is built on the C library. */
  it.each([
    ['ISO_IR 100', 'Jérôme^Zoé'],
    ['ISO_IR 101', 'Włodarczyk'],
    ['ISO_IR 109', 'Ħal^Ġorġ'],
    ['ISO_IR 110', 'Ąžuolas^Ūla'],
    ['ISO_IR 144', 'Люкceмбypг'],
    ['ISO_IR 127', 'قباني^لنزار'],
    ['ISO_IR 126', 'Διονυσιος'],
    ['ISO_IR 138', 'שרון^דבורה'],
    ['ISO_IR 148', 'Çavuşoğlu'],
    ['ISO_IR 166', 'นาย^สมชาย'],
    ['ISO_IR 13', 'ﾔﾏﾀﾞ^ﾀﾛｳ'],
    ['ISO_IR 192', 'Wang^XiaoDong=王^小東=😀'],
    ['GB18030', 'Wang^XiaoDong=王^小东=ÿ𠀀'],
    ['GBK', 'Wang^XiaoDong=王^小东'],
    ['\\ISO 2022 IR 149', 'Hong^Gildong=洪^吉洞=홍^길동'],
    ['\\ISO 2022 IR 58', 'Zhang^XiaoDong=张^小东'],
    ['ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 144', 'é^Διο Люк=é Δ'],
    ['ISO 2022 IR 13\\ISO 2022 IR 149', 'ﾔﾏﾀﾞ^ﾀﾛｳ=홍^길동'],
  ])('text written in %s is what dcmtk reads', (SpecificCharacterSet, PatientName) => {
    const meta = { SOPClassUID: '1.2', SOPInstanceUID: '1.2.3', transferSyntaxUID: ExplicitVRLittleEndian };
    const bytes = writeDataSet({ SpecificCharacterSet, PatientName }, ExplicitVRLittleEndian);
    const read = dcm2json(Buffer.concat([writeFileMeta(meta), bytes]));
    const [Alphabetic, Ideographic, Phonetic] = PatientName.split('=');
    expect(read['00100010']?.Value).toEqual([
      JSON.parse(JSON.stringify({ Alphabetic, Ideographic, Phonetic }, (_key, value) => value || undefined)),
    ]);
  });
});
