import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { NomenclatureSet } from '../nomenclature/nomenclature-set.ts';
import type { ControllerIdentity, ControlReport } from '../report/control-report.ts';
import type { LastPrices } from '../rules/facts.ts';
import type { ControlTask } from './control-worker.ts';

export interface PoolSetup {
  readonly identity: ControllerIdentity;
  readonly nomenclatures: readonly NomenclatureSet[];
  /** The code of a rule in small letters is put at its end: `https://…/regles#`. */
  readonly ruleUrlBase?: string;
  readonly maximumBytes?: number;
  readonly maximumFindings?: number;
}

export interface PoolOptions {
  /** As many as there are processors unless told. */
  readonly threads?: number;
  /** A control that takes longer is given up, and its thread with it; 60 s unless told. */
  readonly timeoutMs?: number;
}

/** What is known beside a message; needs as bytes, which each thread reads once. */
export interface PoolContext {
  readonly need?: Uint8Array;
  /** The message that it replies to, where that is no call for tenders. */
  readonly answered?: Uint8Array;
  readonly effectiveOn?: string;
  readonly isProduction?: boolean;
  readonly lastPrices?: LastPrices;
}

/** A control that gave no report: it took too long, ran out of memory, or the pool was closed. */
export class ControlPoolError extends Error {
  override readonly name = 'ControlPoolError';
}

/** The needs to hold the message against are no call for tenders that can be read. */
export class NeedUnreadableError extends Error {
  override readonly name = 'NeedUnreadableError';
}

export interface ControlPool {
  control(input: Uint8Array, context?: PoolContext): Promise<ControlReport>;
  close(): Promise<void>;
}

interface Job {
  readonly task: ControlTask;
  resolve(report: ControlReport): void;
  reject(error: Error): void;
}

interface Thread {
  readonly worker: Worker;
  job: Job | undefined;
  patience: NodeJS.Timeout | undefined;
  /** The needs that it was given last. */
  needDigest: string | undefined;
}

const defaultTimeoutMs = 60_000;
/** Of one thread: a control of 100,000 lines fits, a runaway one does not take the machine. */
const heapMegabytes = 1024;
/** For what lives briefly: the default takes some 60 MB more of each thread. */
const youngMegabytes = 6;

/** Threads that control many messages at once: one that hangs or runs out of memory costs its message only. */
export function openControlPool(setup: PoolSetup, options: PoolOptions = {}): ControlPool {
  const threads = new Threads(setup, options);
  return {
    control: (input, context = {}) => threads.run(input, context),
    close: () => threads.close(),
  };
}

class Threads {
  readonly #setup: PoolSetup;
  readonly #most: number;
  readonly #timeoutMs: number;
  readonly #threads = new Set<Thread>();
  readonly #waiting: Job[] = [];
  readonly #digests = new WeakMap<Uint8Array, string>();
  #isClosed = false;

  constructor(
    setup: PoolSetup,
    { threads = availableParallelism(), timeoutMs = defaultTimeoutMs }: PoolOptions,
  ) {
    this.#setup = setup;
    this.#most = threads;
    this.#timeoutMs = timeoutMs;
  }

  run(input: Uint8Array, { need, ...context }: PoolContext): Promise<ControlReport> {
    if (this.#isClosed) return Promise.reject(new ControlPoolError('a pool that is closed'));
    const { promise, resolve, reject } = Promise.withResolvers<ControlReport>();
    const needs = need ? { need, needDigest: this.#digestOf(need) } : {};
    this.#waiting.push({ task: { input, ...context, ...needs }, resolve, reject });
    this.#start();
    return promise;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    const ended = new ControlPoolError('a pool that is closed');
    for (const job of this.#waiting.splice(0)) job.reject(ended);
    await Promise.all([...this.#threads].map((thread) => this.#giveUp(thread, ended)));
  }

  #start(): void {
    while (this.#waiting.length > 0 && !this.#isClosed) {
      const idle = [...this.#threads].find(({ job }) => job === undefined);
      if (!idle && this.#threads.size >= this.#most) return;
      const job = this.#waiting.shift();
      if (!job) return;
      this.#give(idle ?? this.#open(), job);
    }
  }

  #give(thread: Thread, job: Job): void {
    const { need, ...task } = job.task;
    const isNew = need !== undefined && thread.needDigest !== task.needDigest;
    thread.job = job;
    if (isNew) thread.needDigest = task.needDigest;
    thread.worker.ref();
    thread.patience = setTimeout(() => {
      void this.#giveUp(thread, new ControlPoolError('a control that takes too long'));
    }, this.#timeoutMs);
    thread.worker.postMessage(isNew ? { ...task, need } : task, []);
  }

  #open(): Thread {
    const worker = new Worker(new URL(`./control-worker${extname(import.meta.url)}`, import.meta.url), {
      workerData: this.#setup,
      resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: youngMegabytes },
    });
    const thread: Thread = { worker, job: undefined, patience: undefined, needDigest: undefined };
    worker.on('message', (report: ControlReport | null) => this.#settle(thread, report));
    worker.on(
      'error',
      () => void this.#giveUp(thread, new ControlPoolError('a control that broke its thread')),
    );
    worker.on(
      'exit',
      () => void this.#giveUp(thread, new ControlPoolError('a control that ended its thread')),
    );
    this.#threads.add(thread);
    return thread;
  }

  #settle(thread: Thread, report: ControlReport | null): void {
    const { job } = thread;
    clearTimeout(thread.patience);
    thread.job = undefined;
    // An idle pool keeps no process alive.
    thread.worker.unref();
    if (report) job?.resolve(report);
    else job?.reject(new NeedUnreadableError('the needs cannot be read'));
    this.#start();
  }

  async #giveUp(thread: Thread, error: Error): Promise<void> {
    if (!this.#threads.delete(thread)) return;
    clearTimeout(thread.patience);
    thread.job?.reject(error);
    thread.job = undefined;
    await thread.worker.terminate();
    this.#start();
  }

  #digestOf(need: Uint8Array): string {
    const known = this.#digests.get(need) ?? createHash('sha256').update(need).digest('hex');
    this.#digests.set(need, known);
    return known;
  }
}
