/** Pixels in Node: decoding, rendering, transcoding. What a browser may load too is in `./web`. */
export { frameInfoOf } from './describe-frame.ts';
export { htj2kLosslessRpcl } from './encode-htj2k.ts';
export {
  toNativeDataSet,
  type Decode,
  type EncapsulatedSource,
  type NativeDataSet,
} from './native-data-set.ts';
export { decodeFrame, encodeHtj2k } from './node-codecs.ts';
export {
  openPixelPool,
  type EncodedFrame,
  type Made,
  type PixelPool,
  type PoolOptions,
  type Wanted,
} from './pool.ts';
export { renderFrame, type RenderOptions } from './render-frame.ts';
export * from './web.ts';
