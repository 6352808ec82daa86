import { Worker } from 'node:worker_threads';
import { PixelsError } from './error.ts';
import type { FrameInfo, Samples } from './frame-info.ts';
import type { Reply, Task } from './pool-worker.ts';
import type { RenderOptions } from './render-frame.ts';

/** A frame as its transfer syntax encodes it. */
export type EncodedFrame = {
  readonly bytes: Uint8Array;
  readonly info: FrameInfo;
  readonly transferSyntaxUID: string;
};

export type PoolOptions = {
  readonly threads: number;
  /** A frame that takes longer is given up, and its thread with it; 20 s unless told. */
  readonly timeoutMs?: number;
  /** Priority of the threads, 0 to 19 (the last). */
  readonly nice?: number;
};

/** What may be made of one frame in one go, decoded once. */
export type Wanted = { readonly renderings: readonly RenderOptions[]; readonly htj2k: boolean };
export type Made = { readonly renderings: Uint8Array[]; readonly htj2k: Uint8Array | null };

/**
 * Threads that decode what came from outside: one that hangs, crashes or runs out of memory costs its frame only. All
 * reject with PixelsError.
 */
export type PixelPool = {
  decode(frame: EncodedFrame): Promise<Samples>;
  render(frame: EncodedFrame, options: RenderOptions): Promise<Buffer>;
  make(frame: EncodedFrame, wanted: Wanted): Promise<Made>;
  close(): Promise<void>;
};

type Job = { task: Task; resolve(reply: Reply): void; reject(error: Error): void };
type Thread = { worker: Worker; job: Job | null; patience: NodeJS.Timeout | undefined };

const defaultTimeoutMs = 20_000;
/** More than that many frames waiting is a flood, not readers. */
const mostWaiting = 2000;

export function openPixelPool(options: PoolOptions): PixelPool {
  const pool = new Threads(options);
  const unexpected = () => new PixelsError('damaged', 'a thread that answers something else');
  return {
    async decode({ bytes, info, transferSyntaxUID }) {
      const reply = await pool.run({ kind: 'decode', bytes, info, transferSyntaxUID });
      if (reply.kind !== 'samples') throw unexpected();
      return reply.samples;
    },
    async render(frame, asked) {
      const reply = await pool.run({ kind: 'make', ...frame, wanted: { renderings: [asked], htj2k: false } });
      const [picture] = reply.kind === 'made' ? reply.made.renderings : [];
      if (!picture) throw unexpected();
      return Buffer.from(picture.buffer, picture.byteOffset, picture.byteLength);
    },
    async make(frame, wanted) {
      const reply = await pool.run({ kind: 'make', ...frame, wanted });
      if (reply.kind !== 'made') throw unexpected();
      return reply.made;
    },
    close: () => pool.close(),
  };
}

class Threads {
  readonly #options: PoolOptions;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  run(task: Task): Promise<Reply> {
    if (this.#isClosed) return Promise.reject(new PixelsError('limit', 'a pool that is closed'));
    if (this.#waiting.length >= mostWaiting)
      return Promise.reject(new PixelsError('limit', 'too many frames waiting'));
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.#waiting.push({ task, resolve, reject });
    this.#start();
    return promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const ended = new PixelsError('limit', 'a pool that is closed');
    for (const job of this.#waiting.splice(0)) job.reject(ended);
    await Promise.all([...this.#threads].map((thread) => this.#giveUp(thread, ended)));
  }

  #start(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const idle = [...this.#threads].find(({ job }) => job === null);
      if (!idle && this.#threads.size >= this.#options.threads) return;
      const job = this.#waiting.shift();
      if (!job) return;
      const thread = idle ?? this.#open();
      thread.job = job;
      thread.worker.ref();
      thread.patience = setTimeout(() => {
        void this.#giveUp(thread, new PixelsError('limit', 'a frame that takes too long'));
      }, this.#options.timeoutMs ?? defaultTimeoutMs);
      thread.worker.postMessage(job.task, []);
    }
  }

  #open(): Thread {
    const worker = new Worker(new URL('./pool-worker.ts', import.meta.url), {
      workerData: this.#options.nice ?? 0,
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const thread: Thread = { worker, job: null, patience: undefined };
    worker.on('message', (reply: Reply) => this.#settle(thread, reply));
    worker.on(
      'error',
      () => void this.#giveUp(thread, new PixelsError('limit', 'a frame that broke its thread')),
    );
    worker.on(
      'exit',
      () => void this.#giveUp(thread, new PixelsError('limit', 'a frame that ended its thread')),
    );
    this.#threads.add(thread);
    return thread;
  }

  #settle(thread: Thread, reply: Reply): void {
    const { job } = thread;
    clearTimeout(thread.patience);
    thread.job = null;
    // An idle pool keeps no process alive.
    thread.worker.unref();
    if (reply.kind === 'refused') job?.reject(new PixelsError(reply.reason, reply.message));
    else job?.resolve(reply);
    this.#start();
  }

  async #giveUp(thread: Thread, error: Error): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    clearTimeout(thread.patience);
    thread.job?.reject(error);
    thread.job = null;
    await thread.worker.terminate();
    this.#start();
  }
}
