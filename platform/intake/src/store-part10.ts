import {
  DicomError,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  isPart10,
  readDataSet,
  statuses,
} from '@liaison/dicom';

import type { Outcome } from './instance-sink.ts';
import type { Intake } from './intake.ts';

/** Preamble and file meta information at most; a few hundred bytes in practice. */
const maxHeadBytes = 256 * 1024;
/** Preamble, `DICM` and the first element: less says nothing of a file. */
const fewestBytes = 144;
/** Media Storage Directory: the index of a medium, no instance of a study (PS3.10 section 8.6). */
const mediaDirectory = '1.2.840.10008.1.3.10';

type Head = { readonly transferSyntaxUID: string; readonly dataSetOffset: number };
type HeadReading = Head | 'need-more' | { readonly refusal: string };

/**
 * Stores a DICOM file (PS3.10 section 7) as it streams in: the file meta information tells the transfer syntax and is left
 * out, the data set is kept bit for bit, deflated ones too. Files without preamble, and bare data sets in little endian as
 * old media hold them, are taken as well. What `pieces` throws is thrown; the instance is then aborted.
 */
export async function storePart10(
  intake: Intake,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array,
): Promise<Outcome> {
  const source = toIterator(pieces);
  const { held, head } = await readHead(source);
  if ('refusal' in head) {
    await source.return?.();
    return { status: statuses.cannotUnderstand, comment: head.refusal, bytes: held.length };
  }
  const sink = intake.begin({ transferSyntaxUID: head.transferSyntaxUID });
  try {
    if (held.length > head.dataSetOffset) sink.write(held.subarray(head.dataSetOffset));
    while (!sink.isRefused) {
      const next = await source.next();
      if (next.done === true) break;
      sink.write(toBuffer(next.value));
    }
  } catch (error) {
    sink.abort();
    throw error;
  }
  if (sink.isRefused) await source.return?.();
  return sink.end();
}

type Source = AsyncIterator<Uint8Array> | Iterator<Uint8Array>;

function toIterator(pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array): Source {
  if (pieces instanceof Uint8Array) return [pieces][Symbol.iterator]();
  return Symbol.asyncIterator in pieces ? pieces[Symbol.asyncIterator]() : pieces[Symbol.iterator]();
}

function toBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

type Opening = { held: Buffer; head: Head | { refusal: string } };

/** Reads as many pieces as the head takes. */
async function readHead(source: Source): Promise<Opening> {
  let held: Buffer = Buffer.alloc(0);
  for (;;) {
    const next = await source.next();
    const isWhole = next.done === true;
    if (!isWhole) held = held.length === 0 ? toBuffer(next.value) : Buffer.concat([held, next.value]);
    const head = tryHead(held, isWhole);
    if (head !== 'need-more') return { held, head };
    if (held.length > maxHeadBytes)
      return { held, head: { refusal: 'file meta information that does not end' } };
  }
}

function tryHead(bytes: Buffer, isWhole: boolean): HeadReading {
  if (bytes.length < fewestBytes && !isWhole) return 'need-more';
  const metaOffset = findMeta(bytes);
  if (metaOffset === null) return guessHead(bytes);
  const end = findMetaEnd(bytes, metaOffset);
  if (end === 'need-more') return isWhole ? { refusal: 'a file without a data set' } : 'need-more';
  try {
    const { dataSet } = readDataSet(bytes.subarray(metaOffset, end), ExplicitVRLittleEndian);
    const transferSyntaxUID = dataSet.text('TransferSyntaxUID');
    if (transferSyntaxUID === undefined) return { refusal: 'no TransferSyntaxUID in the file' };
    if (dataSet.text('MediaStorageSOPClassUID') === mediaDirectory)
      return { refusal: 'the directory of a medium, not an instance' };
    return { transferSyntaxUID, dataSetOffset: end };
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return { refusal: error.message };
  }
}

/**
 * Where group 0002, always in explicit VR little endian, gives way to another one: FileMetaInformationGroupLength is wrong
 * in some files, and what follows may be in any encoding.
 */
function findMetaEnd(bytes: Buffer, from: number): number | 'need-more' {
  for (let at = from; at + 12 <= bytes.length;) {
    if (bytes.readUInt16LE(at) !== 0x0002) return at;
    const isLong = longVrs.has(bytes.toString('latin1', at + 4, at + 6));
    at += isLong ? 12 + bytes.readUInt32LE(at + 8) : 8 + bytes.readUInt16LE(at + 6);
  }
  return 'need-more';
}

/** Those among file meta information whose length has four bytes (PS3.5 section 7.1.2). */
const longVrs = new Set(['OB', 'OW', 'UN', 'UT', 'SQ']);

const prefixLength = 4;

/** Where the file meta information starts; null when the file has none. */
function findMeta(bytes: Buffer): number | null {
  if (isPart10(bytes)) return 128 + prefixLength;
  if (bytes.subarray(0, prefixLength).equals(Buffer.from('DICM', 'latin1'))) return prefixLength;
  const startsWithMeta =
    bytes.length >= 8 && bytes.readUInt16LE(0) === 0x0002 && bytes.readUInt16LE(2) <= 0x0102;
  return startsWithMeta ? 0 : null;
}

/** A bare data set starts with group 0008 (PS3.5 section 7.1 orders elements); its second field tells the VR's encoding. */
function guessHead(bytes: Buffer): HeadReading {
  if (bytes.length < 8 || bytes.readUInt16LE(0) !== 0x0008) return { refusal: 'not a DICOM file' };
  const isExplicit = /^[A-Z]{2}$/.test(bytes.toString('latin1', 4, 6));
  return {
    transferSyntaxUID: isExplicit ? ExplicitVRLittleEndian : ImplicitVRLittleEndian,
    dataSetOffset: 0,
  };
}
