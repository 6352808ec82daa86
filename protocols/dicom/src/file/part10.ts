import { inflateDataSet } from '../data-set/deflate.ts';
import { preambleLength, prefix, readPart10Head, type Part10 } from './part10-file.ts';
import {
  ExplicitVRLittleEndian,
  implementationClassUid,
  implementationVersionName,
} from '../dictionary/uid.ts';
import { writeDataSet, type ElementInput } from '../data-set/write-data-set.ts';

export type FileMeta = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  /** AE title of what sent the instance (0002,0016). */
  readonly sourceAeTitle?: string;
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

/** Takes a file apart. Throws `DicomError`: `malformed` without `DICM` or TransferSyntaxUID, `truncated`, `limit`. */
export function readPart10(file: Uint8Array): Part10 {
  const { meta, transferSyntaxUID, dataSetOffset, isDeflated, storedBytes } = readPart10Head(file);
  const dataSetBytes = isDeflated ? inflateDataSet(storedBytes) : storedBytes;
  return { meta, transferSyntaxUID, dataSetOffset, dataSetBytes };
}
