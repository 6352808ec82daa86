import { PixelsError } from './error.ts';

/** Codecs in WebAssembly, each loaded when a frame first needs it. */
export type CodecName = 'charls' | 'libjpeg-turbo' | 'openjpeg' | 'openjph';

/** A decoder of @cornerstonejs/codec-*: what it is given and gives lies in its own memory, until `delete`. */
export type WasmDecoder = {
  getEncodedBuffer(length: number): Uint8Array;
  decode(): void;
  getFrameInfo(): WasmFrameInfo;
  getDecodedBuffer(): Uint8Array;
  /** JPEG-LS: 0 plane after plane, 1 line, 2 sample. */
  getInterleaveMode?(): number;
  getNearLossless?(): number;
  delete(): void;
};

export type WasmFrameInfo = {
  width: number;
  height: number;
  bitsPerSample: number;
  componentCount: number;
  isSigned?: boolean;
};

export type WasmEncoder = {
  getDecodedBuffer(info: Required<WasmFrameInfo> & { isUsingColorTransform: boolean }): Uint8Array;
  setQuality(isReversible: boolean, step: number): void;
  setProgressionOrder(order: number): void;
  setTLMMarker(isWritten: boolean): void;
  setDecompositions(count: number): void;
  encode(): void;
  getEncodedBuffer(): Uint8Array;
  delete(): void;
};

export type CodecModule = {
  JpegLSDecoder?: new () => WasmDecoder;
  JPEGDecoder?: new () => WasmDecoder;
  J2KDecoder?: new () => WasmDecoder;
  HTJ2KDecoder?: new () => WasmDecoder;
  HTJ2KEncoder?: new () => WasmEncoder;
};

/** What a package of codecs gives: a module, once its WebAssembly is there. */
export type CodecFactory = (options: {
  /** Where the WebAssembly is; beside the script unless told. */
  locateFile?(): string;
  print(): void;
  printErr(): void;
}) => Promise<CodecModule>;

/** Gives a codec ready to use. Its owner keeps it; `drop` is told when one broke and must be loaded anew. */
export type Codecs = {
  load(name: CodecName): Promise<CodecModule>;
  drop(name: CodecName): void;
};

/** Keeps what `load` gives, one module for each codec. */
export function keepCodecs(load: (name: CodecName) => Promise<CodecModule>): Codecs {
  const kept = new Map<CodecName, Promise<CodecModule>>();
  return {
    load(name) {
      const loading = kept.get(name) ?? load(name);
      kept.set(name, loading);
      loading.catch(() => kept.delete(name));
      return loading;
    },
    drop: (name) => kept.delete(name),
  };
}

export type WasmFrame = WasmFrameInfo & { data: Uint8Array<ArrayBuffer>; interleaveMode: number };

/** Runs a decoder over a codestream. @throws PixelsError `damaged` for whatever it does not read */
export async function runDecoder(
  codecs: Codecs,
  name: CodecName,
  decoderOf: (module: CodecModule) => (new () => WasmDecoder) | undefined,
  bytes: Uint8Array,
): Promise<WasmFrame> {
  const Decoder = decoderOf(await codecs.load(name));
  if (!Decoder) throw new PixelsError('unsupported', 'a codec without its decoder');
  try {
    const decoder = new Decoder();
    decoder.getEncodedBuffer(bytes.length).set(bytes);
    decoder.decode();
    const { width, height, bitsPerSample, componentCount, isSigned = false } = decoder.getFrameInfo();
    const data = Uint8Array.from(decoder.getDecodedBuffer());
    const interleaveMode = decoder.getInterleaveMode?.() ?? 2;
    decoder.delete();
    return { width, height, bitsPerSample, componentCount, isSigned, data, interleaveMode };
  } catch {
    // What it threw may have left its memory in any state: the next frame gets a fresh one.
    codecs.drop(name);
    throw new PixelsError('damaged', 'a codestream that its codec does not read');
  }
}
