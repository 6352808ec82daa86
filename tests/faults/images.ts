import { crc32 } from 'node:zlib';
import { ExplicitVRLittleEndian, newUid, writeDataSet, type StoreRequest } from '@liaison/dicom';
import { ctImage } from '@liaison/dimse/testing';

/** A person whom no log may name: every trait is unlike any other word of the program. */
export const patient = {
  PatientName: 'QUENOUILLARD^Hermengarde',
  PatientID: 'IPP-774411902',
  PatientBirthDate: '19370829',
  PatientSex: 'F',
} as const;

/** How a log could show the same person. */
export const patientTexts = [
  'QUENOUILLARD',
  'Hermengarde',
  '774411902',
  '19370829',
  '1937-08-29',
  '29/08/1937',
] as const;

export type Study = { readonly StudyInstanceUID: string; readonly SeriesInstanceUID: string };

export function newStudy(): Study {
  return { StudyInstanceUID: newUid(), SeriesInstanceUID: newUid() };
}

export type Image = StoreRequest & Study & { readonly dataSet: Buffer };

/** A square CT image whose pixels follow from `fill`; `change` replaces or adds attributes. */
export function makeImage(
  study: Study,
  given: {
    number?: number;
    size?: number;
    fill?: number;
    SOPInstanceUID?: string;
    change?: Record<string, string>;
  } = {},
): Image {
  const { number = 1, size = 64, fill = number, SOPInstanceUID = newUid() } = given;
  const pixels = Buffer.alloc(size * size * 2);
  for (let at = 0; at < pixels.length; at += 2) pixels.writeUInt16LE((at * 31 + fill * 977) & 0x0fff, at);
  const dataSet = writeDataSet(
    {
      SpecificCharacterSet: 'ISO_IR 192',
      SOPClassUID: ctImage,
      SOPInstanceUID,
      StudyDate: '20261121',
      Modality: 'CT',
      ...patient,
      ...study,
      InstanceNumber: String(number),
      SamplesPerPixel: 1,
      PhotometricInterpretation: 'MONOCHROME2',
      Rows: size,
      Columns: size,
      BitsAllocated: 16,
      BitsStored: 12,
      HighBit: 11,
      PixelRepresentation: 0,
      PixelData: pixels,
      ...given.change,
    },
    ExplicitVRLittleEndian,
  );
  return {
    SOPClassUID: ctImage,
    SOPInstanceUID,
    transferSyntaxUID: ExplicitVRLittleEndian,
    dataSet,
    ...study,
  };
}

/** What was acknowledged, by SOPInstanceUID: CRC-32 and length of the data set that was sent. */
export class Ledger {
  readonly #kept = new Map<string, { crc: number; length: number }>();

  add({ SOPInstanceUID, dataSet }: Image): void {
    this.#kept.set(SOPInstanceUID, { crc: crc32(dataSet), length: dataSet.length });
  }

  get size(): number {
    return this.#kept.size;
  }

  entries(): [string, { crc: number; length: number }][] {
    return [...this.#kept];
  }
}
