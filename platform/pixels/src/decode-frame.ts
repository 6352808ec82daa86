import { readJpegHeader } from './codestream.ts';
import { decodeJpegExtended } from './decode-jpeg-extended.ts';
import { decodeJpegLossless } from './decode-jpeg-lossless.ts';
import { decodeNative } from './decode-native.ts';
import { decodeRle } from './decode-rle.ts';
import { decodeJpeg2000, decodeJpeg8, decodeJpegLs } from './decode-wasm.ts';
import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';
import type { CodecName, Codecs } from './wasm-codecs.ts';

/** A frame takes no more than this once decoded; the largest mammograms take 60 MB. */
export const mostFrameBytes = 256 * 1024 * 1024;
const mostSide = 65_535;

type Decoding =
  | 'native'
  | 'big-endian'
  | 'rle'
  | 'jpeg'
  | 'jpeg-lossless'
  | 'jpeg-ls'
  | 'jpeg-2000'
  | 'htj2k';

/** Transfer syntaxes whose pixels can be decoded (PS3.5 annex A). */
const decodings = new Map<string, Decoding>([
  ['1.2.840.10008.1.2', 'native'],
  ['1.2.840.10008.1.2.1', 'native'],
  ['1.2.840.10008.1.2.1.99', 'native'],
  ['1.2.840.10008.1.2.2', 'big-endian'],
  ['1.2.840.10008.1.2.5', 'rle'],
  ['1.2.840.10008.1.2.4.50', 'jpeg'],
  ['1.2.840.10008.1.2.4.51', 'jpeg'],
  ['1.2.840.10008.1.2.4.57', 'jpeg-lossless'],
  ['1.2.840.10008.1.2.4.70', 'jpeg-lossless'],
  ['1.2.840.10008.1.2.4.80', 'jpeg-ls'],
  ['1.2.840.10008.1.2.4.81', 'jpeg-ls'],
  ['1.2.840.10008.1.2.4.90', 'jpeg-2000'],
  ['1.2.840.10008.1.2.4.91', 'jpeg-2000'],
  ['1.2.840.10008.1.2.4.201', 'htj2k'],
  ['1.2.840.10008.1.2.4.202', 'htj2k'],
  ['1.2.840.10008.1.2.4.203', 'htj2k'],
]);

export function canDecode(transferSyntaxUID: string): boolean {
  return decodings.has(transferSyntaxUID);
}

/** Whether frames of it are given as they lie, without a codestream. */
export function isNative(transferSyntaxUID: string): boolean {
  const decoding = decodings.get(transferSyntaxUID);
  return decoding === 'native' || decoding === 'big-endian';
}

const codecOf: Partial<Record<Decoding, CodecName>> = {
  jpeg: 'libjpeg-turbo',
  'jpeg-ls': 'charls',
  'jpeg-2000': 'openjpeg',
  htj2k: 'openjph',
};

/** The codec that frames of a transfer syntax need; null for those decoded here. */
export function codecFor(transferSyntaxUID: string): CodecName | null {
  const decoding = decodings.get(transferSyntaxUID);
  return (decoding && codecOf[decoding]) ?? null;
}

/** Refuses a shape that is none, or whose samples would not fit in memory. @throws PixelsError */
export function refuseShape(shape: FrameShape): void {
  const { rows, columns, samplesPerPixel, bitsAllocated, bitsStored } = shape;
  const isSize = (side: number) => Number.isInteger(side) && side >= 1 && side <= mostSide;
  if (!isSize(rows) || !isSize(columns)) throw new PixelsError('damaged', 'no rows or no columns');
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3)
    throw new PixelsError('unsupported', 'a number of samples per pixel that is not decoded');
  if (![1, 8, 16, 32].includes(bitsAllocated) || bitsStored < 1 || bitsStored > bitsAllocated)
    throw new PixelsError('unsupported', 'a number of bits per sample that is not decoded');
  if (rows * columns * samplesPerPixel * Math.max(1, bitsAllocated / 8) > mostFrameBytes)
    throw new PixelsError('limit', 'a frame that takes too much memory');
}

/**
 * Samples of one frame, as its transfer syntax encodes them. Every size is checked against the attributes of the instance
 * before memory is taken for it. @throws PixelsError
 */
export async function decodeFrameWith(
  codecs: Codecs,
  bytes: Uint8Array,
  shape: FrameShape,
  transferSyntaxUID: string,
): Promise<Samples> {
  refuseShape(shape);
  switch (decodings.get(transferSyntaxUID)) {
    case 'native':
      return decodeNative(bytes, shape, false);
    case 'big-endian':
      return decodeNative(bytes, shape, true);
    case 'rle':
      return decodeRle(bytes, shape);
    case 'jpeg':
      return readJpegHeader(bytes).precision === 12
        ? decodeJpegExtended(bytes, shape)
        : decodeJpeg8(codecs, bytes, shape);
    case 'jpeg-lossless':
      return decodeJpegLossless(bytes, shape);
    case 'jpeg-ls':
      return decodeJpegLs(codecs, bytes, shape);
    case 'jpeg-2000':
      return decodeJpeg2000(codecs, bytes, shape, false);
    case 'htj2k':
      return decodeJpeg2000(codecs, bytes, shape, true);
    case undefined:
      throw new PixelsError('unsupported', 'a transfer syntax that is not decoded');
  }
}
