import type { DataSet } from './data-set.ts';
import { DicomError } from '../error.ts';
import type { PixelDataLocation } from './read-data-set.ts';
import { RLELossless } from '../dictionary/uid.ts';

/** Bytes of a data set; both in bytes from its start. */
export type ByteRange = { readonly offset: number; readonly length: number };

/** One frame: its bytes are those of its ranges, one after the other. Several only where a frame has several fragments. */
export type FrameRange = { readonly parts: readonly ByteRange[]; readonly length: number };

export type FrameSource = {
  /** Read at least up to the pixel data: size, depth and number of frames are asked of it. */
  readonly dataSet: DataSet;
  readonly pixelData: PixelDataLocation;
  readonly transferSyntaxUID: string;
  /** Length of the whole data set. */
  readonly dataSetLength: number;
  /** Exactly these bytes of the data set. Called for encapsulated pixel data only, for headers and offset tables. */
  read(offset: number, length: number): Promise<Buffer>;
};

const itemTag = 0xfffee000;
const delimiterTag = 0xfffee0dd;
const itemHeaderLength = 8;
const maxFragments = 1_000_000;
/** MPEG-2, H.264, HEVC: one stream whatever NumberOfFrames says (PS3.5 section 8.2.5 and after). */
const videoSyntax = /^1\.2\.840\.10008\.1\.2\.4\.10\d(\.1)?$/;

/**
 * Where each frame is (PS3.5 section 8 and annex A.4), without reading pixels. A video is one range. Rejects with
 * `DicomError`: `malformed` when the encoding contradicts itself, `truncated`, `unsupported` for frames that do not start
 * on a byte.
 */
export async function frameRanges(source: FrameSource): Promise<FrameRange[]> {
  return source.pixelData.encapsulated ? encapsulatedFrames(source) : nativeFrames(source);
}

function frameCount(dataSet: DataSet): number {
  if (dataSet.text('NumberOfFrames') === undefined) return 1;
  const count = dataSet.number('NumberOfFrames') ?? 0;
  if (!Number.isInteger(count) || count < 1)
    throw new DicomError('malformed', 'NumberOfFrames is no number of frames');
  return count;
}

function nativeFrames({ dataSet, pixelData, dataSetLength }: FrameSource): FrameRange[] {
  const count = frameCount(dataSet);
  const length = nativeFrameLength(dataSet);
  const end = pixelData.offset + count * length;
  if (pixelData.length !== null && count * length > pixelData.length) {
    throw new DicomError('malformed', 'fewer pixels than rows, columns and frames announce');
  }
  if (end > dataSetLength) throw new DicomError('truncated', 'pixel data past the end of the data set');
  return Array.from({ length: count }, (_, index) => single(pixelData.offset + index * length, length));
}

/** Bytes of one frame that is not compressed. */
export function nativeFrameLength(dataSet: DataSet): number {
  const rows = dataSet.number('Rows') ?? 0;
  const columns = dataSet.number('Columns') ?? 0;
  const bits = dataSet.number('BitsAllocated') ?? 0;
  const total = rows * columns * samplesStored(dataSet) * bits;
  if (total <= 0) throw new DicomError('malformed', 'no rows, columns or bits');
  if (total % 8 !== 0) throw new DicomError('unsupported', 'frames that do not start on a byte');
  return total / 8;
}

/** 4:2:2 keeps two samples of three for each pixel (PS3.3 section C.7.6.3.1.2). */
function samplesStored(dataSet: DataSet): number {
  const samples = dataSet.number('SamplesPerPixel') ?? 1;
  return samples === 3 && dataSet.text('PhotometricInterpretation')?.endsWith('_422') ? 2 : samples;
}

function single(offset: number, length: number): FrameRange {
  return { parts: [{ offset, length }], length };
}

function joined(parts: readonly ByteRange[]): FrameRange {
  return { parts, length: parts.reduce((sum, part) => sum + part.length, 0) };
}

