import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import {
  ExplicitVRLittleEndian,
  newUid,
  readDataSet,
  readPart10,
  storageSopClassUid,
  writeDataSet,
  writeFileMeta,
  type ElementInput,
} from '@liaison/dicom';
import { makeStudy } from '@liaison/modality';

export type Slice = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly dataSet: Buffer;
};

export type Study = {
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly accessionNumber: string;
  readonly slices: readonly Slice[];
};

/** An element as it is encoded, header and value. */
type Encoded = { readonly tag: number; readonly bytes: Buffer };

/** Real or synthetic CT slices in explicit VR little endian, from which studies of any size are made. */
export type SliceTemplate = { readonly elements: readonly Encoded[]; readonly pixels: Buffer };
export type SliceTemplates = { readonly origin: string; readonly slices: readonly SliceTemplate[] };

const root = resolve(import.meta.dirname, '../..');
const SOPClassUID = storageSopClassUid('CTImageStorage');
const sliceStepMm = 1;

/** The real head CT where this machine has it, else the simulated scanner's. */
export function readTemplates(): SliceTemplates {
  const folder = join(
    process.env['LIAISON_SHARED_DATA'] ?? resolve(root, '../shared/data'),
    'dicom/ct-brain',
  );
  const names = existsSync(folder) ? globSync('*.dcm', { cwd: folder }).toSorted() : [];
  if (names.length === 0) return syntheticTemplates();
  const slices = names.map((name) => readTemplate(readPart10(readFileSync(join(folder, name))).dataSetBytes));
  return { origin: `${names.length} slices of a real head CT (dicom/ct-brain), repeated`, slices };
}

function syntheticTemplates(): SliceTemplates {
  const patient = {
    PatientName: 'BANC^Essai',
    PatientID: 'BANC',
    PatientBirthDate: '19500101',
    PatientSex: 'O',
  } as const;
  const images = [...makeStudy({ patient, scenario: 'normal', kinds: ['brain'] })];
  const slices = images.map(({ dataSet }) => readTemplate(dataSet));
  return { origin: `${images.length} synthetic slices of simulators/modality, repeated`, slices };
}

function readTemplate(bytes: Buffer): SliceTemplate {
  const { dataSet } = readDataSet(bytes, ExplicitVRLittleEndian);
  let start = 0;
  const elements = [...dataSet.elements()].map(({ tag, offset, length }): Encoded => {
    const end = offset + (length ?? 0);
    const encoded = bytes.subarray(start, end);
    start = end;
    return { tag, bytes: encoded };
  });
  const pixels = dataSet.bytes('PixelData');
  if (!pixels) throw new TypeError('a slice without pixel data');
  return { elements, pixels };
}

/** A study that nobody has seen: every UID is new, and each slice has a place of its own in one series. */
export function makeSlices(templates: SliceTemplates, count: number): Study {
  const StudyInstanceUID = newUid();
  const SeriesInstanceUID = newUid();
  const accessionNumber = `B${Date.now().toString(36).toUpperCase()}${StudyInstanceUID.slice(-5)}`;
  const slices = Array.from({ length: count }, (_, index): Slice => {
    const SOPInstanceUID = newUid();
    const own: ElementInput[] = [
      { tag: 0x00080018, vr: 'UI', value: SOPInstanceUID },
      { tag: 0x00080050, vr: 'SH', value: accessionNumber },
      { tag: 0x00100020, vr: 'LO', value: 'BANC' },
      { tag: 0x0020000d, vr: 'UI', value: StudyInstanceUID },
      { tag: 0x0020000e, vr: 'UI', value: SeriesInstanceUID },
      { tag: 0x00200013, vr: 'IS', value: String(index + 1) },
      { tag: 0x00200032, vr: 'DS', value: `-125\\-125\\${index * sliceStepMm}` },
      { tag: 0x00201041, vr: 'DS', value: String(index * sliceStepMm) },
    ];
    const dataSet = Buffer.concat(
      encoded(templateOf(templates, index, count), own).map(({ bytes }) => bytes),
    );
    return { SOPClassUID, SOPInstanceUID, transferSyntaxUID: ExplicitVRLittleEndian, dataSet };
  });
  return { StudyInstanceUID, SeriesInstanceUID, accessionNumber, slices };
}

/** Templates in their own order along the study, so that its middle shows the middle of a head. */
function templateOf({ slices }: SliceTemplates, index: number, count: number): SliceTemplate {
  const template = slices[Math.floor((index * slices.length) / count)];
  if (!template) throw new TypeError('no slice to make others from');
  return template;
}

/** The elements of a slice in their order, some of them replaced or added. */
export function encoded({ elements }: SliceTemplate, own: readonly ElementInput[]): Encoded[] {
  const tags = new Set(own.map(({ tag }) => tag));
  const added = own.map((element) => ({
    tag: element.tag,
    bytes: writeDataSet([element], ExplicitVRLittleEndian),
  }));
  return [...elements.filter(({ tag }) => !tags.has(tag)), ...added].toSorted(
    (left, right) => left.tag - right.tag,
  );
}

/** The same slices with frames of 16 × 16 points: all that they say of themselves, in a hundredth of the bytes. */
export function thinTemplates({ origin, slices }: SliceTemplates): SliceTemplates {
  const pixels = Buffer.alloc(512);
  const own: ElementInput[] = [
    { tag: 0x00280010, vr: 'US', value: 16 },
    { tag: 0x00280011, vr: 'US', value: 16 },
    { tag: 0x7fe00010, vr: 'OW', value: pixels },
  ];
  return { origin, slices: slices.map((one) => ({ elements: encoded(one, own), pixels })) };
}

/** A slice as a file (PS3.10 section 7), in two pieces. */
export function fileOf(slice: Slice): readonly Buffer[] {
  return [writeFileMeta(slice), slice.dataSet];
}
