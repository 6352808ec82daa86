import { constants, inflateRawSync } from 'node:zlib';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRLittleEndian,
  readDataSet,
  type DataSetReading,
} from '@liaison/dicom';
import type { ReadBytes } from '../catalogue/index-frames.ts';

const firstRead = 64 * 1024;
/** An object without pixels may be long (a PDF, a waveform): its attributes come first, and this many bytes hold them. */
const longestRead = 16 * 1024 * 1024;
const longestInflated = 256 * 1024 * 1024;

export type AttributesReading = {
  /** Null where the bytes break the rules of DICOM. */
  reading: DataSetReading | null;
  /** The data set ends before what it announces. */
  isCut: boolean;
};

/**
 * The attributes of an instance up to its pixels, from as few of its bytes as will do. `read` gives bytes of the data set
 * and what it throws is thrown. `likelyLength`: how many bytes will do, where that is known. A deflated data set is read as it
 * is once inflated, its offsets too.
 */
export async function readAttributes(
  read: ReadBytes,
  dataLength: number,
  transferSyntaxUID: string,
  likelyLength?: number,
): Promise<AttributesReading> {
  if (transferSyntaxUID === DeflatedExplicitVRLittleEndian) return readDeflated(read, dataLength);
  let bytes = await read(0, Math.min(likelyLength ?? firstRead, dataLength));
  for (;;) {
    const reading = tryToRead(bytes, transferSyntaxUID);
    const isShort =
      reading?.state === 'need-more' || (bytes.length !== likelyLength && isBetweenElements(reading));
    if (!isShort || bytes.length >= Math.min(dataLength, longestRead))
      return { reading, isCut: reading?.state === 'need-more' && bytes.length >= dataLength };
    bytes = await read(0, Math.min(dataLength, longestRead, Math.max(reading.neededBytes, bytes.length * 4)));
  }
}

/** All that was read is whole, and no pixels were met: what follows may be attributes, or the pixels. */
function isBetweenElements(reading: DataSetReading | null): reading is DataSetReading {
  return reading?.state === 'complete' && reading.pixelData === null;
}

/** Deflated data sets are small and rare: they are inflated whole, up to a limit that no bomb passes. */
async function readDeflated(read: ReadBytes, dataLength: number): Promise<AttributesReading> {
  const inflated = await inflateAll(read, dataLength);
  const reading = inflated && tryToRead(inflated, ExplicitVRLittleEndian);
  return { reading, isCut: reading?.state === 'need-more' };
}

/** Null for bytes that are not deflated, or too many. */
export async function inflateAll(read: ReadBytes, dataLength: number): Promise<Buffer | null> {
  if (dataLength > longestInflated) return null;
  const deflated = await read(0, dataLength);
  try {
    return inflateRawSync(deflated, {
      finishFlush: constants.Z_SYNC_FLUSH,
      maxOutputLength: longestInflated,
    });
  } catch {
    return null;
  }
}

function tryToRead(bytes: Buffer, transferSyntaxUID: string): DataSetReading | null {
  try {
    return readDataSet(bytes, transferSyntaxUID, { isPrefix: true });
  } catch {
    return null;
  }
}
