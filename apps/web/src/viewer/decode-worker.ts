import { decodeJpegLossless } from './jpeg-lossless.ts';
import type { GreySamples } from './lut.ts';

/** A lossless JPEG codestream to decode; `ticket` comes back with the answer. */
export type DecodeRequest = { readonly ticket: number; readonly codestream: ArrayBuffer };
export type DecodeReply =
  | { readonly ticket: number; readonly samples: GreySamples }
  | { readonly ticket: number; readonly failure: string };

function answer({ ticket, codestream }: DecodeRequest): DecodeReply {
  try {
    return { ticket, samples: decodeJpegLossless(codestream) };
  } catch (error) {
    return { ticket, failure: error instanceof Error ? error.message : 'unknown' };
  }
}

addEventListener('message', (event: MessageEvent<DecodeRequest>) => {
  const reply = answer(event.data);
  postMessage(reply, { transfer: 'samples' in reply ? [reply.samples.buffer] : [] });
});
