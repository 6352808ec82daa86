import { setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import sharp from 'sharp';
import { PixelsError, type PixelsErrorReason } from './error.ts';
import type { FrameInfo, Samples } from './frame-info.ts';
import { decodeFrame, encodeHtj2k } from './node-codecs.ts';
import type { Made, Wanted } from './pool.ts';
import { renderFrame } from './render-frame.ts';

type Frame = { readonly bytes: Uint8Array; readonly info: FrameInfo; readonly transferSyntaxUID: string };
export type Task =
  | ({ readonly kind: 'decode' } & Frame)
  | ({ readonly kind: 'make'; readonly wanted: Wanted } & Frame);
export type Reply =
  | { readonly kind: 'samples'; readonly samples: Samples }
  | { readonly kind: 'made'; readonly made: Made }
  | { readonly kind: 'refused'; readonly reason: PixelsErrorReason; readonly message: string };

// On Linux a priority is that of one thread: this one's, and of those that it starts.
const given: unknown = workerData;
if (typeof given === 'number' && given > 0) setPriority(given);
sharp.concurrency(1);
sharp.cache(false);

async function answer(task: Task): Promise<Reply> {
  try {
    const samples = await decodeFrame(task.bytes, task.info, task.transferSyntaxUID);
    return task.kind === 'decode'
      ? { kind: 'samples', samples }
      : { kind: 'made', made: await make(samples, task) };
  } catch (error) {
    if (error instanceof PixelsError)
      return { kind: 'refused', reason: error.reason, message: error.message };
    return { kind: 'refused', reason: 'limit', message: 'a frame that could not be handled' };
  }
}

async function make(samples: Samples, { info, wanted }: { info: FrameInfo; wanted: Wanted }): Promise<Made> {
  const renderings: Uint8Array[] = [];
  for (const options of wanted.renderings) renderings.push(await renderFrame(samples, info, options));
  return { renderings, htj2k: wanted.htj2k ? await encodeHtj2k(samples, info) : null };
}

parentPort?.on('message', (task: Task) => {
  void answer(task).then((reply) => {
    parentPort?.postMessage(reply, reply.kind === 'samples' ? [reply.samples.data.buffer] : []);
  });
});