async function encapsulatedFrames(source: FrameSource): Promise<FrameRange[]> {
  const table = await readItemHeader(source, source.pixelData.offset);
  if (table === null)
    throw new DicomError('malformed', 'encapsulated pixel data without an offset table item');
  const firstFragment = table.offset + table.length;
  if (videoSyntax.test(source.transferSyntaxUID)) return [joined(await listFragments(source, firstFragment))];
  const count = frameCount(source.dataSet);
  const extended = extendedFrames(source.dataSet, firstFragment, count, source.dataSetLength);
  if (extended) return extended;
  const fragments = await listFragments(source, firstFragment);
  if (fragments.length === count) return fragments.map((fragment) => joined([fragment]));
  if (count === 1) return [joined(fragments)];
  if (table.length >= count * 4) return byOffsetTable(source, table, fragments, firstFragment, count);
  return byCodestreams(source, fragments, count);
}

/** Extended Offset Table (PS3.3 section C.7.6.3.1.8): 64-bit offsets of items, and lengths of their content. */
function extendedFrames(
  dataSet: DataSet,
  firstFragment: number,
  count: number,
  dataSetLength: number,
): FrameRange[] | undefined {
  const offsets = readUInt64s(dataSet.bytes('ExtendedOffsetTable'));
  const lengths = readUInt64s(dataSet.bytes('ExtendedOffsetTableLengths'));
  if (offsets.length !== count || lengths.length !== count) return undefined;
  return offsets.map((offset, index) => {
    const start = firstFragment + offset + itemHeaderLength;
    const length = lengths[index] ?? 0;
    if (start + length > dataSetLength)
      throw new DicomError('malformed', 'an offset past the end of the data set');
    return single(start, length);
  });
}

function readUInt64s(bytes: Buffer = Buffer.alloc(0)): number[] {
  return Array.from({ length: Math.floor(bytes.length / 8) }, (_, index) =>
    Number(bytes.readBigUInt64LE(index * 8)),
  );
}

async function byOffsetTable(
  source: FrameSource,
  table: ByteRange,
  fragments: readonly ByteRange[],
  firstFragment: number,
  count: number,
): Promise<FrameRange[]> {
  const bytes = await source.read(table.offset, count * 4);
  const starts = Array.from({ length: count }, (_, index) => firstFragment + bytes.readUInt32LE(index * 4));
  const frames: ByteRange[][] = starts.map(() => []);
  let frame = -1;
  for (const fragment of fragments) {
    while (frame + 1 < count && fragment.offset - itemHeaderLength >= (starts[frame + 1] ?? 0)) frame += 1;
    frames[frame]?.push(fragment);
  }
  if (frames.some((parts) => parts.length === 0))
    throw new DicomError('malformed', 'offset table without its fragments');
  return frames.map(joined);
}

/** No offset table: a frame begins where a JPEG (FFD8H) or JPEG 2000 (FF4FH) codestream does. */
async function byCodestreams(
  source: FrameSource,
  fragments: readonly ByteRange[],
  count: number,
): Promise<FrameRange[]> {
  if (source.transferSyntaxUID === RLELossless)
    throw new DicomError('malformed', 'RLE frames and fragments differ');
  const frames: ByteRange[][] = [];
  for (const fragment of fragments) {
    const start = fragment.length < 2 ? 0 : (await source.read(fragment.offset, 2)).readUInt16BE(0);
    if (start === 0xffd8 || start === 0xff4f) frames.push([]);
    frames.at(-1)?.push(fragment);
  }
  if (frames.length !== count) throw new DicomError('malformed', 'fragments that cannot be told into frames');
  return frames.map(joined);
}

/** Content of the item at `offset`; null at the sequence's end. */
async function readItemHeader(source: FrameSource, offset: number): Promise<ByteRange | null> {
  if (offset + itemHeaderLength > source.dataSetLength)
    throw new DicomError('truncated', 'fragments without their end');
  const bytes = await source.read(offset, itemHeaderLength);
  const tag = bytes.readUInt16LE(0) * 0x10000 + bytes.readUInt16LE(2);
  if (tag === delimiterTag) return null;
  const length = bytes.readUInt32LE(4);
  if (tag !== itemTag || offset + itemHeaderLength + length > source.dataSetLength) {
    throw new DicomError('malformed', 'not a pixel data fragment');
  }
  return { offset: offset + itemHeaderLength, length };
}

async function listFragments(source: FrameSource, start: number): Promise<ByteRange[]> {
  const fragments: ByteRange[] = [];
  for (let at = start; fragments.length < maxFragments;) {
    const fragment = await readItemHeader(source, at);
    if (fragment === null) return fragments;
    fragments.push(fragment);
    at = fragment.offset + fragment.length;
  }
  throw new DicomError('limit', 'too many fragments');
}
