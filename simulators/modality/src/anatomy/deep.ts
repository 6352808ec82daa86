import { gradientNoise, smoothstep, type Field } from '../field.ts';
import { cut, ellipsoid, mirrored, rough, tube, type Shape, type Station } from '../shape.ts';
import { tentoriumHeight } from './brain.ts';
import { pair, type Structure } from './structure.ts';
import { hu } from './tissue.ts';

/** What a lesion changes in the deep structures. */
export type DeepOptions = {
  readonly seed: number;
  /** Hounsfield units to add to the left basal ganglia and insula: negative in early ischaemia. */
  readonly leftDeepGrey?: number;
  /** Fluid of the ventricles of each side, as a function of the place. */
  readonly ventricle?: Field;
  /** Millimetres added to the radius of the ventricles. */
  readonly atrophy?: number;
};

/** Grey nuclei, insulae, fissures, ventricles, brainstem and cisterns, dural sheets: in painting order. */
export function deepStructures(options: DeepOptions): Structure[] {
  const noise = gradientNoise(options.seed + 21);
  const wave: Field = (x, y, z) => 0.9 * noise(x / 9, y / 9, z / 9);
  const left = options.leftDeepGrey ?? 0;
  return [
    ...insulae(left, wave),
    ...nuclei(left, wave),
    ...brainstem(wave),
    ...ventricles(options.ventricle ?? (() => hu.fluid), options.atrophy ?? 0, wave),
    ...dura(),
    ...calcifications(noise),
  ];
}

/** `hu` on the patient's right, `hu + left` on his left. */
function sided(value: number, left: number): Field {
  return (x) => (x > 0 ? value + left : value);
}

function insulae(left: number, wave: Field): Structure[] {
  const fissure = sylvianSheet(1.3, 3.2);
  const operculum = sylvianSheet(4.4, 4.4);
  const swollen = left < 0 ? 0.45 : 1;
  const fluid = (shape: Shape, opacity: number): Structure => ({
    shape: rough(shape, wave, 1),
    hu: hu.fluid,
    edge: 1.4,
    opacity,
  });
  return [
    ...pair({ shape: operculum, hu: sided(hu.greyMatter, left), edge: 1.6 }),
    fluid(fissure, 0.85 * swollen),
    fluid(mirrored(fissure), 0.85),
  ];
}

/** Height of the middle of the Sylvian fissure. */
function sylvianLevel(y: number): number {
  return -10 + 0.42 * (y + 20);
}

/** The Sylvian fissure: from the side of the temporal pole to the insula, then back along it, rising backwards. */
function sylvianSheet(narrow: number, wide: number): Shape {
  const layers = [-8, -4, 0, 4, 8].map((rise) =>
    tube(
      (
        [
          [62, -22, narrow * 0.8],
          [51, -24, narrow],
          [42, -17, wide * 0.8],
          [40, -5, narrow],
          [41, 8, narrow * 0.9],
          [46, 17, wide * 0.6],
          [56, 22, narrow * 0.7],
        ] as const
      ).map(([x, y, radius]): Station => [x + Math.abs(rise) * 0.25, y, sylvianLevel(y) + rise, radius]),
    ),
  );
  return {
    distance: (x, y, z) => Math.min(...layers.map((layer) => layer.distance(x, y, z))),
    min: [34, -30, -28],
    max: [66, 28, 20],
  };
}

function nuclei(left: number, wave: Field): Structure[] {
  const grey = (shape: Shape, extra = 0): Structure[] =>
    pair({ shape: rough(shape, wave, 1), hu: sided(hu.deepGrey + extra, left), edge: 2.2 });
  return [
    ...pair({ shape: ellipsoid([19, -6, 4], [3.2, 22, 13], -24), hu: hu.whiteMatter - 1.5, edge: 2.5 }),
    ...grey(ellipsoid([14.5, -23, 5], [6, 9.5, 11], 14)),
    ...grey(ellipsoid([26.5, -5, 2], [7, 18, 10.5], -20)),
    ...pair({ shape: ellipsoid([11, 13, 5], [9, 15, 10], -22), hu: hu.deepGrey - 0.5, edge: 2.4 }),
    ...grey(ellipsoid([34.8, -5, 2], [1.1, 14, 8], -8), -2),
  ];
}

function stem(shape: Shape): Structure {
  return { shape, hu: hu.greyMatter - 3.5, edge: 1.8 };
}

function brainstem(wave: Field): Structure[] {
  const fluid = (shape: Shape, opacity = 0.9): Structure => ({
    shape: rough(shape, wave, 1),
    hu: hu.fluid + 2,
    edge: 2,
    opacity,
  });
  return [
    fluid(ellipsoid([0, -13, -25], [13, 9, 6])),
    ...pair(
      fluid(
        tube([
          [8, -12, -24, 4],
          [24, -16, -22, 2.2],
          [36, -18, -20, 1.6],
        ]),
        0.8,
      ),
    ),
    fluid(ellipsoid([0, 11, -17], [21, 19, 9])),
    fluid(
      tube([
        [-20, 24, -10, 2.4],
        [-10, 30, -10, 3.4],
        [0, 33, -9, 4],
        [10, 30, -10, 3.4],
        [20, 24, -10, 2.4],
      ]),
      0.85,
    ),
    fluid(ellipsoid([0, 1, -40], [22, 10, 16])),
    ...pair(fluid(ellipsoid([21, 12, -44], [9, 7, 7]))),
    fluid(ellipsoid([0, 67, -56], [11, 5, 9]), 0.7),
    fluid(ellipsoid([0, 24, -72], [14, 14, 26])),
    stem(ellipsoid([0, 14, -17], [15.5, 12.5, 12])),
    ...pair(stem(ellipsoid([9, 4, -19], [7.5, 8, 10], 20))),
    fluid(ellipsoid([0, -4, -20], [4, 5.5, 8]), 0.8),
    stem(ellipsoid([0, 14, -38], [17.5, 14, 14])),
    stem(
      tube([
        [0, 16, -48, 11],
        [0, 22, -60, 8.5],
        [0, 25, -90, 6.5],
      ]),
    ),
    { shape: ellipsoid([0, 33, -40], [8, 5.5, 9]), hu: hu.fluid, edge: 2 },
  ];
}

