import { describe, expect, it } from 'vitest';
import { LoadQueue } from './load-queue.ts';
import { activeStack, opened } from './stack.ts';
import type { Slot } from './stack.ts';
import { manifestFixture, seriesFixture } from './viewer-fixtures.ts';

const slots = activeStack(
  opened(
    manifestFixture([
      seriesFixture(
        '9',
        Array.from({ length: 10 }, (_, i) => i),
      ),
    ]),
  ),
);
const some = (...indices: number[]): Slot[] =>
  indices.map((i) => slots[i]).filter((slot) => slot !== undefined);
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A queue of two places whose loads end only when told. */
function bench(mayRetry = false) {
  const loaded = new Set<string>();
  const started: string[] = [];
  const aborted: string[] = [];
  const failed: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const queue = new LoadQueue({
    load: (slot, signal) =>
      new Promise((resolve, reject) => {
        started.push(slot.key);
        signal.addEventListener('abort', () => {
          aborted.push(slot.key);
          reject(new Error('aborted'));
        });
        ends.set(slot.key, (error) => {
          if (error !== undefined) return reject(error);
          loaded.add(slot.key);
          resolve();
        });
      }),
    isLoaded: (key) => loaded.has(key),
    parallel: 2,
    mayRetry: () => mayRetry,
    onFailed: (slot) => failed.push(slot.key),
  });
  const end = async (index: number, error?: Error): Promise<void> => {
    ends.get(`9.${index}/1`)?.(error);
    await settle();
  };
  return { queue, started, aborted, failed, end };
}

describe('the load queue', () => {
  it('loads the displayed slice alone, then the others in the order of the plan, so many at once', async () => {
    const { queue, started, end } = bench();
    queue.follow(some(5, 6, 4, 7));
    expect(started).toEqual(['9.5/1']);
    await end(5);
    expect(started).toEqual(['9.5/1', '9.6/1', '9.4/1']);
    await end(4);
    expect(started.at(-1)).toBe('9.7/1');
  });

  it('gives the place of the least urgent load to the displayed slice', async () => {
    const { queue, started, aborted, end } = bench();
    queue.follow(some(5, 6, 4));
    await end(5);
    queue.follow(some(9, 5, 6, 4));
    await settle();
    expect(aborted).toEqual(['9.4/1']);
    expect(started.at(-1)).toBe('9.9/1');
  });

  it('aborts what the plan no longer holds, and loads it again when it comes back', async () => {
    const { queue, started, aborted } = bench();
    queue.follow(some(5, 6));
    queue.follow(some(1, 2));
    queue.follow(some(5));
    await settle();
    expect(aborted).toEqual(['9.5/1', '9.1/1']);
    expect(started).toEqual(['9.5/1', '9.1/1', '9.5/1']);
  });

  it('reports a failure without hope once, goes on, and tries again only when asked', async () => {
    const { queue, started, failed, end } = bench();
    queue.follow(some(5, 6, 4));
    await end(5, new Error('no'));
    expect(failed).toEqual(['9.5/1']);
    expect(started).toEqual(['9.5/1', '9.6/1', '9.4/1']);
    await end(6);
    queue.retry();
    expect(started.at(-1)).toBe('9.5/1');
  });

  it('keeps a failure that may pass to itself for a while, and leaves its place to others', async () => {
    const { queue, started, failed, end } = bench(true);
    queue.follow(some(5, 6, 4));
    await end(5, new Error('network'));
    expect(failed).toEqual([]);
    expect(started).toEqual(['9.5/1', '9.6/1', '9.4/1']);
    queue.stop();
  });

  it('stops at once', async () => {
    const { queue, started, aborted, end } = bench();
    queue.follow(some(5, 6, 4));
    await end(5);
    queue.stop();
    await settle();
    expect(aborted).toEqual(['9.6/1', '9.4/1']);
    expect(started).toHaveLength(3);
  });
});
