import {
  ExplicitVRLittleEndian,
  frameRanges,
  hasLongHeader,
  readDataSet,
  writeDataSet,
  type DataElement,
  type DataSetReading,
  type ElementInput,
  type FrameRange,
  type PixelDataLocation,
} from '@liaison/dicom';
import { frameInfoOf } from './describe-frame.ts';
import { PixelsError } from './error.ts';
import type { FrameInfo, FrameShape, Samples } from './frame-info.ts';
import { decodeFrame } from './node-codecs.ts';

/** A data set where it lies, as compressed as it came. */
export type EncapsulatedSource = {
  readonly transferSyntaxUID: string;
  readonly dataLength: number;
  /** Exactly these bytes of the data set. */
  read(offset: number, length: number): Promise<Buffer>;
};

export type NativeDataSet = {
  readonly transferSyntaxUID: typeof ExplicitVRLittleEndian;
  /** Bytes of all the pieces together. */
  readonly length: number;
  /** To be read once, one frame in memory at a time. Rejects with PixelsError where a frame cannot be decoded. */
  readonly pieces: AsyncIterable<Uint8Array>;
};

/** Decodes one frame; a pool's, where what came from outside must not hold up the caller's thread. */
export type Decode = (bytes: Uint8Array, shape: FrameInfo, transferSyntaxUID: string) => Promise<Samples>;

const firstRead = 64 * 1024;
const mostAttributeBytes = 64 * 1024 * 1024;
const mostValueBytes = 0xffff_fffe;
const pixelDataTag = 0x7fe00010;
const longHeaderLength = 12;
const sequenceDelimitationTag = 0xe0dd_fffe;
/** Lengths of groups that change, and offset tables of fragments that go: nothing that a receiver needs. */
const dropped = new Set([0x00280000, 0x7fe00000, 0x7fe00001, 0x7fe00002]);

/**
 * A compressed data set as explicit VR little endian, for a peer that lacks its transfer syntax (PS3.5 annex A.2): pixels
 * decoded, photometric interpretation and planar configuration those of what was decoded, all other attributes byte for byte.
 * @throws PixelsError, DicomError
 */
export async function toNativeDataSet(
  source: EncapsulatedSource,
  decode: Decode = decodeFrame,
): Promise<NativeDataSet> {
  const { reading, bytes, pixelData } = await readAttributes(source);
  const info = frameInfoOf(reading.dataSet);
  const frames = await frameRanges({
    dataSet: reading.dataSet,
    pixelData,
    transferSyntaxUID: source.transferSyntaxUID,
    dataSetLength: source.dataLength,
    read: (offset, length) => source.read(offset, length),
  });
  const decodeAt = async (frame: FrameRange) =>
    decode(await readFrame(source, frame), info, source.transferSyntaxUID);
  const [first] = frames;
  if (!first) throw new PixelsError('damaged', 'pixel data without a frame');
  const decoded = await decodeAt(first);
  const pixelBytes = decoded.data.byteLength * frames.length;
  if (pixelBytes > mostValueBytes) throw new PixelsError('limit', 'decoded pixels past 4 GiB');
  const head = rewriteAttributes(bytes, reading, info, decoded, pixelBytes + (pixelBytes % 2));
  const tailAt = await findTail(source, frames);
  return {
    transferSyntaxUID: ExplicitVRLittleEndian,
    length: head.length + pixelBytes + (pixelBytes % 2) + (source.dataLength - tailAt),
    pieces: pieces(source, head, decoded, frames.slice(1), decodeAt, tailAt),
  };
}

async function* pieces(
  source: EncapsulatedSource,
  head: Buffer,
  first: Samples,
  others: readonly FrameRange[],
  decodeAt: (frame: FrameRange) => Promise<Samples>,
  tailAt: number,
): AsyncGenerator<Uint8Array> {
  yield head;
  yield bytesOf(first);
  for (const frame of others) {
    const samples = await decodeAt(frame);
    const isAlike =
      samples.data.byteLength === first.data.byteLength &&
      samples.photometricInterpretation === first.photometricInterpretation;
    if (!isAlike) throw new PixelsError('damaged', 'frames that are not alike');
    yield bytesOf(samples);
  }
  if ((first.data.byteLength * (others.length + 1)) % 2 === 1) yield Buffer.alloc(1);
  for (let at = tailAt; at < source.dataLength; at += firstRead)
    yield source.read(at, Math.min(firstRead, source.dataLength - at));
}

