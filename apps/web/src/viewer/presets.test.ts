import { expect, it } from 'vitest';
import { openingWindow, presetsFor } from './presets.ts';
import { instanceFixture, seriesFixture } from './viewer-fixtures.ts';

const silent = { windowCenter: null, windowWidth: null };

it('opens a series with the first window that one of its instances names', () => {
  const instances = [
    instanceFixture(silent),
    instanceFixture({ windowCenter: 35, windowWidth: 100 }),
    instanceFixture(),
  ];
  expect(openingWindow(seriesFixture('9', [], { instances }))).toEqual({ center: 35, width: 100 });
});

it('opens a CT that names none by its body part, and leaves other modalities to their samples', () => {
  const instances = [instanceFixture(silent)];
  expect(openingWindow(seriesFixture('9', [], { instances, bodyPart: 'HEAD' }))).toEqual({
    width: 80,
    center: 40,
  });
  expect(openingWindow(seriesFixture('9', [], { instances, bodyPart: 'CHEST' }))).toEqual({
    width: 400,
    center: 40,
  });
  expect(openingWindow(seriesFixture('9', [], { instances, modality: 'MR' }))).toBeNull();
});

it('has presets in HU for CT only', () => {
  expect(presetsFor('CT')).toHaveLength(7);
  expect(presetsFor('MR')).toEqual([]);
});
