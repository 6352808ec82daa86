import { baseStructures } from './anatomy/base.ts';
import { makeBrain, type Brain } from './anatomy/brain.ts';
import { deepStructures } from './anatomy/deep.ts';
import { makeHead, type Head } from './anatomy/head.ts';
import { lesionOf, type Lesion, type Scenario } from './anatomy/lesion.ts';
import { intracranial, type Structure } from './anatomy/structure.ts';
import { hu } from './anatomy/tissue.ts';
import { vesselStructures } from './anatomy/vessels.ts';
import { beamHardening } from './acquisition.ts';
import { clamp, mix } from './field.ts';
import { cross, dot, subtract, type Vector } from './vector.ts';

/** A square grid of points in the head's axes: the centre of its first pixel, and the steps between pixels in mm. */
export type Plane = {
  readonly origin: Vector;
  readonly row: Vector;
  readonly column: Vector;
  readonly size: number;
};

export type Phantom = {
  /** Hounsfield units at the pixels of a plane, row by row: with or without iodine in the vessels, before any noise. */
  readonly sample: (plane: Plane, contrast: boolean) => Float32Array;
  /** Hounsfield units of the tissue at a point in the head's axes, in millimetres, as a perfect scanner has them. */
  readonly at: (point: Vector) => number;
};

/** A head with what `scenario` brings; two phantoms of one scenario and seed are identical. */
export function makePhantom(scenario: Scenario, seed: number): Phantom {
  const lesion = lesionOf(scenario, seed);
  const head = makeHead(seed);
  const brain = makeBrain({ seed, ischaemia: lesion.ischaemia, atrophy: 0.35 });
  const plain = structuresOf(lesion, seed, false);
  const enhanced = structuresOf(lesion, seed, true);
  // Around the box of what is painted: its fading edge, and how far a lesion may push it.
  const margin = lesion.displaced === null ? 1.5 : 9;
  const render = (plane: Plane, contrast: boolean): Image => {
    const image = background(plane, head, brain, lesion);
    for (const structure of contrast ? enhanced : plain) paint(image, plane, structure, margin);
    return image;
  };
  return {
    sample: (plane, contrast) => hardened(render(plane, contrast)),
    at: (point) =>
      render({ origin: point, row: [1, 0, 0], column: [0, 1, 0], size: 1 }, false).values[0] ?? hu.air,
  };
}

function structuresOf(lesion: Lesion, seed: number, contrast: boolean): Structure[] {
  return [
    ...intracranial([...deepStructures({ ...lesion, seed, atrophy: 0.3 }), ...lesion.structures]),
    ...baseStructures(seed),
    ...vesselStructures({ seed, contrast, leftM1Clot: lesion.leftM1Clot }),
  ];
}

/** At each pixel: the place of the healthy anatomy that it shows (a mass pushes it), and its depth in the skull in mm. */
type Places = { x: Float32Array; y: Float32Array; z: Float32Array; depth: Float32Array };
type Image = Places & { values: Float32Array };

function background(plane: Plane, head: Head, brain: Brain, lesion: Lesion): Image {
  const { size, origin, row, column } = plane;
  const values = new Float32Array(size * size);
  const places: Places = {
    x: new Float32Array(size * size),
    y: new Float32Array(size * size),
    z: new Float32Array(size * size),
    depth: new Float32Array(size * size),
  };
  for (let j = 0, index = 0; j < size; j++) {
    for (let i = 0; i < size; i++, index++) {
      const x = origin[0] + i * row[0] + j * column[0];
      const y = origin[1] + i * row[1] + j * column[1];
      const z = origin[2] + i * row[2] + j * column[2];
      values[index] = backgroundAt(x, y, z, index, places, head, brain, lesion);
    }
  }
  return { values, ...places };
}

