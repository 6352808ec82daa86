import charlsWasm from '@cornerstonejs/codec-charls/decodewasm?url';
import jpegWasm from '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasm?url';
import openjpegWasm from '@cornerstonejs/codec-openjpeg/decodewasm?url';
import openjphWasm from '@cornerstonejs/codec-openjph/wasm?url';
import { keepCodecs } from '@liaison/pixels/web';
import type { CodecFactory, CodecName } from '@liaison/pixels/web';

type Loader = { wasm: string; factory: () => Promise<{ default: CodecFactory }> };

/** Each is a file of its own, fetched with the first frame that needs it. */
const loaders: Readonly<Record<CodecName, Loader>> = {
  charls: { wasm: charlsWasm, factory: () => import('@cornerstonejs/codec-charls/decodewasmjs') },
  'libjpeg-turbo': {
    wasm: jpegWasm,
    factory: () => import('@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs'),
  },
  openjpeg: { wasm: openjpegWasm, factory: () => import('@cornerstonejs/codec-openjpeg/decodewasmjs') },
  openjph: { wasm: openjphWasm, factory: () => import('@cornerstonejs/codec-openjph/wasmjs') },
};

export const codecs = keepCodecs(async (name) => {
  const { wasm, factory } = loaders[name];
  const { default: start } = await factory();
  return start({ locateFile: () => wasm, print: () => {}, printErr: () => {} });
});
