import type { Slot } from './stack.ts';

type Load = (slot: Slot, signal: AbortSignal) => Promise<void>;

type Options = {
  /** Loads a slot into the cache; rejects when it cannot. */
  readonly load: Load;
  readonly isLoaded: (key: string) => boolean;
  readonly parallel: number;
  /** Whether another try may succeed. */
  readonly mayRetry: (error: unknown) => boolean;
  readonly onFailed: (slot: Slot, error: unknown) => void;
};

const TRIES = 3;
const RETRY_MS = 1000;

/** Loads slots in the order of a plan that may be replaced at any time, a few at once. */
export class LoadQueue {
  readonly #options: Options;
  readonly #running = new Map<string, AbortController>();
  readonly #failures = new Map<string, number>();
  readonly #resting = new Map<string, ReturnType<typeof setTimeout>>();
  #plan: readonly Slot[] = [];

  constructor(options: Options) {
    this.#options = options;
  }

  /** Replaces the plan, most urgent first. What it no longer holds is aborted, and its first slot never waits for a place. */
  follow(plan: readonly Slot[]): void {
    this.#plan = plan;
    const ranks = new Map(plan.map((slot, rank) => [slot.key, rank]));
    for (const [key, running] of this.#running) {
      if (!ranks.has(key)) running.abort();
    }
    const urgent = plan[0];
    if (urgent !== undefined && !this.#isDone(urgent.key) && !this.#running.has(urgent.key))
      this.#yieldPlace(ranks);
    this.#start();
  }

  /** Tries again what has failed. */
  retry(): void {
    this.#failures.clear();
    this.#wake();
    this.#start();
  }

  stop(): void {
    this.#plan = [];
    this.#failures.clear();
    this.#wake();
    for (const running of this.#running.values()) running.abort();
  }

  #isDone(key: string): boolean {
    return this.#options.isLoaded(key) || (this.#failures.get(key) ?? 0) >= TRIES;
  }

  #yieldPlace(ranks: ReadonlyMap<string, number>): void {
    const live = [...this.#running].filter(([, running]) => !running.signal.aborted);
    if (live.length < this.#options.parallel) return;
    const last = live.toSorted(([a], [b]) => (ranks.get(a) ?? 0) - (ranks.get(b) ?? 0)).at(-1);
    last?.[1].abort();
  }

  /** Fills the free places, but while the urgent slot is under way it has the whole line for itself. */
  #start(): void {
    let free = this.#options.parallel;
    for (const running of this.#running.values()) free -= running.signal.aborted ? 0 : 1;
    for (const slot of this.#plan) {
      if (free <= 0 || this.#running.has(this.#plan[0]?.key ?? '')) return;
      if (this.#running.has(slot.key) || this.#resting.has(slot.key) || this.#isDone(slot.key)) continue;
      free -= 1;
      void this.#run(slot);
    }
  }

  async #run(slot: Slot): Promise<void> {
    const running = new AbortController();
    this.#running.set(slot.key, running);
    try {
      await this.#options.load(slot, running.signal);
    } catch (error) {
      if (!running.signal.aborted) this.#noteFailure(slot, error);
    }
    this.#running.delete(slot.key);
    this.#start();
  }

  #noteFailure(slot: Slot, error: unknown): void {
    const failures = this.#options.mayRetry(error) ? (this.#failures.get(slot.key) ?? 0) + 1 : TRIES;
    this.#failures.set(slot.key, failures);
    if (failures >= TRIES) this.#options.onFailed(slot, error);
    else this.#rest(slot.key, failures * RETRY_MS);
  }

  /** Leaves a slot alone for a while, without keeping a place for it. */
  #rest(key: string, ms: number): void {
    const timer = setTimeout(() => {
      this.#resting.delete(key);
      this.#start();
    }, ms);
    this.#resting.set(key, timer);
  }

  #wake(): void {
    for (const timer of this.#resting.values()) clearTimeout(timer);
    this.#resting.clear();
  }
}
