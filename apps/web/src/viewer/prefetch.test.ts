import { describe, expect, it } from 'vitest';
import { bisection, fetchOrder } from './prefetch.ts';
import { activeStack, opened } from './stack.ts';
import type { Slot } from './stack.ts';
import { manifestFixture, seriesFixture } from './viewer-fixtures.ts';

const stackOf = (uid: string, count: number): readonly Slot[] =>
  activeStack(
    opened(
      manifestFixture([
        seriesFixture(
          uid,
          Array.from({ length: count }, (_, i) => i),
        ),
      ]),
    ),
  );
const names = (plan: readonly Slot[]): string[] => plan.map((slot) => slot.instance.SOPInstanceUID);

describe('bisection', () => {
  it('gives each index once', () => {
    for (const count of [0, 1, 2, 3, 17, 140]) {
      expect(bisection(count).toSorted((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  });

  it('starts with ends, middle and quarters', () => {
    expect(bisection(9).slice(0, 5)).toEqual([0, 8, 4, 2, 6]);
  });
});

describe('the order of fetching', () => {
  const active = stackOf('9', 41);

  it('starts with the displayed slice, then outwards in the direction of the scroll', () => {
    expect(names(fetchOrder(active, 20, 1, [], 1e9)).slice(0, 5)).toEqual([
      '9.20',
      '9.21',
      '9.19',
      '9.22',
      '9.18',
    ]);
    expect(names(fetchOrder(active, 20, -1, [], 1e9)).slice(0, 3)).toEqual(['9.20', '9.19', '9.21']);
  });

  it('holds the whole active series once, and the middle of each other series', () => {
    const plan = names(fetchOrder(active, 0, 1, [stackOf('7', 11), stackOf('8', 2)], 1e9));
    expect(new Set(plan).size).toBe(plan.length);
    expect(plan.filter((name) => name.startsWith('9.'))).toHaveLength(41);
    expect(plan.filter((name) => !name.startsWith('9.'))).toEqual(['7.5', '8.1']);
    expect(plan.indexOf('7.5')).toBeGreaterThan(5);
  });

  it('stops at the budget, but always asks for the displayed slice', () => {
    expect(fetchOrder(active, 20, 1, [], 3 * 8)).toHaveLength(3);
    expect(names(fetchOrder(active, 20, 1, [], 0))).toEqual(['9.20']);
  });
});
