/** The package names a declaration file that it does not ship; these are the members that we use (its src/decoder.ts). */
declare module 'jpeg-lossless-decoder-js' {
  export class Decoder {
    /** Image size in samples, and where decoding stopped: `yLoc === yDim` once every row was read. */
    xDim: number;
    yDim: number;
    yLoc: number;
    numComp: number;
    /** 8 or 16 bits per sample, interleaved when there are three components. Throws on anything that is not lossless JPEG. */
    decode(
      buffer: ArrayBuffer,
      offset?: number,
      length?: number,
    ): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;
  }
}
