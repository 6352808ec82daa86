import { Decoder } from 'jpeg-lossless-decoder-js';
import type { GreySamples } from './lut.ts';

/** Bytes from the end among which the end marker is looked for: the last fragment may be padded. */
const EOI_REACH = 64;

/**
 * Samples of a lossless JPEG codestream (ITU-T T.81 process 14), interleaved when it has three components: 8 bits per cell up
 * to a precision of 8, else 16. Throws when it is cut, since the decoder fills the rows that it lacks with black, and nothing
 * would tell them from the image.
 */
export function decodeJpegLossless(codestream: ArrayBuffer): GreySamples {
  if (!hasEndMarker(new Uint8Array(codestream))) throw new Error('truncated codestream');
  const decoder = new Decoder();
  const samples = decoder.decode(codestream);
  if (decoder.yLoc < decoder.yDim) throw new Error('missing rows');
  return samples;
}

/** Whether the EOI marker ends the codestream (T.81 section B.1.1.3). Coded data cannot hold it: they stuff a zero after 0xFF. */
function hasEndMarker(codestream: Uint8Array): boolean {
  for (let i = codestream.length - 2; i >= Math.max(0, codestream.length - EOI_REACH); i -= 1) {
    if (codestream[i] === 0xff && codestream[i + 1] === 0xd9) return true;
  }
  return false;
}
