import { decodeFrameWith } from './decode-frame.ts';
import { PixelsError } from './error.ts';
import type { FrameShape, Samples } from './frame-info.ts';
import type { Codecs } from './wasm-codecs.ts';

/** HTJ2K lossless in the order of resolutions, of which a beginning draws the whole image coarsely. */
export const htj2kLosslessRpcl = '1.2.840.10008.1.2.4.202';

/** Resolution, position, component, layer (T.800 table A.16). */
const rpcl = 2;
const mostDecompositions = 5;

/**
 * A lossless codestream of grey or RGB samples of 8 or 16 bits, all their bits kept, also those above BitsStored. It was
 * decoded again and found equal before it is given. @throws PixelsError `unsupported`, `damaged`
 */
export async function encodeHtj2kWith(
  codecs: Codecs,
  samples: Samples,
  shape: FrameShape,
): Promise<Uint8Array<ArrayBuffer>> {
  const { data, rows, columns, samplesPerPixel } = samples;
  if (data instanceof Uint32Array || shape.bitsAllocated === 1)
    throw new PixelsError('unsupported', 'HTJ2K of this number of bits');
  const { HTJ2KEncoder } = await codecs.load('openjph');
  if (!HTJ2KEncoder) throw new PixelsError('unsupported', 'a codec without its encoder');
  const encoder = new HTJ2KEncoder();
  const given = encoder.getDecodedBuffer({
    width: columns,
    height: rows,
    bitsPerSample: data.BYTES_PER_ELEMENT * 8,
    componentCount: samplesPerPixel,
    isSigned: shape.signed,
    isUsingColorTransform: samplesPerPixel === 3,
  });
  given.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  encoder.setQuality(true, 0);
  encoder.setProgressionOrder(rpcl);
  encoder.setTLMMarker(true);
  encoder.setDecompositions(Math.min(mostDecompositions, Math.floor(Math.log2(Math.min(rows, columns)))));
  encoder.encode();
  const codestream = Uint8Array.from(encoder.getEncodedBuffer());
  encoder.delete();
  await refuseOther(codecs, codestream, samples, shape);
  return codestream;
}

async function refuseOther(
  codecs: Codecs,
  codestream: Uint8Array,
  samples: Samples,
  shape: FrameShape,
): Promise<void> {
  const { data } = samples;
  const again = await decodeFrameWith(
    codecs,
    codestream,
    { ...shape, bitsAllocated: data.BYTES_PER_ELEMENT * 8 },
    htj2kLosslessRpcl,
  );
  const isSame =
    again.data.length === data.length && again.data.every((value, index) => value === data[index]);
  if (!isSame) throw new PixelsError('damaged', 'HTJ2K that did not keep every sample');
}
