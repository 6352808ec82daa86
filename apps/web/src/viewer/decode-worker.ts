import { decodeFrameWith, toRgba, type FrameShape, type Palette } from '@liaison/pixels/web';
import { codecs } from './codecs.ts';
import type { Pixels } from './pixels.ts';

/** A frame to decode; `ticket` comes back with the answer. */
export type DecodeRequest = {
  readonly ticket: number;
  readonly bytes: ArrayBuffer;
  readonly shape: FrameShape;
  readonly transferSyntaxUID: string;
  readonly palette: Palette | null;
};
export type DecodeReply =
  | { readonly ticket: number; readonly pixels: Pixels }
  | { readonly ticket: number; readonly failure: string };

async function decode({ bytes, shape, transferSyntaxUID, palette }: DecodeRequest): Promise<Pixels> {
  const samples = await decodeFrameWith(codecs, new Uint8Array(bytes), shape, transferSyntaxUID);
  const isGrey = samples.samplesPerPixel === 1 && samples.photometricInterpretation !== 'PALETTE COLOR';
  if (isGrey) return { kind: 'grey', samples: samples.data };
  return { kind: 'colour', rgba: toRgba(samples, shape.bitsStored, palette) };
}

async function answer(request: DecodeRequest): Promise<DecodeReply> {
  try {
    return { ticket: request.ticket, pixels: await decode(request) };
  } catch (error) {
    return { ticket: request.ticket, failure: error instanceof Error ? error.message : 'unknown' };
  }
}

addEventListener('message', (event: MessageEvent<DecodeRequest>) => {
  void answer(event.data).then((reply) => {
    const moved = 'pixels' in reply ? [buffersOf(reply.pixels)] : [];
    postMessage(reply, { transfer: moved });
  });
});

function buffersOf(pixels: Pixels): ArrayBuffer {
  return pixels.kind === 'grey' ? pixels.samples.buffer : pixels.rgba.buffer;
}
