import type { Field } from './field.ts';
import type { Vector } from './vector.ts';

/** A solid: its signed distance in millimetres (negative inside, near the surface at least), and the box that holds it. */
export type Shape = { readonly distance: Field; readonly min: Vector; readonly max: Vector };

/** One station of a tube: its centre and radius, in millimetres. */
export type Station = readonly [x: number, y: number, z: number, radius: number];

/** First-order signed distance to an ellipsoid centred on the origin. */
export function ellipsoidDistance(x: number, y: number, z: number, a: number, b: number, c: number): number {
  const px = x / a;
  const py = y / b;
  const pz = z / c;
  const scaled = Math.sqrt(px * px + py * py + pz * pz);
  if (scaled < 1e-6) return -Math.min(a, b, c);
  const qx = px / a;
  const qy = py / b;
  const qz = pz / c;
  return (scaled * (scaled - 1)) / Math.sqrt(qx * qx + qy * qy + qz * qz);
}

/** An ellipsoid turned by `turn` degrees about the vertical axis, a positive turn moving its front to the left. */
export function ellipsoid(centre: Vector, semiAxes: Vector, turn = 0): Shape {
  const [cx, cy, cz] = centre;
  const [a, b, c] = semiAxes;
  const cos = Math.cos((turn * Math.PI) / 180);
  const sin = Math.sin((turn * Math.PI) / 180);
  const reach = turn === 0 ? null : Math.max(a, b);
  return {
    distance: (x, y, z) => {
      const dx = x - cx;
      const dy = y - cy;
      return ellipsoidDistance(dx * cos + dy * sin, dy * cos - dx * sin, z - cz, a, b, c);
    },
    min: [cx - (reach ?? a), cy - (reach ?? b), cz - c],
    max: [cx + (reach ?? a), cy + (reach ?? b), cz + c],
  };
}

/** A tube through its stations, its radius going linearly from one to the next. */
export function tube(stations: readonly Station[]): Shape {
  const segments = stations.slice(1).map((end, index) => segmentOf(stations[index] ?? end, end));
  const bound = (axis: 0 | 1 | 2, sign: 1 | -1): number =>
    sign * Math.max(...stations.map((station) => sign * station[axis] + station[3]));
  return {
    distance: (x, y, z) => {
      let nearest = Infinity;
      for (const segment of segments) {
        const distance = segmentDistance(segment, x, y, z);
        if (distance < nearest) nearest = distance;
      }
      return nearest;
    },
    min: [bound(0, -1), bound(1, -1), bound(2, -1)],
    max: [bound(0, 1), bound(1, 1), bound(2, 1)],
  };
}

type Segment = { from: Station; dx: number; dy: number; dz: number; grow: number; inverseSquare: number };

function segmentOf(from: Station, to: Station): Segment {
  const dx = to[0] - from[0];
  const dy = to[1] - from[1];
  const dz = to[2] - from[2];
  const square = dx * dx + dy * dy + dz * dz;
  return { from, dx, dy, dz, grow: to[3] - from[3], inverseSquare: square > 0 ? 1 / square : 0 };
}

function segmentDistance(segment: Segment, x: number, y: number, z: number): number {
  const { from, dx, dy, dz } = segment;
  const px = x - from[0];
  const py = y - from[1];
  const pz = z - from[2];
  const raw = (px * dx + py * dy + pz * dz) * segment.inverseSquare;
  const part = raw < 0 ? 0 : raw > 1 ? 1 : raw;
  const ex = px - part * dx;
  const ey = py - part * dy;
  const ez = pz - part * dz;
  return Math.sqrt(ex * ex + ey * ey + ez * ez) - (from[3] + part * segment.grow);
}

/** Union whose seam is rounded over about `round` millimetres. */
export function smoothUnion(first: number, second: number, round: number): number {
  const gap = Math.max(round - Math.abs(first - second), 0) / round;
  return Math.min(first, second) - gap * gap * round * 0.25;
}

/** The same shape on the patient's other side. */
export function mirrored(shape: Shape): Shape {
  return {
    distance: (x, y, z) => shape.distance(-x, y, z),
    min: [-shape.max[0], shape.min[1], shape.min[2]],
    max: [-shape.min[0], shape.max[1], shape.max[2]],
  };
}

/** `shape` where `keep` is negative. */
export function cut(shape: Shape, keep: Field): Shape {
  return { ...shape, distance: (x, y, z) => Math.max(shape.distance(x, y, z), keep(x, y, z)) };
}

/** `shape` with its surface pushed in and out by `relief` millimetres, which must stay within `limit`. */
export function rough(shape: Shape, relief: Field, limit: number): Shape {
  const [minX, minY, minZ] = shape.min;
  const [maxX, maxY, maxZ] = shape.max;
  return {
    distance: (x, y, z) => shape.distance(x, y, z) - relief(x, y, z),
    min: [minX - limit, minY - limit, minZ - limit],
    max: [maxX + limit, maxY + limit, maxZ + limit],
  };
}
