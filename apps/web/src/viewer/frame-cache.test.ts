import { expect, it } from 'vitest';
import { cacheBudget, FrameCache } from './frame-cache.ts';
import type { Pixels } from './pixels.ts';

const tenBytes = (): Pixels => ({ kind: 'grey', samples: new Uint8Array(10) });

it('drops the least recently used frame when the budget is spent', () => {
  const cache = new FrameCache(30);
  for (const key of ['a', 'b', 'c']) cache.put(key, tenBytes());
  cache.get('a');
  cache.put('d', tenBytes());
  expect(['a', 'b', 'c', 'd'].filter((key) => cache.has(key))).toEqual(['a', 'c', 'd']);
});

it('counts a frame put twice once, and keeps one that is larger than all the budget', () => {
  const cache = new FrameCache(25);
  cache.put('a', tenBytes());
  cache.put('a', tenBytes());
  cache.put('b', tenBytes());
  expect(cache.has('a')).toBe(true);
  cache.put('huge', { kind: 'grey', samples: new Uint8Array(100) });
  expect(['a', 'b', 'huge'].filter((key) => cache.has(key))).toEqual(['huge']);
});

it('is small on small devices, and on phones that do not say', () => {
  expect(cacheBudget(8, false)).toBe(1024 ** 3);
  expect(cacheBudget(4, false)).toBe(256 * 1024 ** 2);
  expect(cacheBudget(undefined, true)).toBe(256 * 1024 ** 2);
  expect(cacheBudget(undefined, false)).toBe(1024 ** 3);
});
