import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';

type Data = Samples['data'];

/**
 * Samples of a frame that is not compressed (PS3.5 section 8.1.1 and annex D). One byte of padding after it is accepted.
 * @throws PixelsError `damaged`, `unsupported`
 */
export function decodeNative(bytes: Uint8Array, shape: FrameShape, isBigEndian: boolean): Samples {
  const length = nativeLength(shape);
  if (bytes.length < length || bytes.length > length + 1)
    throw new PixelsError('damaged', 'a frame without the length that it announces');
  const data = readSamples(bytes.subarray(0, length), shape, isBigEndian);
  const { rows, columns, samplesPerPixel, photometricInterpretation } = shape;
  return {
    rows,
    columns,
    samplesPerPixel,
    data: interleaved(data, shape),
    photometricInterpretation: isHalved(shape) ? 'YBR_FULL' : photometricInterpretation,
  };
}

/** Bytes of a frame that is not compressed and begins at a byte. */
export function nativeLength(shape: FrameShape): number {
  const { rows, columns, samplesPerPixel, bitsAllocated } = shape;
  return Math.ceil((rows * columns * (isHalved(shape) ? 2 : samplesPerPixel) * bitsAllocated) / 8);
}

/** 4:2:2 keeps two samples of three for each pixel (PS3.3 section C.7.6.3.1.2). */
function isHalved({ samplesPerPixel, photometricInterpretation }: FrameShape): boolean {
  return samplesPerPixel === 3 && photometricInterpretation.endsWith('_422');
}

function readSamples(bytes: Uint8Array, shape: FrameShape, isBigEndian: boolean): Data {
  switch (shape.bitsAllocated) {
    case 1:
      return unpackBits(bytes, shape.rows * shape.columns * shape.samplesPerPixel);
    case 8:
      return isBigEndian && shape.isWords === true ? swapped(bytes) : Uint8Array.from(bytes);
    case 16:
      return readWords(bytes, isBigEndian);
    case 32:
      return readLongs(bytes, isBigEndian);
    default:
      throw new PixelsError('unsupported', 'a number of bits per sample that is not decoded');
  }
}

/** The first pixel is the least significant bit (PS3.5 section 8.1.1). */
function unpackBits(bytes: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(count);
  for (let i = 0; i < count; i += 1) data[i] = ((bytes[i >> 3] ?? 0) >> (i & 7)) & 1;
  return data;
}

function swapped(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const data = Uint8Array.from(bytes);
  for (let i = 0; i + 1 < data.length; i += 2) {
    data[i] = bytes[i + 1] ?? 0;
    data[i + 1] = bytes[i] ?? 0;
  }
  return data;
}

const hostIsLittleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function readWords(bytes: Uint8Array, isBigEndian: boolean): Uint16Array<ArrayBuffer> {
  if (isBigEndian !== hostIsLittleEndian) return new Uint16Array(Uint8Array.from(bytes).buffer);
  return new Uint16Array(swapped(bytes).buffer);
}

function readLongs(bytes: Uint8Array, isBigEndian: boolean): Uint32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const data = new Uint32Array(bytes.length / 4);
  for (let i = 0; i < data.length; i += 1) data[i] = view.getUint32(i * 4, !isBigEndian);
  return data;
}

/** Pixel after pixel, whatever the order in which colours come. */
function interleaved(data: Data, shape: FrameShape): Data {
  if (isHalved(shape)) return doubledChroma(data);
  if (shape.samplesPerPixel === 1 || shape.planarConfiguration !== 1) return data;
  const count = shape.rows * shape.columns;
  const pixels = data.slice();
  for (let sample = 0; sample < shape.samplesPerPixel; sample += 1)
    for (let i = 0; i < count; i += 1)
      pixels[i * shape.samplesPerPixel + sample] = data[sample * count + i] ?? 0;
  return pixels;
}

/** Y1 Y2 CB CR, for each two pixels (PS3.3 section C.7.6.3.1.2). */
function doubledChroma(data: Data): Data {
  const pixels = data instanceof Uint8Array ? new Uint8Array((data.length / 2) * 3) : null;
  if (pixels === null) throw new PixelsError('unsupported', '4:2:2 of more than 8 bits');
  for (let from = 0, to = 0; from + 3 < data.length; from += 4, to += 6) {
    const blue = data[from + 2] ?? 0;
    const red = data[from + 3] ?? 0;
    pixels.set([data[from] ?? 0, blue, red, data[from + 1] ?? 0, blue, red], to);
  }
  return pixels;
}
