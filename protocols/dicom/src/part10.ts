import { inflateRawSync } from 'node:zlib';

import type { DataSet } from './data-set.ts';
import { DicomError } from './error.ts';
import { readDataSet } from './read-data-set.ts';
import {
  ExplicitVRLittleEndian,
  implementationClassUid,
  implementationVersionName,
  transferSyntaxOf,
} from './uid.ts';
import { writeDataSet, type ElementInput } from './write-data-set.ts';

/**
 * The DICOM file format (PS3.10 section 7): a preamble of 128 bytes, `DICM`, file meta information in explicit VR little
 * endian (group 0002), then the data set in the transfer syntax that group names.
 */
const preambleLength = 128;
const prefix = Buffer.from('DICM', 'latin1');
/** A deflated data set may not grow past this. */
const maxInflatedBytes = 1 << 30;

export type FileMeta = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  /** AE title of what sent the instance (0002,0016). */
  readonly sourceAeTitle?: string;
};

export type Part10 = {
  readonly meta: DataSet;
  readonly transferSyntaxUID: string;
  /** Where the data set starts, in bytes from the start of the file. */
  readonly dataSetOffset: number;
  /** The data set's bytes, inflated where the file deflates them; otherwise a view of the file. */
  readonly dataSetBytes: Buffer;
};

/** Preamble, prefix and file meta information; the data set follows as it is. */
export function writeFileMeta(meta: FileMeta): Buffer {
  const elements: ElementInput[] = [
    { tag: 0x00020001, vr: 'OB', value: Buffer.from([0, 1]) },
    { tag: 0x00020002, vr: 'UI', value: meta.SOPClassUID },
    { tag: 0x00020003, vr: 'UI', value: meta.SOPInstanceUID },
    { tag: 0x00020010, vr: 'UI', value: meta.transferSyntaxUID },
    { tag: 0x00020012, vr: 'UI', value: implementationClassUid },
    { tag: 0x00020013, vr: 'SH', value: implementationVersionName },
  ];
  if (meta.sourceAeTitle) elements.push({ tag: 0x00020016, vr: 'AE', value: meta.sourceAeTitle });
  const group = writeDataSet(elements, ExplicitVRLittleEndian);
  const groupLength: ElementInput = { tag: 0x00020000, vr: 'UL', value: group.length };
  return Buffer.concat([
    Buffer.alloc(preambleLength),
    prefix,
    writeDataSet([groupLength], ExplicitVRLittleEndian),
    group,
  ]);
}

export function isPart10(file: Buffer): boolean {
  return file.subarray(preambleLength, preambleLength + prefix.length).equals(prefix);
}

/** Takes a file apart. Throws `DicomError`: `malformed` without `DICM` or TransferSyntaxUID, `truncated`, `limit`. */
export function readPart10(file: Buffer): Part10 {
  if (!isPart10(file)) throw new DicomError('malformed', 'not a DICOM file: no DICM after the preamble');
  const metaStart = preambleLength + prefix.length;
  // FileMetaInformationGroupLength is wrong in some files: the group ends where another one starts.
  const { dataSet: meta, consumed } = readDataSet(file.subarray(metaStart), ExplicitVRLittleEndian, {
    stopAtTag: 0x00030000,
    isPrefix: true,
  });
  const transferSyntaxUID = meta.text('TransferSyntaxUID');
  if (!transferSyntaxUID)
    throw new DicomError('malformed', 'no TransferSyntaxUID in the file meta information');
  const dataSetOffset = metaStart + consumed;
  const stored = file.subarray(dataSetOffset);
  const dataSetBytes = transferSyntaxOf(transferSyntaxUID).deflated ? inflate(stored) : stored;
  return { meta, transferSyntaxUID, dataSetOffset, dataSetBytes };
}

function inflate(bytes: Buffer): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxInflatedBytes });
  } catch {
    throw new DicomError('malformed', 'a deflated data set that cannot be inflated');
  }
}