function backgroundAt(
  x: number,
  y: number,
  z: number,
  index: number,
  places: Places,
  head: Head,
  brain: Brain,
  lesion: Lesion,
): number {
  places.x[index] = x;
  places.y[index] = y;
  places.z[index] = z;
  const cavity = head.cavity(x, y, z);
  const inside = insideSkull(-cavity);
  places.depth[index] = -cavity;
  const outside = inside < 1 ? outsideAt(x, y, z, cavity, head) : 0;
  if (inside === 0) return outside;
  if (lesion.displaced === null) return mix(outside, brain(x, y, z, -cavity), inside);
  const [fromX, fromY, fromZ] = lesion.displaced(x, y, z, -cavity);
  places.x[index] = fromX;
  places.y[index] = fromY;
  places.z[index] = fromZ;
  return mix(outside, brain(fromX, fromY, fromZ, -cavity), inside);
}

/** 1 within the skull, 0 outside, in between over the width of a pixel or two. */
function insideSkull(depth: number): number {
  return clamp(0.5 + depth / 1.1, 0, 1);
}

function hardened({ values, x, y, z, depth }: Image): Float32Array {
  for (let index = 0; index < values.length; index++) {
    const deep = depth[index] ?? 0;
    if (deep <= 0) continue;
    values[index] = (values[index] ?? 0) + beamHardening(x[index] ?? 0, y[index] ?? 0, z[index] ?? 0, deep);
  }
  return values;
}

function outsideAt(x: number, y: number, z: number, cavity: number, head: Head): number {
  const skin = head.skin(x, y, z);
  if (skin > 1) return hu.air;
  return mix(hu.air, head.wall(x, y, z, skin, cavity), clamp(0.5 - skin / 1.6, 0, 1));
}

function paint(image: Image, plane: Plane, structure: Structure, margin: number): void {
  const window = pixelWindow(plane, structure, margin);
  if (window === null) return;
  const edge = structure.edge ?? 1;
  const opacity = structure.opacity ?? 1;
  const { distance } = structure.shape;
  for (let j = window.top; j <= window.bottom; j++) {
    for (let i = window.left; i <= window.right; i++) {
      const index = j * plane.size + i;
      const x = image.x[index] ?? 0;
      const y = image.y[index] ?? 0;
      const z = image.z[index] ?? 0;
      const covered = 0.5 - distance(x, y, z) / edge;
      if (covered <= 0) continue;
      const value = typeof structure.hu === 'number' ? structure.hu : structure.hu(x, y, z);
      const part = structure.intracranial ? insideSkull(image.depth[index] ?? 0) : 1;
      image.values[index] = mix(image.values[index] ?? 0, value, opacity * part * Math.min(1, covered));
    }
  }
}

/** The pixels of a plane that the box of a structure may reach, or null when the plane passes beside it. */
function pixelWindow(plane: Plane, { shape }: Structure, margin: number): Window | null {
  const normal = cross(plane.row, plane.column);
  const corners = boxCorners(shape.min, shape.max).map((corner) => subtract(corner, plane.origin));
  const along = (axis: Vector): { low: number; high: number } => {
    const square = dot(axis, axis);
    const pad = margin / Math.sqrt(square);
    const positions = corners.map((corner) => dot(corner, axis) / square);
    return { low: Math.min(...positions) - pad, high: Math.max(...positions) + pad };
  };
  const across = along(normal);
  if (across.low > 0 || across.high < 0) return null;
  const columns = along(plane.row);
  const rows = along(plane.column);
  const last = plane.size - 1;
  const window = {
    left: Math.max(0, Math.floor(columns.low)),
    right: Math.min(last, Math.ceil(columns.high)),
    top: Math.max(0, Math.floor(rows.low)),
    bottom: Math.min(last, Math.ceil(rows.high)),
  };
  return window.left > window.right || window.top > window.bottom ? null : window;
}

type Window = { left: number; right: number; top: number; bottom: number };

function boxCorners(min: Vector, max: Vector): Vector[] {
  return [min[0], max[0]].flatMap((x) =>
    [min[1], max[1]].flatMap((y) => [min[2], max[2]].map((z): Vector => [x, y, z])),
  );
}