/** Keeps each lateral ventricle on its side. */
const septum: Field = (x) => 0.9 - Math.abs(x);

function ventricles(fluid: Field, atrophy: number, wave: Field): Structure[] {
  const grow = (stations: readonly Station[]): Station[] =>
    stations.map(([x, y, z, radius]) => [x, y, z, radius + atrophy]);
  const body = tube(
    grow([
      [14, -39, 5, 2.6],
      [11, -31, 7, 4.4],
      [7.5, -20, 9, 4.2],
      [8.5, -8, 17, 4.8],
      [12, 8, 21, 5.4],
      [18, 22, 18, 6],
      [24, 31, 8, 6.6],
      [23, 44, 3, 4.2],
      [20, 56, 1, 1.8],
    ]),
  );
  const front = tube(
    grow([
      [13.5, -38, 1, 2.2],
      [8, -27, 2, 3.2],
      [4.5, -19, 2, 2.2],
    ]),
  );
  const temporal = tube(
    grow([
      [24, 31, 6, 4.6],
      [31, 24, -8, 2.8],
      [33, 8, -21, 1.9],
      [30, -4, -25, 2.2],
    ]),
  );
  const paint = (shape: Shape): Structure[] =>
    pair({ shape: rough(cut(shape, septum), wave, 1), hu: fluid, edge: 1.5 });
  return [
    ...paint(body),
    ...paint(front),
    ...paint(temporal),
    { shape: rough(ellipsoid([0, 4, -3], [2.1 + atrophy * 0.7, 15, 10]), wave, 1), hu: fluid, edge: 1.6 },
  ];
}

function dura(): Structure[] {
  const falx: Shape = {
    distance: (x, y, z) => {
      const free = Math.hypot(y - 2, (z - 2) * 1.35) - 50;
      return Math.max(Math.abs(x - 0.4) - 0.55, -free, y > 20 ? tentoriumHeight(0, y) - z : -22 - z);
    },
    min: [-1.5, -86, -30],
    max: [2.5, 90, 76],
  };
  const tentorium: Shape = {
    distance: (x, y, z) => {
      const notch = 21 - Math.hypot(x, (y - 14) * 0.85);
      return Math.max(Math.abs(z - tentoriumHeight(x, y)) - 0.6, notch, 8 - y);
    },
    min: [-60, 8, -42],
    max: [60, 88, 2],
  };
  return [
    { shape: falx, hu: hu.dura, edge: 1.2, opacity: 0.7 },
    { shape: tentorium, hu: hu.dura - 4, edge: 1.6, opacity: 0.4 },
    ...veins().map((stations): Structure => ({ shape: tube(stations), hu: hu.dura, edge: 1.6 })),
  ];
}

function transverse(side: 1 | -1): Station[] {
  return [
    [0, 75, -20, 4],
    [side * 22, 71, -25, 3.2],
    [side * 41, 58, -30, 3.2],
    [side * 48, 38, -38, 3.4],
    [side * 42, 26, -52, 3.6],
  ];
}

/** Superior sagittal, straight, transverse and sigmoid sinuses, internal cerebral veins to the great vein. */
export function veins(): readonly (readonly Station[])[] {
  return [
    [
      [0, -66, 42, 1.4],
      [0, -40, 61, 1.9],
      [0, 0, 71, 2.5],
      [0, 40, 61, 2.9],
      [0, 68, 38, 3.2],
      [0, 82, 5, 3.6],
      [0, 75, -20, 4],
    ],
    [
      [0, 34, -5, 2],
      [0, 58, -12, 2.2],
      [0, 75, -20, 2.8],
    ],
    [
      [0, 12, 9, 0.9],
      [0, 26, 5, 1.2],
      [0, 34, -5, 1.8],
    ],
    transverse(1),
    transverse(-1),
  ];
}

/** The calcified pineal gland and choroid plexuses that most adults have. */
function calcifications(noise: Field): Structure[] {
  const grain = (x: number, y: number, z: number): number =>
    hu.calcification * smoothstep(-0.45, 0.25, noise(x / 2.4, y / 2.4, z / 2.4)) + 45;
  return [
    { shape: ellipsoid([0, 27.5, 1], [2.1, 2.6, 2.8]), hu: grain, edge: 1.4 },
    { shape: ellipsoid([24, 33, 8], [2.6, 4.2, 4.5], 20), hu: grain, edge: 1.8 },
    { shape: ellipsoid([-24.5, 31, 9], [2.2, 3.6, 3.5], -20), hu: grain, edge: 1.8 },
  ];
}
