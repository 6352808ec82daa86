import { newUid } from '@liaison/dicom';

import { encoded, makeSlices, type Slice, type SliceTemplates } from './slices.ts';

/** One study of a hundred is of this name. */
export const commonName = 'DUPONT';
const everyOne = 100;

export function countOfCommonName(studies: number): number {
  return Math.ceil(studies / everyOne);
}

/** Studies of one image of 16 × 16 points, made as they are read; accession numbers `P0`, `P1`… */
export function* makeSmallStudies(templates: SliceTemplates, count: number): Generator<Slice> {
  const [template] = templates.slices;
  const [model] = makeSlices(templates, 1).slices;
  if (!template || !model) throw new TypeError('no slice to make others from');
  for (let index = 0; index < count; index += 1) {
    const SOPInstanceUID = newUid();
    const name = index % everyOne === 0 ? commonName : `PATIENT${index}`;
    const elements = encoded(template, [
      { tag: 0x00080018, vr: 'UI', value: SOPInstanceUID },
      { tag: 0x00080050, vr: 'SH', value: accessionOf(index) },
      { tag: 0x00100010, vr: 'PN', value: `${name}^Essai` },
      { tag: 0x00100020, vr: 'LO', value: `P${index}` },
      { tag: 0x0020000d, vr: 'UI', value: newUid() },
      { tag: 0x0020000e, vr: 'UI', value: newUid() },
      { tag: 0x00280010, vr: 'US', value: 16 },
      { tag: 0x00280011, vr: 'US', value: 16 },
      { tag: 0x7fe00010, vr: 'OW', value: Buffer.alloc(512) },
    ]);
    yield { ...model, SOPInstanceUID, dataSet: Buffer.concat(elements.map(({ bytes }) => bytes)) };
  }
}

export function accessionOf(index: number): string {
  return `P${index}`;
}
