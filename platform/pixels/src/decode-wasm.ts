import {
  expectShape,
  hasEndMarker,
  readJpeg2000Header,
  readJpegHeader,
  type Codestream,
} from './codestream.ts';
import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';
import { runDecoder, type Codecs, type WasmFrame } from './wasm-codecs.ts';

/** JPEG of 8 bits, baseline, extended or progressive; its YBR comes out as RGB. @throws PixelsError */
export async function decodeJpeg8(codecs: Codecs, bytes: Uint8Array, shape: FrameShape): Promise<Samples> {
  const codestream = readJpegHeader(bytes);
  expectShape(codestream, shape);
  // The codec fills what it lacks with grey, and says nothing.
  if (!hasEndMarker(bytes)) throw new PixelsError('damaged', 'a JPEG codestream that is cut');
  const isColour = codestream.components === 3;
  const given = isColour ? withAdobeMarker(bytes, isYbr(codestream, shape)) : bytes;
  const frame = await runDecoder(codecs, 'libjpeg-turbo', (module) => module.JPEGDecoder, given);
  return toSamples(frame, shape, isColour ? 'RGB' : shape.photometricInterpretation);
}

/**
 * Whether the codestream holds YBR. Its instance says so (PS3.5 section 8.2.1); where it says RGB, a subsampled colour, a
 * JFIF marker or Adobe's transform prove that it is mistaken, as some scanners are.
 */
function isYbr(codestream: Codestream, shape: FrameShape): boolean {
  if (shape.photometricInterpretation.startsWith('YBR')) return true;
  return codestream.isSubsampled || codestream.hasJfif || codestream.adobeTransform === 1;
}

/** The codestream with Adobe's marker, which tells the codec its colours, in the place of all that might. */
function withAdobeMarker(bytes: Uint8Array, isYcc: boolean): Uint8Array {
  const marker = [0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, isYcc ? 1 : 0];
  const kept: Uint8Array[] = [Uint8Array.of(0xff, 0xd8, ...marker)];
  let at = 2;
  while (at + 4 <= bytes.length && bytes[at] === 0xff) {
    const kind = bytes[at + 1] ?? 0;
    if (kind === 0xff) {
      at += 1;
      continue;
    }
    if (kind === 0xda) break;
    const end = at + 2 + (((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0));
    if (kind !== 0xe0 && kind !== 0xee) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at));
  const joined = new Uint8Array(kept.reduce((sum, part) => sum + part.length, 0));
  let to = 0;
  for (const part of kept) {
    joined.set(part, to);
    to += part.length;
  }
  return joined;
}

/** JPEG-LS, lossless or near (T.87). @throws PixelsError */
export async function decodeJpegLs(codecs: Codecs, bytes: Uint8Array, shape: FrameShape): Promise<Samples> {
  expectShape(readJpegHeader(bytes), shape);
  if (!hasEndMarker(bytes)) throw new PixelsError('damaged', 'a JPEG-LS codestream that is cut');
  const frame = await runDecoder(codecs, 'charls', (module) => module.JpegLSDecoder, bytes);
  const samples = toSamples(frame, shape, shape.photometricInterpretation);
  const isPlanar = frame.interleaveMode === 0 && samples.samplesPerPixel > 1;
  return isPlanar ? { ...samples, data: interleave(samples) } : samples;
}

function interleave({ data, samplesPerPixel }: Samples): Samples['data'] {
  const count = data.length / samplesPerPixel;
  const pixels = data.slice();
  for (let sample = 0; sample < samplesPerPixel; sample += 1)
    for (let i = 0; i < count; i += 1) pixels[i * samplesPerPixel + sample] = data[sample * count + i] ?? 0;
  return pixels;
}

/** JPEG 2000 (T.800) and HTJ2K (T.814); the colour transforms of their codestreams are undone. @throws PixelsError */
export async function decodeJpeg2000(
  codecs: Codecs,
  bytes: Uint8Array,
  shape: FrameShape,
  isHighThroughput: boolean,
): Promise<Samples> {
  const codestream = readJpeg2000Header(bytes);
  expectShape(codestream, shape);
  if (codestream.isSubsampled) throw new PixelsError('unsupported', 'JPEG 2000 with subsampled components');
  const frame = isHighThroughput
    ? await runDecoder(codecs, 'openjph', (module) => module.HTJ2KDecoder, bytes)
    : await runDecoder(codecs, 'openjpeg', (module) => module.J2KDecoder, bytes);
  const isTransformed = /^YBR_(RCT|ICT)$/.test(shape.photometricInterpretation);
  return toSamples(frame, shape, isTransformed ? 'RGB' : shape.photometricInterpretation);
}

/** Samples as wide as BitsAllocated, the sign of narrower ones extended, as other decoders write them. */
function toSamples(frame: WasmFrame, shape: FrameShape, photometricInterpretation: string): Samples {
  const { rows, columns, samplesPerPixel, bitsAllocated } = shape;
  const count = rows * columns * samplesPerPixel;
  const width = frame.bitsPerSample > 8 ? 2 : 1;
  const isSame =
    frame.width === columns &&
    frame.height === rows &&
    frame.componentCount === samplesPerPixel &&
    frame.data.length === count * width;
  if (!isSame) throw new PixelsError('damaged', 'decoded pixels of another size than announced');
  const decoded = width === 1 ? frame.data : new Uint16Array(frame.data.buffer);
  if (width === 1 && bitsAllocated > 8) {
    const isSigned = frame.isSigned === true;
    const data = Uint16Array.from(decoded, (value) => (isSigned ? (value << 24) >> 24 : value));
    return { rows, columns, samplesPerPixel, data, photometricInterpretation };
  }
  return { rows, columns, samplesPerPixel, data: decoded, photometricInterpretation };
}
