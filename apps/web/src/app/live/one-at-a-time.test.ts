import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { oneAtATime } from './one-at-a-time.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

/** A read that ends when told. */
function slowRead() {
  const ends: (() => void)[] = [];
  const act = () => new Promise<void>((resolve) => ends.push(resolve));
  return { act, started: () => ends.length, end: () => ends.at(-1)?.() };
}

describe('reading again on hints', () => {
  it('starts at once', async () => {
    const read = slowRead();
    oneAtATime(read.act, 700).call();
    await vi.advanceTimersByTimeAsync(0);
    expect(read.started()).toBe(1);
  });

  it('makes one more read of all the hints that came during a read, once it has ended', async () => {
    const read = slowRead();
    const reading = oneAtATime(read.act, 700);
    for (let hint = 0; hint < 5; hint += 1) reading.call();
    await vi.advanceTimersByTimeAsync(5000);
    expect(read.started()).toBe(1);
    read.end();
    await vi.advanceTimersByTimeAsync(0);
    expect(read.started()).toBe(2);
    read.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(read.started()).toBe(2);
  });

  it('leaves a pause between the beginnings of two reads', async () => {
    let reads = 0;
    const reading = oneAtATime(() => (reads += 1), 700);
    reading.call();
    reading.call();
    await vi.advanceTimersByTimeAsync(699);
    expect(reads).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(reads).toBe(2);
  });

  it('goes on after a read that failed', async () => {
    let reads = 0;
    const reading = oneAtATime(() => {
      reads += 1;
      throw new Error('refused');
    }, 700);
    reading.call();
    await vi.advanceTimersByTimeAsync(700);
    reading.call();
    await vi.advanceTimersByTimeAsync(0);
    expect(reads).toBe(2);
  });

  it('reads no more once the screen is left', async () => {
    const read = slowRead();
    const reading = oneAtATime(read.act, 700);
    reading.call();
    reading.call();
    reading.stop();
    await vi.advanceTimersByTimeAsync(0);
    read.end();
    await vi.advanceTimersByTimeAsync(5000);
    expect(read.started()).toBe(1);
  });
});
