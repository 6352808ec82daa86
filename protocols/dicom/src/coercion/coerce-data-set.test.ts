import { deflateRawSync, inflateRawSync } from 'node:zlib';

import { describe, expect, it } from 'vitest';

import { coerceDataSet, type CoercionOptions } from './coerce-data-set.ts';
import { DicomError } from '../error.ts';
import { readPart10, writeFileMeta } from '../file/part10.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import { sampleFiles, seededRandom } from '../testing.ts';
import { hasJudge, judge } from '../testing-dcmtk.ts';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
} from '../dictionary/uid.ts';
import { writeDataSet, type DataSetInput } from '../data-set/write-data-set.ts';

const options: CoercionOptions = {
  reason: 'COERCE',
  modifyingSystem: 'LIAISON',
  sourceOfPreviousValues: 'CH Évry',
  modifiedAt: new Date('2026-03-04T05:06:07.089Z'),
};
const changes: DataSetInput = {
  AccessionNumber: 'A-42',
  IssuerOfAccessionNumberSequence: [{ LocalNamespaceEntityID: 'CHU' }],
  PatientID: 'IPP9',
  IssuerOfPatientID: 'CHU',
  OtherPatientIDsSequence: [{ PatientID: 'OLD', IssuerOfPatientID: 'CH', TypeOfPatientID: 'TEXT' }],
};

async function coerce(
  bytes: Buffer,
  syntax: string,
  wanted: DataSetInput = changes,
  size = bytes.length,
): Promise<Buffer> {
  const random = seededRandom(9);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = Math.ceil(random() * size);
    pieces.push(bytes.subarray(at, at + length));
    at += length;
  }
  const out: Buffer[] = [];
  for await (const piece of coerceDataSet(pieces, syntax, wanted, options)) out.push(Buffer.from(piece));
  return Buffer.concat(out);
}

const files = ['ct-brain', 'modalities', 'transfer-syntaxes']
  .flatMap(sampleFiles)
  .filter(({ name }) => !/^[0-2][2-9]/.test(name))
  .map(({ name, bytes }) => ({ name, bytes, ...readPart10(bytes) }));

