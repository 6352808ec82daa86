import { clamp, gradientNoise, smoothstep, type Field } from '../field.ts';
import { ellipsoid, rough } from '../shape.ts';
import type { Vector } from '../vector.ts';
import type { Structure } from './structure.ts';
import { hu } from './tissue.ts';

/** What the simulated patient suffers from. */
export const scenarios = ['normal', 'occlusion-m1-left', 'intracerebral-haemorrhage'] as const;
export type Scenario = (typeof scenarios)[number];

/** Everything by which a scenario departs from a healthy head. */
export type Lesion = {
  readonly leftM1Clot: boolean;
  readonly leftDeepGrey: number;
  /** 0 to 1: loss of blood supply. */
  readonly ischaemia: Field;
  readonly ventricle: Field;
  /** Painted over the brain. */
  readonly structures: readonly Structure[];
  /** Where the tissue seen at a point of the cavity has come from: a mass pushes its surroundings away. */
  readonly displaced: ((x: number, y: number, z: number, depth: number) => Vector) | null;
};

const none: Lesion = {
  leftM1Clot: false,
  leftDeepGrey: 0,
  ischaemia: () => 0,
  ventricle: () => hu.fluid,
  structures: [],
  displaced: null,
};

export function lesionOf(scenario: Scenario, seed: number): Lesion {
  if (scenario === 'occlusion-m1-left') return occlusion(seed);
  if (scenario === 'intracerebral-haemorrhage') return haemorrhage(seed);
  return none;
}

/** Early signs, two to three hours after the onset: dense artery, faded lentiform nucleus and insular ribbon. */
function occlusion(seed: number): Lesion {
  const noise = gradientNoise(seed + 51);
  const territory = ellipsoid([50, 0, 8], [30, 46, 34]);
  return {
    ...none,
    leftM1Clot: true,
    leftDeepGrey: -5.5,
    ischaemia: (x, y, z) =>
      smoothstep(3, -9, territory.distance(x, y, z) + 5 * noise(x / 22, y / 22, z / 22)),
  };
}

const bleedCentre: Vector = [-29, -3, 6];

/** A deep bleed of about 30 mL with its rim of oedema, its mass effect, and some blood in the ventricles. */
function haemorrhage(seed: number): Lesion {
  const noise = gradientNoise(seed + 61);
  const relief: Field = (x, y, z) => 7 * noise(x / 15, y / 15, z / 15) + 2 * noise(x / 6, y / 6, z / 6 + 3);
  const bleed = rough(ellipsoid(bleedCentre, [12, 19, 15], 16), relief, 8);
  const rim = rough(
    ellipsoid(bleedCentre, [12, 19, 15], 16),
    (x, y, z) => 6 + relief(x, y, z) + 4 * noise(x / 11, y / 11 + 8, z / 11),
    18,
  );
  return {
    ...none,
    ventricle: (x, y) => hu.fluid + (x < 0 ? 58 : 50) * smoothstep(0, 2.2, y - (x < 0 ? 40 : 48)),
    structures: [
      { shape: rim, hu: hu.oedema, edge: 3, opacity: 0.95 },
      { shape: bleed, hu: (x, y, z) => hu.freshBleed - 2 + 5 * noise(x / 7, y / 7, z / 7), edge: 1.8 },
      { shape: ellipsoid([-22, 45, 3], [3.5, 8, 4]), hu: hu.freshBleed - 8, edge: 2 },
    ],
    displaced: (x, y, z, depth) => pushedFrom(bleedCentre, 7, x, y, z, depth),
  };
}

function pushedFrom(centre: Vector, push: number, x: number, y: number, z: number, depth: number): Vector {
  const dx = x - centre[0];
  const dy = y - centre[1];
  const dz = z - centre[2];
  const distance = Math.hypot(dx, dy, dz) + 1e-6;
  const amount =
    push * smoothstep(0, 16, distance) * Math.exp(-((distance / 46) ** 2)) * clamp(depth / 22, 0, 1);
  const scale = amount / distance;
  return [x - dx * scale, y - dy * scale, z - dz * scale];
}
