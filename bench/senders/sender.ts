import type { Study } from '../inputs/slices.ts';
import type { Receiver } from '../receivers/receiver.ts';

/** Sends whole studies, and knows how long it took. */
export type Sender = {
  readonly name: string;
  /** What is ready before the clock starts: files, buffers. */
  prepare(study: Study, associations: number): Promise<Prepared>;
};

export type Prepared = Disposable & {
  /** Gives the seconds that it took. Rejects when the receiver does not take everything. */
  send(receiver: Receiver): Promise<number>;
};

/** Consecutive parts of nearly the same size. */
export function parted<Item>(items: readonly Item[], count: number): Item[][] {
  return Array.from({ length: count }, (_, index) =>
    items.slice(Math.floor((index * items.length) / count), Math.floor(((index + 1) * items.length) / count)),
  );
}
