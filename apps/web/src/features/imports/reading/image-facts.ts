import {
  DeflatedExplicitVRLittleEndian,
  DicomError,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  findTransferSyntax,
  readDataSet,
  type DataSet,
} from '@liaison/dicom/web';
import type { SourceEntry } from './entry.ts';

/** Traits of the patient as an image carries them. */
export type PatientFacts = {
  readonly patientName: string;
  readonly patientId: string;
  /** `YYYYMMDD` as DICOM writes it, or empty. */
  readonly birthDate: string;
  readonly sex: string;
};

/** What the beginning of an image says of itself. */
export type ImageFacts = PatientFacts & {
  readonly SOPInstanceUID: string;
  readonly StudyInstanceUID: string;
  readonly SeriesInstanceUID: string;
  readonly studyDate: string;
  readonly studyDescription: string;
  readonly modality: string;
  readonly seriesNumber: string;
  readonly seriesDescription: string;
};

/** `not-dicom`: something else · `index`: a DICOMDIR · `unreadable`: DICOM, but broken or without identifiers. */
export type HeaderReading = ImageFacts | 'not-dicom' | 'index' | 'unreadable';

const firstBytes = 4 * 1024;
const mostBytes = 1024 * 1024;
/** Reading stops once InstanceNumber (0020,0013) is past. */
const stopAtTag = 0x00200014;
const mediaDirectory = '1.2.840.10008.1.3.10';

/** Reads as little of a file as says what image it is. What the disc itself refuses is thrown. */
export async function readImageFacts(entry: SourceEntry): Promise<HeaderReading> {
  for (let length = firstBytes; ; length = Math.min(mostBytes, length * 8)) {
    const head = await entry.head(length);
    const isWhole = head.length < length || head.length === entry.bytes;
    const reading = await tryFacts(head, isWhole);
    if (reading !== 'need-more') return reading;
    if (isWhole || length >= mostBytes) return 'unreadable';
  }
}

async function tryFacts(head: Uint8Array, isWhole: boolean): Promise<HeaderReading | 'need-more'> {
  const start = findStart(head);
  if (start === null) return 'not-dicom';
  try {
    const { transferSyntaxUID, offset, isIndex } = readMeta(head, start);
    if (isIndex) return 'index';
    const isDeflated = transferSyntaxUID === DeflatedExplicitVRLittleEndian;
    const rest = head.subarray(offset);
    const bytes = isDeflated ? await inflateBeginning(rest) : rest;
    const syntax = isDeflated ? ExplicitVRLittleEndian : transferSyntaxUID;
    const { dataSet, state } = readDataSet(asBuffer(bytes), encodingOf(syntax), {
      stopAtTag,
      maxElements: 50_000,
      isPrefix: true,
    });
    if (state === 'need-more' || (state === 'complete' && !isWhole)) return 'need-more';
    return factsOf(dataSet);
  } catch (error) {
    if (error instanceof NeedMoreError) return isWhole ? 'unreadable' : 'need-more';
    // A bare data set is only a guess: what does not read as one was something else.
    if (error instanceof DicomError) return start.kind === 'bare' ? 'not-dicom' : 'unreadable';
    throw error;
  }
}

class NeedMoreError extends Error {}

type Start = { kind: 'meta'; offset: number } | { kind: 'bare'; isExplicit: boolean };

/** With preamble and `DICM` (PS3.10 section 7.1), without the preamble, or a bare data set as old media hold them. */
function findStart(head: Uint8Array): Start | null {
  if (latin1(head, 128, 4) === 'DICM') return { kind: 'meta', offset: 132 };
  if (latin1(head, 0, 4) === 'DICM') return { kind: 'meta', offset: 4 };
  if (head.length < 16) return null;
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  const [group, element] = [view.getUint16(0, true), view.getUint16(2, true)];
  if (group === 0x0002 && element <= 0x0102) return { kind: 'meta', offset: 0 };
  if (group !== 0x0008 || element > 0x0020) return null;
  return { kind: 'bare', isExplicit: /^[A-Z]{2}$/.test(latin1(head, 4, 2)) };
}

function readMeta(
  head: Uint8Array,
  start: Start,
): { transferSyntaxUID: string; offset: number; isIndex: boolean } {
  if (start.kind === 'bare') {
    const transferSyntaxUID = start.isExplicit ? ExplicitVRLittleEndian : ImplicitVRLittleEndian;
    return { transferSyntaxUID, offset: 0, isIndex: false };
  }
  const { dataSet, consumed, state } = readDataSet(
    asBuffer(head.subarray(start.offset)),
    ExplicitVRLittleEndian,
    { stopAtTag: 0x00030000, changesEncoding: true, maxElements: 100, isPrefix: true },
  );
  if (state !== 'stopped') throw new NeedMoreError();
  return {
    transferSyntaxUID: dataSet.text('TransferSyntaxUID') ?? ImplicitVRLittleEndian,
    offset: start.offset + consumed,
    isIndex: dataSet.text('MediaStorageSOPClassUID') === mediaDirectory,
  };
}

/** Compressed syntaxes, unknown ones too, are explicit little endian up to their pixels (PS3.5 annex A.4). */
function encodingOf(transferSyntaxUID: string): string {
  return findTransferSyntax(transferSyntaxUID) ? transferSyntaxUID : ExplicitVRLittleEndian;
}

function factsOf(dataSet: DataSet): ImageFacts | 'unreadable' {
  const text = (keyword: Parameters<DataSet['text']>[0]) => dataSet.text(keyword) ?? '';
  const facts: ImageFacts = {
    SOPInstanceUID: text('SOPInstanceUID'),
    StudyInstanceUID: text('StudyInstanceUID'),
    SeriesInstanceUID: text('SeriesInstanceUID'),
    patientName: text('PatientName'),
    patientId: text('PatientID'),
    birthDate: text('PatientBirthDate'),
    sex: text('PatientSex'),
    studyDate: text('StudyDate'),
    studyDescription: text('StudyDescription'),
    modality: text('Modality'),
    seriesNumber: text('SeriesNumber'),
    seriesDescription: text('SeriesDescription'),
  };
  const uids = [facts.SOPInstanceUID, facts.StudyInstanceUID, facts.SeriesInstanceUID];
  return uids.every((uid) => /^[0-9.]{1,64}$/.test(uid)) ? facts : 'unreadable';
}

/** What the given beginning inflates to; a cut stream gives what came before the cut. */
async function inflateBeginning(bytes: Uint8Array): Promise<Uint8Array> {
  const inflating = new DecompressionStream('deflate-raw');
  const writer = inflating.writable.getWriter();
  void writer.write(new Uint8Array(bytes)).catch(() => undefined);
  void writer.close().catch(() => undefined);
  const reader = inflating.readable.getReader();
  const parts: Uint8Array[] = [];
  let held = 0;
  try {
    while (held < mostBytes) {
      const { done, value } = await reader.read();
      if (done) break;
      parts.push(value);
      held += value.length;
    }
  } catch {
    // The end of the deflated stream is not in these bytes.
  }
  await reader.cancel().catch(() => undefined);
  const whole = new Uint8Array(held);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function latin1(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}
