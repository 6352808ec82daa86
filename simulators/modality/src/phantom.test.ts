import { expect, test, vi } from 'vitest';

import { scenarios, type Scenario } from './anatomy/lesion.ts';
import { makePhantom, type Phantom } from './phantom.ts';
import type { Vector } from './vector.ts';

// Drawing images takes a whole core.
vi.setConfig({ testTimeout: 60_000 });

const phantoms = new Map<Scenario, Phantom>(
  scenarios.map((scenario) => [scenario, makePhantom(scenario, 7)]),
);

function huAt(point: Vector, scenario: Scenario = 'normal'): number {
  return phantoms.get(scenario)?.at(point) ?? Number.NaN;
}

/** Mean over a cube of 2r millimetres, every 2 mm. */
function meanAround([x, y, z]: Vector, reach: number, scenario: Scenario = 'normal'): number {
  let sum = 0;
  let count = 0;
  for (let dx = -reach; dx <= reach; dx += 2) {
    for (let dy = -reach; dy <= reach; dy += 2) {
      for (let dz = -reach; dz <= reach; dz += 2, count++) sum += huAt([x + dx, y + dy, z + dz], scenario);
    }
  }
  return sum / count;
}

test.each<[string, Vector, number, number]>([
  ['air beside the head', [110, 0, 0], -1000, -1000],
  ['right sphenoid sinus', [-6, -27, -45], -1000, -950],
  ['fat behind the eye', [30, -56, -50], -110, -60],
  ['vitreous of the left eye', [32, -70, -46], 5, 15],
  ['left lateral ventricle', [12, 8, 21], 3, 12],
  ['fourth ventricle', [0, 33, -40], 3, 12],
  ['centrum semiovale', [30, 0, 34], 22, 31],
  ['left thalamus', [11, 13, 5], 35, 41],
  ['left putamen', [26.5, -5, 2], 35, 41],
  ['pons', [0, 12, -38], 30, 38],
  ['parietal outer table', [0, 0, 78.5], 900, 1500],
  ['labyrinth', [37, 14, -38], 1200, 1900],
  ['pineal calcification', [0, 27.5, 1], 60, 300],
])('%s has the density of its tissue', (_, point, low, high) => {
  expect(huAt(point)).toBeGreaterThanOrEqual(low);
  expect(huAt(point)).toBeLessThanOrEqual(high);
});

test('a clot makes the left M1 segment dense, and the lentiform nucleus of that side fades', () => {
  expect(huAt([26, -19, -22.5], 'occlusion-m1-left')).toBeGreaterThan(58);
  expect(huAt([26, -19, -22.5])).toBeLessThan(50);
  expect(huAt([26.5, -5, 2], 'occlusion-m1-left')).toBeLessThan(
    huAt([-26.5, -5, 2], 'occlusion-m1-left') - 3,
  );
});

test('the territory of the clot loses the contrast of its cortex, the other side does not', () => {
  const left = meanAround([56, 5, 8], 6) - meanAround([56, 5, 8], 6, 'occlusion-m1-left');
  const right = meanAround([-56, 5, 8], 6) - meanAround([-56, 5, 8], 6, 'occlusion-m1-left');
  expect(Math.abs(left)).toBeGreaterThan(0.5);
  expect(right).toBe(0);
});

test('a fresh bleed lies in the right basal ganglia, with blood in the occipital horn', () => {
  expect(meanAround([-29, -3, 6], 4, 'intracerebral-haemorrhage')).toBeGreaterThan(63);
  expect(huAt([-22, 46, 3], 'intracerebral-haemorrhage')).toBeGreaterThan(55);
  expect(huAt([29, -3, 6], 'intracerebral-haemorrhage')).toBeLessThan(45);
});

test('iodine fills the right middle cerebral artery, and stops at the clot on the left', () => {
  const plane = { origin: [-40, -40, -22.5], row: [0.5, 0, 0], column: [0, 0.5, 0], size: 160 } as const;
  const image = phantoms.get('occlusion-m1-left')?.sample(plane, true) ?? new Float32Array();
  const brightest = (fromX: number, toX: number): number => {
    let found = -1000;
    for (let j = 36; j < 56; j++) {
      for (let i = (fromX + 40) * 2; i < (toX + 40) * 2; i++)
        found = Math.max(found, image[j * 160 + i] ?? 0);
    }
    return found;
  };
  expect(brightest(-32, -22)).toBeGreaterThan(280);
  expect(brightest(22, 32)).toBeLessThan(90);
});

test('the same seed makes the same head, another seed another one', () => {
  const plane = { origin: [-60, -60, 30], row: [2, 0, 0], column: [0, 2, 0], size: 60 } as const;
  const again = makePhantom('normal', 7).sample(plane, false);
  expect(phantoms.get('normal')?.sample(plane, false)).toEqual(again);
  expect(makePhantom('normal', 8).sample(plane, false)).not.toEqual(again);
});
