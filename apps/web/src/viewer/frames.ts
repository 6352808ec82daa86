import { FrameRefused, FrameSource, mayRetry } from './frame-source.ts';
import { LoadQueue } from './load-queue.ts';
import type { Refusal } from './manifest-client.ts';
import type { Pixels } from './pixels.ts';
import { fetchOrder, playOrder } from './prefetch.ts';
import { activeStack, indexOf } from './stack.ts';
import type { Session, Slot } from './stack.ts';

const PARALLEL = 4;
/** Part of the cache that prefetching may fill; the rest is for what the reader goes back to. */
const PLANNED_PART = 0.85;

type Events = {
  readonly onLoaded: (slot: Slot) => void;
  readonly onFailed: (slot: Slot) => void;
  /** The server refuses the images of the study, not only one of them. */
  readonly onRefused: (refusal: Refusal) => void;
};

/** The decoded frames of a session, fetched in the order in which the reader is likely to want them. */
export class Frames {
  readonly #source: FrameSource;
  readonly #queue: LoadQueue;
  readonly #failures = new Map<string, unknown>();

  /** `budget` of the memory in bytes. */
  constructor(budget: number, events: Events) {
    this.#source = new FrameSource(budget);
    this.#queue = new LoadQueue({
      load: async (slot, signal) => {
        await this.#source.load(slot, signal);
        this.#failures.delete(slot.key);
        events.onLoaded(slot);
      },
      isLoaded: (key) => this.#source.cache.has(key),
      parallel: PARALLEL,
      mayRetry,
      onFailed: (slot, error) => {
        if (error instanceof FrameRefused && error.refusal !== 'missing')
          return events.onRefused(error.refusal);
        this.#failures.set(slot.key, error);
        events.onFailed(slot);
      },
    });
  }

  get(key: string): Pixels | null {
    return this.#source.cache.get(key);
  }

  has(key: string): boolean {
    return this.#source.cache.has(key);
  }

  /** Why a frame could not be had; undefined while it still may come. */
  failure(key: string): unknown {
    return this.#failures.get(key);
  }

  /** Fetches around the wanted slice of the session, `direction` being that of the scroll; along `loop` where it plays. */
  follow(session: Session, direction: 1 | -1, loop: { first: number; last: number } | null): void {
    const budget = this.#source.cache.budget * PLANNED_PART;
    if (loop !== null) {
      return this.#queue.follow(playOrder(activeStack(session), indexOf(session), loop, budget));
    }
    const keyFirst = session.manifest.series.toSorted((a, b) => Number(b.isKey) - Number(a.isKey));
    const others = keyFirst
      .filter((series) => series.SeriesInstanceUID !== session.seriesUid)
      .map((series) => session.stacks.get(series.SeriesInstanceUID) ?? []);
    this.#queue.follow(fetchOrder(activeStack(session), indexOf(session), direction, others, budget));
  }

  retry(): void {
    this.#failures.clear();
    this.#queue.retry();
  }

  /** Drops all that is in memory and all that is under way. */
  forget(): void {
    this.#queue.stop();
    this.#failures.clear();
    this.#source.cache.clear();
  }

  close(): void {
    this.forget();
    this.#source.close();
  }
}
