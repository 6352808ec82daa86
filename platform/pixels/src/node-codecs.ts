import { createRequire } from 'node:module';
import { decodeFrameWith } from './decode-frame.ts';
import { encodeHtj2kWith } from './encode-htj2k.ts';
import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';
import { keepCodecs, type CodecFactory, type CodecName } from './wasm-codecs.ts';

const require = createRequire(import.meta.url);

const packages: Readonly<Record<CodecName, () => unknown>> = {
  charls: () => require('@cornerstonejs/codec-charls/decodewasmjs'),
  'libjpeg-turbo': () => require('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
  openjpeg: () => require('@cornerstonejs/codec-openjpeg/decodewasmjs'),
  openjph: () => require('@cornerstonejs/codec-openjph/wasmjs'),
};

/** The codecs of @cornerstonejs, which have no types of their own; what they warn of is told by what they give. */
const codecs = keepCodecs(async (name) => {
  const factory = packages[name]();
  if (!isFactory(factory)) throw new PixelsError('unsupported', 'a codec that is not what it was');
  return factory({ print: () => {}, printErr: () => {} });
});

function isFactory(value: unknown): value is CodecFactory {
  return typeof value === 'function';
}

/** Samples of one frame, decoded in this thread; what came from outside is better decoded by a pool. @throws PixelsError */
export function decodeFrame(
  bytes: Uint8Array,
  shape: FrameShape,
  transferSyntaxUID: string,
): Promise<Samples> {
  return decodeFrameWith(codecs, bytes, shape, transferSyntaxUID);
}

/** HTJ2K lossless (1.2.840.10008.1.2.4.202) of the samples. @throws PixelsError */
export function encodeHtj2k(samples: Samples, shape: FrameShape): Promise<Uint8Array<ArrayBuffer>> {
  return encodeHtj2kWith(codecs, samples, shape);
}
