import { frameRanges, readDataSet, readPart10 } from '@liaison/dicom';
import { frameInfoOf } from './describe-frame.ts';
import type { FrameInfo } from './frame-info.ts';

/** What the tests of this and of other packages share: the frames of a DICOM file, as its transfer syntax encodes them. */
export type FileFrames = { info: FrameInfo; transferSyntaxUID: string; frames: Buffer[]; dataSet: Buffer };

export async function framesOf(file: Buffer): Promise<FileFrames> {
  const { dataSetBytes, transferSyntaxUID } = readPart10(file);
  const { dataSet, pixelData } = readDataSet(dataSetBytes, transferSyntaxUID);
  if (!pixelData) throw new TypeError('a file without pixels');
  const read = (offset: number, length: number) =>
    Promise.resolve(dataSetBytes.subarray(offset, offset + length));
  const ranges = await frameRanges({
    dataSet,
    pixelData,
    transferSyntaxUID,
    dataSetLength: dataSetBytes.length,
    read,
  });
  const frames = ranges.map(({ parts }) =>
    Buffer.concat(parts.map(({ offset, length }) => dataSetBytes.subarray(offset, offset + length))),
  );
  return { info: frameInfoOf(dataSet), transferSyntaxUID, frames, dataSet: dataSetBytes };
}
