import { expect, it } from 'vitest';
import { cineLoop, cineRate } from './cine.ts';
import { opened, activeStack } from './stack.ts';
import { instanceFixture, manifestFixture, seriesFixture } from './viewer-fixtures.ts';

it('plays at the rate of the images, within what a screen can show', () => {
  expect(cineRate({ frameTimeMs: 40 })).toBe(25);
  expect(cineRate({ frameTimeMs: 1 })).toBe(60);
  expect(cineRate({ frameTimeMs: 5000 })).toBe(1);
  expect(cineRate({ frameTimeMs: null })).toBe(15);
  expect(cineRate({ frameTimeMs: 0 })).toBe(15);
});

it('goes round the frames of one instance, not into the next one, and not through slices', () => {
  const instances = [
    instanceFixture({ SOPInstanceUID: '1.1', frames: 3, imageOrientation: null }),
    instanceFixture({ SOPInstanceUID: '1.2', frames: 1, imageOrientation: null }),
    instanceFixture({ SOPInstanceUID: '1.3', frames: 2, frameTimeMs: 33 }),
    instanceFixture({ SOPInstanceUID: '1.4', frames: 2 }),
  ];
  const stack = activeStack(opened(manifestFixture([seriesFixture('9', [], { modality: 'US', instances })])));
  expect(stack.map((_, index) => cineLoop(stack, index))).toEqual([
    { first: 0, last: 2 },
    { first: 0, last: 2 },
    { first: 0, last: 2 },
    null,
    { first: 4, last: 5 },
    { first: 4, last: 5 },
    null,
    null,
  ]);
});
