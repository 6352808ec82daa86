import { seededRandom } from './random.ts';

/** A scalar over space, in millimetres. */
export type Field = (x: number, y: number, z: number) => number;

/** Dot product with one of twelve directions, chosen by the hash of a lattice corner. */
function corner(hash: number, x: number, y: number, z: number): number {
  const kind = hash & 15;
  const u = kind < 8 ? x : y;
  const v = kind < 4 ? y : kind === 12 || kind === 14 ? x : z;
  return ((kind & 1) === 0 ? u : -u) + ((kind & 2) === 0 ? v : -v);
}

/** Smooth noise of wavelength 1, roughly within [-1, 1] (Perlin's improved gradient noise, seeded). */
export function gradientNoise(seed: number): Field {
  const table = shuffledBytes(seed);
  const at = (index: number): number => table[index & 511] ?? 0;
  return (x, y, z) => {
    const cellX = Math.floor(x);
    const cellY = Math.floor(y);
    const cellZ = Math.floor(z);
    const dx = x - cellX;
    const dy = y - cellY;
    const dz = z - cellZ;
    const u = fade(dx);
    const v = fade(dy);
    const w = fade(dz);
    const a = at(cellX & 255) + (cellY & 255);
    const b = at((cellX & 255) + 1) + (cellY & 255);
    const aa = at(a) + (cellZ & 255);
    const ab = at(a + 1) + (cellZ & 255);
    const ba = at(b) + (cellZ & 255);
    const bb = at(b + 1) + (cellZ & 255);
    const low = mix(
      mix(corner(at(aa), dx, dy, dz), corner(at(ba), dx - 1, dy, dz), u),
      mix(corner(at(ab), dx, dy - 1, dz), corner(at(bb), dx - 1, dy - 1, dz), u),
      v,
    );
    const high = mix(
      mix(corner(at(aa + 1), dx, dy, dz - 1), corner(at(ba + 1), dx - 1, dy, dz - 1), u),
      mix(corner(at(ab + 1), dx, dy - 1, dz - 1), corner(at(bb + 1), dx - 1, dy - 1, dz - 1), u),
      v,
    );
    return mix(low, high, w);
  };
}

/** The box over which fields are tabulated, and their step, in millimetres. */
const origin = { x: -84, y: -100, z: -92 };
const step = 2;
const count = { x: 85, y: 101, z: 90 };

/** `field` sampled once every 2 mm over the head, read back by trilinear interpolation: ten times faster than noise. */
export function tabulated(field: Field): Field {
  const values = new Float32Array(count.x * count.y * count.z);
  let index = 0;
  for (let k = 0; k < count.z; k++) {
    for (let j = 0; j < count.y; j++) {
      for (let i = 0; i < count.x; i++) {
        values[index++] = field(origin.x + i * step, origin.y + j * step, origin.z + k * step);
      }
    }
  }
  return interpolated(values);
}

function interpolated(values: Float32Array): Field {
  const rowStride = count.x;
  const planeStride = count.x * count.y;
  return (x, y, z) => {
    const gx = clamp((x - origin.x) / step, 0, count.x - 1.001);
    const gy = clamp((y - origin.y) / step, 0, count.y - 1.001);
    const gz = clamp((z - origin.z) / step, 0, count.z - 1.001);
    const i = gx | 0;
    const j = gy | 0;
    const k = gz | 0;
    const u = gx - i;
    const v = gy - j;
    const base = i + j * rowStride + k * planeStride;
    const along = (at: number): number => {
      const start = values[at] ?? 0;
      return start + ((values[at + 1] ?? 0) - start) * u;
    };
    const near = mix(along(base), along(base + rowStride), v);
    const far = mix(along(base + planeStride), along(base + planeStride + rowStride), v);
    return near + (far - near) * (gz - k);
  };
}

/** Signed distance, in millimetres, to the surface where `field` is zero: the field over the length of its gradient. */
export function zeroSurface(field: Field, limit: number): Field {
  const h = step;
  return (x, y, z) => {
    const value = field(x, y, z);
    const gx = (field(x + h, y, z) - field(x - h, y, z)) / (2 * h);
    const gy = (field(x, y + h, z) - field(x, y - h, z)) / (2 * h);
    const gz = (field(x, y, z + h) - field(x, y, z - h)) / (2 * h);
    return clamp(value / Math.max(0.012, Math.hypot(gx, gy, gz)), -limit, limit);
  };
}

export function mix(from: number, to: number, part: number): number {
  return from + (to - from) * part;
}

export function clamp(value: number, low: number, high: number): number {
  return value < low ? low : value > high ? high : value;
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothstep(from: number, to: number, value: number): number {
  const part = clamp((value - from) / (to - from), 0, 1);
  return part * part * (3 - 2 * part);
}

function fade(part: number): number {
  return part * part * part * (part * (part * 6 - 15) + 10);
}

function shuffledBytes(seed: number): Uint8Array {
  const random = seededRandom(seed);
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  for (let last = 255; last > 0; last--) {
    const other = Math.floor(random() * (last + 1));
    const kept = bytes[last] ?? 0;
    bytes[last] = bytes[other] ?? 0;
    bytes[other] = kept;
  }
  return Uint8Array.from([...bytes, ...bytes]);
}
