import { assertExists } from '@liaison/kernel';
import { expect, test } from 'vitest';

import { samplingPlane, seriesPlans, sliceGeometry, toHead, toPatient } from './protocol.ts';
import { cross, dot, scaled, subtract } from './vector.ts';

test.each(seriesPlans)('$kind: slices follow each other along the normal, at their interval', (plan) => {
  const normal = cross(plan.row, plan.column);
  expect(dot(normal, normal)).toBeCloseTo(1, 9);
  expect(dot(plan.row, plan.column)).toBeCloseTo(0, 9);
  for (let slice = 1; slice < plan.slices; slice++) {
    const before = sliceGeometry(plan, slice - 1);
    const after = sliceGeometry(plan, slice);
    const move = subtract(after.position, before.position);
    const expected = scaled(normal, plan.interval);
    for (const axis of [0, 1, 2] as const) expect(move[axis]).toBeCloseTo(expected[axis], 9);
    expect(after.location - before.location).toBeCloseTo(plan.interval, 9);
  }
});

test('brain slices stand 15 degrees off the axial plane, the forehead higher, and go upwards', () => {
  const brain = seriesPlans.find((plan) => plan.kind === 'brain');
  const degrees = (Math.asin(-(brain?.column[2] ?? 0)) * 180) / Math.PI;
  expect(degrees).toBeCloseTo(15, 6);
  expect(cross(brain?.row ?? [0, 0, 0], brain?.column ?? [0, 0, 0])[2]).toBeGreaterThan(0);
});

test('axes of the head and of the patient are turned into each other', () => {
  const point = toHead(toPatient([3, -40, 25]));
  expect(point[0]).toBeCloseTo(3, 9);
  expect(point[1]).toBeCloseTo(-40, 9);
  expect(point[2]).toBeCloseTo(25, 9);
});

test('a brain slice is a plane of constant height in the head, also when computed on a coarser grid', () => {
  const brain = assertExists(
    seriesPlans.find((plan) => plan.kind === 'brain'),
    'a brain series',
  );
  const plane = samplingPlane(brain, 11, 0);
  expect(plane.row[2]).toBeCloseTo(0, 9);
  expect(plane.column[2]).toBeCloseTo(0, 9);
  expect(plane.origin[2]).toBeCloseTo(-1, 6);
  expect(plane.origin[0]).toBeCloseTo(-120 + plane.row[0] / 2, 9);
});
