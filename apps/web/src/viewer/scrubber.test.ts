import { expect, it } from 'vitest';
import { heightOfIndex, indexAtHeight, receivedStretches } from './scrubber.ts';

it('goes from the first slice at the top to the last at the bottom', () => {
  expect(indexAtHeight(0, 270, 28)).toBe(0);
  expect(indexAtHeight(270, 270, 28)).toBe(27);
  expect(indexAtHeight(-40, 270, 28)).toBe(0);
  expect(indexAtHeight(999, 270, 28)).toBe(27);
  expect(indexAtHeight(100, 0, 28)).toBe(0);
});

it('puts the thumb where a press would give the same slice', () => {
  for (const count of [2, 3, 28, 641]) {
    for (let index = 0; index < count; index += 1) {
      expect(indexAtHeight(heightOfIndex(index, 400, count), 400, count)).toBe(index);
    }
  }
  expect(heightOfIndex(0, 400, 1)).toBe(0);
});

it('joins slices in memory that touch', () => {
  expect(receivedStretches([true, true, false, true], 100)).toEqual([
    [0, 50],
    [75, 100],
  ]);
  expect(receivedStretches([false, false], 100)).toEqual([]);
});