/** The host is little endian wherever this runs; samples lie as the transfer syntax wants them. */
function bytesOf({ data }: Samples): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

async function readFrame(source: EncapsulatedSource, { parts }: FrameRange): Promise<Buffer> {
  const read = await Promise.all(parts.map(({ offset, length }) => source.read(offset, length)));
  const [only] = read;
  return only && read.length === 1 ? only : Buffer.concat(read);
}

async function readAttributes(
  source: EncapsulatedSource,
): Promise<{ reading: DataSetReading; bytes: Buffer; pixelData: PixelDataLocation }> {
  for (let length = Math.min(firstRead, source.dataLength); ;) {
    const bytes = await source.read(0, length);
    const reading = readDataSet(bytes, source.transferSyntaxUID, { isPrefix: true, stopAtTag: 0x7fe00011 });
    const { pixelData } = reading;
    if (pixelData?.encapsulated === true) return { reading, bytes, pixelData };
    // What ends between two elements may go on, as what ends within one does.
    if (pixelData !== null || reading.state === 'stopped' || length >= source.dataLength)
      throw new PixelsError('unsupported', 'a data set without compressed pixels');
    if (length >= mostAttributeBytes) throw new PixelsError('limit', 'attributes of too many bytes');
    length = Math.min(source.dataLength, Math.max(reading.neededBytes, length * 4));
  }
}

/** The attributes before the pixels, then the header of these. */
function rewriteAttributes(
  bytes: Buffer,
  { dataSet, pixelData }: DataSetReading,
  info: FrameShape,
  decoded: Samples,
  pixelBytes: number,
): Buffer {
  const changed = replacements(info, decoded);
  const gone = new Set([...dropped, ...changed.map(({ tag }) => tag)]);
  const elements = [...dataSet.elements()].filter(({ tag }) => tag < pixelDataTag);
  const end = (pixelData?.offset ?? 0) - longHeaderLength;
  const parts: Buffer[] = [];
  for (const [index, element] of elements.entries()) {
    while (changed[0] && changed[0].tag <= element.tag)
      parts.push(writeDataSet(changed.splice(0, 1), ExplicitVRLittleEndian));
    const next = elements[index + 1];
    if (!gone.has(element.tag)) parts.push(bytes.subarray(startOf(element), next ? startOf(next) : end));
  }
  parts.push(writeDataSet(changed, ExplicitVRLittleEndian), pixelHeader(info, pixelBytes));
  return Buffer.concat(parts);
}

/** Where the header of an element in explicit VR starts (PS3.5 section 7.1.2). */
function startOf({ vr, offset }: DataElement): number {
  return offset - (hasLongHeader(vr) ? longHeaderLength : 8);
}

function replacements(info: FrameShape, decoded: Samples): ElementInput[] {
  const photometric: ElementInput = { tag: 0x00280004, vr: 'CS', value: decoded.photometricInterpretation };
  if (info.samplesPerPixel === 1) return [photometric];
  return [photometric, { tag: 0x00280006, vr: 'US', value: 0 }];
}

function pixelHeader(info: FrameShape, length: number): Buffer {
  const header = Buffer.alloc(longHeaderLength);
  header.writeUInt16LE(0x7fe0, 0);
  header.writeUInt16LE(0x0010, 2);
  header.write(info.bitsAllocated > 8 ? 'OW' : 'OB', 4, 'latin1');
  header.writeUInt32LE(length, 8);
  return header;
}

/** Where the element after the pixels is: behind the delimiter of the last fragment. */
async function findTail(source: EncapsulatedSource, frames: readonly FrameRange[]): Promise<number> {
  const last = frames.at(-1)?.parts.at(-1);
  let at = (last?.offset ?? 0) + (last?.length ?? 0);
  // An extended offset table may leave the padding out of a length.
  at += at % 2;
  if (at + 8 > source.dataLength) return source.dataLength;
  const header = await source.read(at, 8);
  if (header.readUInt32LE(0) !== sequenceDelimitationTag)
    throw new PixelsError('damaged', 'fragments that are of no frame');
  return at + 8;
}
