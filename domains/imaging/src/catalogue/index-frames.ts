import { DicomError, frameRanges, type DataSetReading } from '@liaison/dicom';

/** Bytes of a data set, fewer than asked at its end. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

const itemTag = 0xe000fffe;
const itemHeaderLength = 8;

/**
 * Where each frame of encapsulated pixel data starts (PS3.5 annex A.4): the offset of the item of its first fragment, from
 * the start of the data set, then the end of the last frame; null where the fragments do not add up to the frames.
 */
export async function indexFrames(
  reading: DataSetReading,
  transferSyntaxUID: string,
  dataSetLength: number,
  read: ReadBytes,
): Promise<number[] | null> {
  const { dataSet, pixelData } = reading;
  if (!pixelData) return null;
  try {
    const frames = await frameRanges({
      dataSet,
      pixelData,
      transferSyntaxUID,
      dataSetLength,
      read: windowed(read, dataSetLength),
    });
    const starts = frames.map(({ parts: [first] }) => (first?.offset ?? Number.NaN) - itemHeaderLength);
    const last = frames.at(-1)?.parts.at(-1);
    if (!last || starts.some(Number.isNaN)) return null;
    // An extended offset table may leave the padding out of a length.
    return [...starts, Math.min(dataSetLength, last.offset + last.length + (last.length % 2))];
  } catch (error) {
    if (error instanceof DicomError) return null;
    throw error;
  }
}

/** One frame's bytes from the items that hold it, back to back. Null where they are no items. */
export function joinFragments(items: Buffer): Buffer | null {
  const parts: Buffer[] = [];
  for (let at = 0; at + itemHeaderLength <= items.length;) {
    if (items.readUInt32LE(at) !== itemTag) return null;
    const end = at + itemHeaderLength + items.readUInt32LE(at + 4);
    if (end > items.length) return null;
    parts.push(items.subarray(at + itemHeaderLength, end));
    at = end;
  }
  const [only] = parts;
  if (!only) return null;
  return parts.length === 1 ? only : Buffer.concat(parts);
}

/** One read serves the headers of many small fragments. */
function windowed(read: ReadBytes, dataSetLength: number): ReadBytes {
  const windowLength = 64 * 1024;
  let start = 0;
  let bytes: Buffer = Buffer.alloc(0);
  return async (offset, length) => {
    if (offset < start || offset + length > start + bytes.length) {
      start = offset;
      bytes = await read(offset, Math.max(length, Math.min(windowLength, dataSetLength - offset)));
    }
    return bytes.subarray(offset - start, offset - start + length);
  };
}
