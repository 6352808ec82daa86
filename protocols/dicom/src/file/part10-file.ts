import type { DataSet } from '../data-set/data-set.ts';
import { DicomError } from '../error.ts';
import { readDataSet, type DataSetReading } from '../data-set/read-data-set.ts';
import { ExplicitVRLittleEndian, transferSyntaxOf } from '../dictionary/uid.ts';

/**
 * The DICOM file format (PS3.10 section 7): a preamble of 128 bytes, `DICM`, file meta information in explicit VR little
 * endian (group 0002), then the data set in the transfer syntax that group names.
 */
export const preambleLength = 128;
export const prefix = Buffer.from('DICM', 'latin1');

/** FileMetaInformationGroupLength, header and value. */
const groupLengthBytes = 12;

export type Part10 = {
  readonly meta: DataSet;
  readonly transferSyntaxUID: string;
  /** Where the data set starts, in bytes from the start of the file. */
  readonly dataSetOffset: number;
  /** The data set's bytes, inflated where the file deflates them; otherwise a view of the file. */
  readonly dataSetBytes: Buffer;
};

/** The beginning of a file taken apart. `storedBytes`: what follows the file meta information, deflated or not. */
export type Part10Head = Omit<Part10, 'dataSetBytes'> & {
  readonly isDeflated: boolean;
  readonly storedBytes: Buffer;
};

export function isPart10(file: Uint8Array): boolean {
  return prefix.every((byte, index) => file[preambleLength + index] === byte);
}

/**
 * Preamble and file meta information of a file, or of its beginning. Throws `DicomError`: `malformed` without `DICM` or
 * TransferSyntaxUID.
 */
export function readPart10Head(bytes: Uint8Array): Part10Head {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!isPart10(file)) throw new DicomError('malformed', 'not a DICOM file: no DICM after the preamble');
  const metaStart = preambleLength + prefix.length;
  const { dataSet: meta, consumed } = readMeta(file.subarray(metaStart));
  const transferSyntaxUID = meta.text('TransferSyntaxUID');
  if (!transferSyntaxUID)
    throw new DicomError('malformed', 'no TransferSyntaxUID in the file meta information');
  const dataSetOffset = metaStart + consumed;
  return {
    meta,
    transferSyntaxUID,
    dataSetOffset,
    isDeflated: transferSyntaxOf(transferSyntaxUID).deflated,
    storedBytes: file.subarray(dataSetOffset),
  };
}

/** Where the group length says so, deflated bytes follow; else, as it is wrong in some files, another group does. */
function readMeta(bytes: Buffer): DataSetReading {
  const end = groupLengthBytes + (bytes.length < groupLengthBytes ? 0 : bytes.readUInt32LE(8));
  if (bytes.length >= end) {
    try {
      const reading = readDataSet(bytes.subarray(0, end), ExplicitVRLittleEndian);
      const syntax = reading.dataSet.text('TransferSyntaxUID');
      if (syntax !== undefined && transferSyntaxOf(syntax).deflated) return reading;
    } catch (error) {
      if (!(error instanceof DicomError)) throw error;
    }
  }
  return readDataSet(bytes, ExplicitVRLittleEndian, {
    stopAtTag: 0x00030000,
    changesEncoding: true,
    isPrefix: true,
  });
}