describe('coercing a data set', () => {
  it.each([ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])(
    'replaces and adds attributes in %s, and keeps what they were',
    async (syntax) => {
      const original = writeDataSet(
        {
          SpecificCharacterSet: 'ISO_IR 100',
          AccessionNumber: 'X1',
          PatientName: 'Zoé',
          PatientID: '7',
          IssuerOfPatientID: 'CHU',
          Rows: 1,
          PixelData: Uint8Array.of(1, 2, 3, 4),
        },
        syntax,
      );
      const made = await coerce(original, syntax, changes, 5);
      const { dataSet, pixelData } = readDataSet(made, syntax);
      expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 100');
      expect(dataSet.text('PatientID')).toBe('IPP9');
      expect(dataSet.text('PatientName')).toBe('Zoé');
      expect(dataSet.items('IssuerOfAccessionNumberSequence')[0]?.text('LocalNamespaceEntityID')).toBe('CHU');
      expect(made.subarray(pixelData?.offset)).toEqual(original.subarray(-4));
      const [item, ...others] = dataSet.items('OriginalAttributesSequence');
      expect(others).toEqual([]);
      expect(item?.text('AttributeModificationDateTime')).toBe('20260304050607.089+0000');
      expect(item?.text('ModifyingSystem')).toBe('LIAISON');
      expect(item?.text('SourceOfPreviousValues')).toBe('CH Évry');
      expect(item?.text('ReasonForTheAttributeModification')).toBe('COERCE');
      const before = item?.items('ModifiedAttributesSequence')[0];
      expect([before?.text('AccessionNumber'), before?.text('PatientID')]).toEqual(['X1', '7']);
      expect(before?.has('IssuerOfPatientID')).toBe(false);
      expect(before?.find('OtherPatientIDsSequence')?.items).toEqual([]);
      const tags = [...dataSet.elements()].map(({ tag }) => tag);
      expect(tags).toEqual(tags.toSorted((left, right) => left - right));
    },
  );

  it('appends to what was coerced before, and does nothing twice', async () => {
    const syntax = ExplicitVRLittleEndian;
    const original = writeDataSet({ PatientID: '7', Rows: 1, OriginalAttributesSequence: [] }, syntax);
    const once = await coerce(original, syntax, { PatientID: '8' });
    const twice = await coerce(once, syntax, { PatientID: '9' });
    const before = readDataSet(twice, syntax)
      .dataSet.items('OriginalAttributesSequence')
      .map((item) => item.items('ModifiedAttributesSequence')[0]?.text('PatientID'));
    expect(before).toEqual(['7', '8']);
    expect(await coerce(twice, syntax, { PatientID: '9' })).toEqual(twice);
    const delimited = writeDataSet(
      {
        PatientID: '7',
        OriginalAttributesSequence: [{ ModifyingSystem: 'A' }],
        PixelData: new Uint8Array(2),
      },
      syntax,
      { undefinedLengths: true },
    );
    const { dataSet } = readDataSet(await coerce(delimited, syntax, { PatientID: '8' }), syntax);
    const systems = dataSet.items('OriginalAttributesSequence').map((item) => item.text('ModifyingSystem'));
    expect(systems).toEqual(['A', 'LIAISON']);
  });

  it('goes over to ISO_IR 192 where the new text needs it, with all other text', async () => {
    for (const syntax of [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian]) {
      const original = writeDataSet(
        {
          SpecificCharacterSet: 'ISO_IR 100',
          PatientName: 'Zoé',
          PatientID: 'é1',
          ReferencedPatientSequence: [
            { PatientName: 'Éloi' },
            { SpecificCharacterSet: 'ISO_IR 144', PatientName: 'Люк' },
          ],
          OriginalAttributesSequence: [{ ModifyingSystem: 'Évry' }],
          PixelData: Uint8Array.of(1, 2),
        },
        syntax,
      );
      const made = await coerce(original, syntax, { PatientID: 'Ω', StudyDescription: 'Crâne' }, 7);
      const { dataSet } = readDataSet(made, syntax);
      expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 192');
      expect([dataSet.text('PatientName'), dataSet.text('PatientID')]).toEqual(['Zoé', 'Ω']);
      expect(dataSet.items('ReferencedPatientSequence').map((item) => item.text('PatientName'))).toEqual([
        'Éloi',
        'Люк',
      ]);
      const [older, ours] = dataSet.items('OriginalAttributesSequence');
      expect(older?.text('ModifyingSystem')).toBe('Évry');
      expect(ours?.items('ModifiedAttributesSequence')[0]?.text('PatientID')).toBe('é1');
      expect(dataSet.bytes('PixelData')).toEqual(original.subarray(-2));
    }
  });

  it('declares ISO_IR 192 where nothing was declared', async () => {
    const made = await coerce(writeDataSet({ Rows: 1 }, ExplicitVRLittleEndian), ExplicitVRLittleEndian, {
      PatientName: 'Zoé',
    });
    const { dataSet } = readDataSet(made, ExplicitVRLittleEndian);
    expect([dataSet.text('SpecificCharacterSet'), dataSet.text('PatientName')]).toEqual([
      'ISO_IR 192',
      'Zoé',
    ]);
  });

  it('takes digital signatures away where it changes what they sign, and leaves them otherwise', async () => {
    const signature = { DigitalSignatureUID: '1.2.3', MACIDNumber: 1 };
    for (const PixelData of [undefined, { fragments: [new Uint8Array(8)] }, new Uint8Array(6)]) {
      const original = writeDataSet(
        {
          PatientID: '7',
          ReferencedPatientSequence: [{ PatientID: '7', DigitalSignaturesSequence: [signature] }],
          MACParametersSequence: [{ MACIDNumber: 1 }],
          PixelData,
          DigitalSignaturesSequence: [signature],
          DataSetTrailingPadding: new Uint8Array(4),
        },
        ExplicitVRLittleEndian,
      );
      const { dataSet } = readDataSet(
        await coerce(original, ExplicitVRLittleEndian, { PatientID: '8' }, 9),
        ExplicitVRLittleEndian,
      );
      expect(dataSet.text('PatientID')).toBe('8');
      expect(dataSet.has('MACParametersSequence')).toBe(false);
      expect(dataSet.has('DigitalSignaturesSequence')).toBe(false);
      expect(dataSet.has('DataSetTrailingPadding')).toBe(true);
      expect(dataSet.has('PixelData')).toBe(PixelData !== undefined);
      // What an item signs is as it was.
      const [item] = dataSet.items('ReferencedPatientSequence');
      expect(item?.has('DigitalSignaturesSequence')).toBe(true);
      expect(await coerce(original, ExplicitVRLittleEndian, { PatientID: '7' })).toEqual(original);
    }
  });

  it('works within deflate', async () => {
    const plain = writeDataSet({ PatientID: '7', PixelData: new Uint8Array(5000) }, ExplicitVRLittleEndian);
    const made = await coerce(deflateRawSync(plain), DeflatedExplicitVRLittleEndian, changes, 50);
    expect(made.length % 2).toBe(0);
    expect(inflateRawSync(made)).toEqual(await coerce(plain, ExplicitVRLittleEndian));
  });

  it('lets pixels through as they come, holding none', async () => {
    const original = writeDataSet({ PatientID: '7', PixelData: new Uint8Array(2) }, ExplicitVRLittleEndian);
    const head = original.subarray(0, -2);
    const [pieceBytes, pieceCount] = [1 << 16, 200];
    head.writeUInt32LE(pieceBytes * pieceCount, head.length - 4);
    let given = 0;
    function* pieces(): Generator<Uint8Array> {
      yield head;
      const piece = new Uint8Array(pieceBytes);
      for (; given < pieceCount; given += 1) yield piece;
    }
    let total = 0;
    for await (const piece of coerceDataSet(pieces(), ExplicitVRLittleEndian, { PatientID: '8' }, options)) {
      total += piece.length;
      expect(total).toBeGreaterThan((given - 1) * pieceBytes);
    }
    expect(total).toBeGreaterThan(pieceBytes * pieceCount);
  });

  it('ends with an answer or a refusal, whatever the bytes', async () => {
    const original = writeDataSet(
      {
        SpecificCharacterSet: 'ISO_IR 100',
        PatientID: 'é1',
        ReferencedPatientSequence: [{ PatientName: 'Éloi' }],
        OriginalAttributesSequence: [{ ModifyingSystem: 'Évry' }],
      },
      ExplicitVRLittleEndian,
      { undefinedLengths: true },
    );
    const random = seededRandom(4);
    for (let run = 0; run < 1500; run += 1) {
      const bytes = Buffer.from(original);
      for (let hit = 0; hit < 3; hit += 1)
        bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      const outcome = await coerce(
        bytes,
        ExplicitVRLittleEndian,
        { PatientID: 'Ω', Modality: 'CT' },
        40,
      ).catch((error: unknown) => error);
      expect(outcome instanceof Buffer || outcome instanceof DicomError).toBe(true);
    }
  });

  it('refuses changes where it has passed, and data sets that are cut', async () => {
    const bytes = writeDataSet({ PatientID: '7', Rows: 1 }, ExplicitVRLittleEndian);
    await expect(coerce(bytes, ExplicitVRLittleEndian, { PixelData: new Uint8Array(2) })).rejects.toThrow(
      'coerced',
    );
    await expect(coerce(bytes.subarray(0, -1), ExplicitVRLittleEndian)).rejects.toThrow('bytes needed');
  });

  it.each(files)(
    '$name keeps every other byte, pixels included',
    async ({ dataSetBytes, transferSyntaxUID }) => {
      const made = await coerce(dataSetBytes, transferSyntaxUID, changes, 3000);
      const [before, after] = [dataSetBytes, made].map((bytes) => ({
        bytes,
        ...readDataSet(bytes, transferSyntaxUID),
      }));
      const from = before?.pixelData?.offset ?? dataSetBytes.length;
      const to = after?.pixelData?.offset ?? made.length;
      expect(made.subarray(to).equals(dataSetBytes.subarray(from))).toBe(true);
      for (const { tag, length, offset } of before?.dataSet.elements() ?? []) {
        const touched =
          [0x00080050, 0x00080051, 0x00100020, 0x00100021, 0x00101002].includes(tag) || (tag & 0xffff) === 0;
        if (touched || length === null) continue;
        const there = after?.dataSet.find(tag);
        const moved = made.subarray(there?.offset, (there?.offset ?? 0) + (there?.length ?? 0));
        if (!moved.equals(dataSetBytes.subarray(offset, offset + length)))
          throw new Error(`(${tag.toString(16)}) has changed`);
      }
      expect(after?.dataSet.text('PatientID')).toBe('IPP9');
    },
  );
});

describe.runIf(hasJudge('dciodvfy'))('coerced files beside dciodvfy', () => {
  it.each(files)(
    '$name has no fault that it had not',
    async ({ bytes, dataSetBytes, transferSyntaxUID, meta }) => {
      const head = writeFileMeta({
        SOPClassUID: meta.text('MediaStorageSOPClassUID') ?? '',
        SOPInstanceUID: meta.text('MediaStorageSOPInstanceUID') ?? '',
        transferSyntaxUID,
      });
      const made = Buffer.concat([head, await coerce(dataSetBytes, transferSyntaxUID)]);
      const [before, after] = [bytes, made].map((file) => faults(file));
      expect(after?.filter((fault) => !before?.includes(fault))).toEqual([]);
    },
  );
});

function faults(file: Buffer): string[] {
  return judge('dciodvfy', ['-new'], file)
    .stderr.split('\n')
    .filter((line) => line.startsWith('Error'));
}
