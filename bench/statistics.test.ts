import { describe, expect, it } from 'vitest';

import { pairedRatios, quantile, summarise, valuesOf } from './statistics.ts';

describe('a summary', () => {
  it('has the median between the two middle values of an even count', () => {
    expect(summarise([9, 1, 4, 2])).toEqual({ median: 3, least: 1, most: 9, count: 4 });
  });

  it('is none of nothing', () => {
    expect(summarise([])).toBeNull();
  });

  it('places the 95th percentile between values', () => {
    expect(quantile([0, 10, 20], 0.95)).toBeCloseTo(19);
  });
});

describe('ratios', () => {
  const rounds = [
    new Map([
      ['us', 300],
      ['peer', 100],
    ]),
    new Map([['us', 50]]),
    new Map([
      ['us', 100],
      ['peer', 50],
    ]),
  ];

  it('compare within a round, and leave out a round that lacks one of the two', () => {
    expect(pairedRatios(rounds, 'us', 'peer')).toEqual([3, 2]);
    expect(valuesOf(rounds, 'us')).toEqual([300, 50, 100]);
  });
});
