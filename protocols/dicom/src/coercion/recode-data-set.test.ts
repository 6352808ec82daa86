import { describe, expect, it } from 'vitest';
import { coerceDataSet } from './coerce-data-set.ts';
import { readDataSet } from '../data-set/read-data-set.ts';
import { recodeDataSet } from './recode-data-set.ts';
import type { TargetCharacterSet } from '../text/recode-text.ts';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRBigEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
} from '../dictionary/uid.ts';
import { writeDataSet, type DataSetInput, type ElementInput } from '../data-set/write-data-set.ts';

async function recode(
  bytes: Buffer,
  syntax: string,
  target: TargetCharacterSet = 'ISO_IR 100',
  size = 7,
): Promise<{ made: Buffer; isUnfit: boolean }> {
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.subarray(at, at + size));
  const out: Buffer[] = [];
  let isUnfit = false;
  const told = () => void (isUnfit = true);
  for await (const piece of recodeDataSet(pieces, syntax, target, told)) out.push(Buffer.from(piece));
  return { made: Buffer.concat(out), isUnfit };
}

const study: DataSetInput = {
  SpecificCharacterSet: 'ISO_IR 192',
  PatientName: 'Lefèvre^Zoé',
  ReferencedPatientSequence: [{ PatientName: 'Éloi' }],
  PixelData: Uint8Array.of(1, 2, 3, 4),
};

describe('a data set for a system of one character set', () => {
  it.each([ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian])(
    'is put in it where all its text fits, pixels as they were (%s)',
    async (syntax) => {
      const original = writeDataSet(study, syntax);
      const { made, isUnfit } = await recode(original, syntax);
      const { dataSet, pixelData } = readDataSet(made, syntax);
      expect(isUnfit).toBe(false);
      expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 100');
      expect(dataSet.bytes('PatientName')?.toString('latin1').trim()).toBe('Lefèvre^Zoé');
      expect(dataSet.items('ReferencedPatientSequence')[0]?.text('PatientName')).toBe('Éloi');
      expect(made.subarray(pixelData?.offset)).toEqual(original.subarray(-4));
    },
  );

  it('passes as it is where a character has no place in it, and says so', async () => {
    const original = writeDataSet({ ...study, StudyDescription: 'Łukasz' }, ExplicitVRLittleEndian);
    expect(await recode(original, ExplicitVRLittleEndian)).toEqual({ made: original, isUnfit: true });
    const late = writeDataSet(
      { SpecificCharacterSet: 'ISO_IR 192', ReferencedPatientSequence: [{ PatientName: 'Łukasz' }] },
      ExplicitVRLittleEndian,
    );
    expect(await recode(late, ExplicitVRLittleEndian, 'ISO_IR 100', 1000)).toEqual({
      made: late,
      isUnfit: true,
    });
  });

  it('passes as it is where it is in it already, or declares nothing', async () => {
    for (const SpecificCharacterSet of ['ISO_IR 100', 'ISO_IR 6', undefined]) {
      const original = writeDataSet(
        { ...study, SpecificCharacterSet, PatientName: 'DUPONT' },
        ExplicitVRLittleEndian,
        {
          replaces: true,
        },
      );
      expect(await recode(original, ExplicitVRLittleEndian)).toEqual({ made: original, isUnfit: false });
    }
  });

  it('loses the signatures that other text breaks, those behind its pixels too', async () => {
    const signed: ElementInput[] = [
      { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 192' },
      { tag: 0x00100010, vr: 'PN', value: Buffer.from('Éloi ', 'utf8') },
      { tag: 0x4ffe0001, vr: 'SQ', value: [] },
      { tag: 0x7fe00010, vr: 'OW', value: Uint8Array.of(1, 2, 3, 4) },
      { tag: 0xfffafffa, vr: 'SQ', value: [] },
    ];
    const { made } = await recode(writeDataSet(signed, ExplicitVRLittleEndian), ExplicitVRLittleEndian);
    const { dataSet } = readDataSet(made, ExplicitVRLittleEndian);
    expect([...dataSet.elements()].map(({ tag }) => tag)).toEqual([0x00080005, 0x00100010, 0x7fe00010]);
  });

  it('works within deflate', async () => {
    const plain = writeDataSet(study, ExplicitVRLittleEndian);
    const { made } = await recode(deflateRawSync(plain), DeflatedExplicitVRLittleEndian);
    expect(inflateRawSync(made)).toEqual((await recode(plain, ExplicitVRLittleEndian)).made);
  });

  it('passes as it is where it cannot be read', async () => {
    const cut = writeDataSet({ ...study, PixelData: undefined }, ExplicitVRLittleEndian).subarray(0, -3);
    expect(await recode(cut, ExplicitVRLittleEndian)).toEqual({ made: cut, isUnfit: true });
  });
});

/** Elements of an unknown VR, as systems write what they do not know (PS3.5 section 6.2.2). */
function asUnknown(tag: number, value: Buffer): ElementInput {
  return { tag, vr: 'UN', value };
}

describe('text that came as UN', () => {
  const latin = (text: string) => Buffer.from(text, 'latin1');
  const implicitName = writeDataSet(
    [{ tag: 0x00100010, vr: 'PN', value: latin('Éloi') }],
    ImplicitVRLittleEndian,
  );
  const item = Buffer.concat([Buffer.from('feff00e0', 'hex'), Buffer.alloc(4), implicitName]);
  item.writeUInt32LE(implicitName.length, 4);
  const original = writeDataSet(
    [
      { tag: 0x00080005, vr: 'CS', value: 'ISO_IR 100' },
      asUnknown(0x00081030, latin('Crâne ')),
      asUnknown(0x00081120, item),
      { tag: 0x00090010, vr: 'LO', value: 'QUI SAIT' },
      asUnknown(0x00091001, latin('é ')),
      { tag: 0x00100020, vr: 'LO', value: '7' },
    ],
    ExplicitVRLittleEndian,
  );

  it('is recoded where the dictionary knows it, and stays UN', async () => {
    const out: Buffer[] = [];
    const options = { reason: 'COERCE', modifyingSystem: 'L', sourceOfPreviousValues: '' } as const;
    for await (const piece of coerceDataSet(
      [original],
      ExplicitVRLittleEndian,
      { PatientID: 'Ω' },
      {
        ...options,
        modifiedAt: new Date(0),
      },
    ))
      out.push(Buffer.from(piece));
    const made = Buffer.concat(out);
    const { dataSet } = readDataSet(made, ExplicitVRLittleEndian);
    expect(dataSet.text('SpecificCharacterSet')).toBe('ISO_IR 192');
    expect(dataSet.bytes(0x00081030)?.toString('utf8')).toBe('Crâne');
    expect(dataSet.find(0x00081030)?.vr).toBe('UN');
    expect(made.includes(Buffer.from('Éloi', 'utf8'))).toBe(true);
    expect(made.includes(latin('Éloi'))).toBe(false);
    // Of a private element nobody says whether it is text.
    expect(dataSet.bytes(0x00091001)).toEqual(latin('é '));
  });
});
