import { describe, expect, it } from 'vitest';
import { isId, newId } from './id.ts';

describe('newId', () => {
  it('draws ids of version 7 that sort in the order in which they were drawn', () => {
    const drawn = Array.from({ length: 10_000 }, () => newId());
    expect(drawn.every(isId)).toBe(true);
    expect(drawn.every((id) => id[14] === '7')).toBe(true);
    expect(drawn.toSorted()).toEqual(drawn);
    expect(new Set(drawn).size).toBe(drawn.length);
  });

  it('keeps order when the clock goes back', () => {
    const later = newId(4_000_000_000_000);
    expect(newId(1_000) > later).toBe(true);
  });
});
