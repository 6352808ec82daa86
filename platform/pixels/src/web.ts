/** Decoding without Node: what the viewer loads too, so that server and browser draw the same samples. */
export { isKnownPhotometric, lookUp, toRgba } from './colour.ts';
export { canDecode, codecFor, decodeFrameWith, isNative, mostFrameBytes } from './decode-frame.ts';
export { nativeLength } from './decode-native.ts';
export { PixelsError, type PixelsErrorReason } from './error.ts';
export type {
  FrameInfo,
  FramePresentation,
  FrameShape,
  FrameWindow,
  LookupTable,
  Palette,
  Samples,
} from './frame-info.ts';
export { keepCodecs, type CodecFactory, type CodecName, type Codecs } from './wasm-codecs.ts';
