import { readDataSet, type DataSetReading } from '@liaison/dicom';
import type { ReadBytes } from './index-frames.ts';

const firstRead = 64 * 1024;
/** An object without pixels may be long (a PDF, a waveform): its attributes come first, and this many bytes hold them. */
const longestRead = 16 * 1024 * 1024;

export type AttributesReading = {
  /** Null where the bytes break the rules of DICOM. */
  reading: DataSetReading | null;
  /** The data set ends before what it announces. */
  isCut: boolean;
};

/**
 * The attributes of an instance up to its pixels, from as few of its bytes as will do. `read` gives bytes of the data set
 * and what it throws is thrown.
 */
export async function readAttributes(
  read: ReadBytes,
  dataLength: number,
  transferSyntaxUID: string,
): Promise<AttributesReading> {
  let bytes = await read(0, Math.min(firstRead, dataLength));
  for (;;) {
    const reading = tryToRead(bytes, transferSyntaxUID);
    const isShort = reading?.state === 'need-more' && bytes.length < Math.min(dataLength, longestRead);
    if (!isShort) return { reading, isCut: reading?.state === 'need-more' && bytes.length >= dataLength };
    bytes = await read(0, Math.min(dataLength, longestRead, Math.max(reading.neededBytes, bytes.length * 4)));
  }
}

function tryToRead(bytes: Buffer, transferSyntaxUID: string): DataSetReading | null {
  try {
    return readDataSet(bytes, transferSyntaxUID, { isPrefix: true });
  } catch {
    return null;
  }
}
