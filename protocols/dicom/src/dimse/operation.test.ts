import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { readCommandSet, writeCommandSet, type CommandSet } from './command-set.ts';
import { Operation } from './operation.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function response(status: number): CommandSet {
  return readCommandSet(
    writeCommandSet({ CommandField: 0x8020, CommandDataSetType: 0x0101, Status: status }),
  );
}

function begin(lastSignAt: () => number = () => 0): { operation: Operation; told: string[] } {
  const told: string[] = [];
  let isPaused = false;
  const operation = new Operation(1, 0x0020, {
    timeoutMs: 1000,
    lastSignAt,
    isPaused: () => isPaused,
    pause: (wanted) => {
      isPaused = wanted;
      told.push(wanted ? 'pause' : 'resume');
    },
    expire: () => told.push('expire'),
    finished: () => told.push('finished'),
  });
  operation.expect();
  return { operation, told };
}

describe('the time of an operation', () => {
  it('begins anew with each pending response', () => {
    const { operation, told } = begin();
    for (let round = 0; round < 5; round += 1) {
      vi.advanceTimersByTime(900);
      operation.take(response(0xff00), null);
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(1100);
    expect(told).toEqual(['expire']);
  });

  it('begins anew with other signs of the peer, such as objects', () => {
    let heardAt = 0;
    const { told } = begin(() => heardAt);
    for (let round = 0; round < 5; round += 1) {
      vi.advanceTimersByTime(900);
      heardAt = performance.now();
    }
    expect(told).toEqual([]);
  });

  it('is over with the final response, and leaves no timer', () => {
    const { operation, told } = begin();
    operation.take(response(0), null);
    expect(vi.getTimerCount()).toBe(0);
    expect(told).toEqual(['finished']);
  });
});

describe('responses that nobody reads', () => {
  it('stop the peer, until they are read; time does not run out meanwhile', async () => {
    const { operation, told } = begin();
    for (let match = 0; match < 64; match += 1) operation.take(response(0xff00), null);
    vi.advanceTimersByTime(10_000);
    expect(told).toEqual(['pause']);
    for (let match = 0; match < 48; match += 1) await operation.next();
    expect(told).toEqual(['pause', 'resume']);
  });
});
