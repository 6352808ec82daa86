/** The codecs of @cornerstonejs ship no types. */
declare module '@cornerstonejs/codec-charls/decodewasmjs' {
  import type { CodecFactory } from '@liaison/pixels/web';

  const factory: CodecFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-libjpeg-turbo-8bit/decodewasmjs' {
  import type { CodecFactory } from '@liaison/pixels/web';

  const factory: CodecFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-openjpeg/decodewasmjs' {
  import type { CodecFactory } from '@liaison/pixels/web';

  const factory: CodecFactory;
  export default factory;
}
declare module '@cornerstonejs/codec-openjph/wasmjs' {
  import type { CodecFactory } from '@liaison/pixels/web';

  const factory: CodecFactory;
  export default factory;
}
