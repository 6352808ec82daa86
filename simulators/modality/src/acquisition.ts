import { smoothstep } from './field.ts';
import { seededNormal, seededRandom } from './random.ts';

/** How a scanner turns a head into an image: what one reconstruction kernel and one slice thickness give. */
export type Reconstruction = {
  /** Standard deviation of the noise in the brain, in Hounsfield units. */
  readonly noise: number;
  /** Passes of a three-pixel blur over the noise: the more, the coarser its grain. */
  readonly grain: number;
  /** Edge enhancement: 0 leaves the image as it is, 1 doubles its finest detail. */
  readonly sharpness: number;
};

export type Detector = {
  /** Adds noise to an image in place; the slice number makes each slice's noise its own. */
  readonly addNoise: (
    image: Float32Array,
    size: number,
    slice: number,
    reconstruction: Reconstruction,
  ) => void;
};

const tileSize = 512;

/** A detector whose noise depends on `seed` alone. */
export function makeDetector(seed: number): Detector {
  const tiles = new Map<number, Float32Array>();
  const tileOf = (grain: number): Float32Array => {
    const known = tiles.get(grain);
    if (known) return known;
    const tile = noiseTile(seed + 71, grain);
    tiles.set(grain, tile);
    return tile;
  };
  return {
    addNoise: (image, size, slice, reconstruction) => {
      const tile = tileOf(reconstruction.grain);
      const random = seededRandom(seed * 31 + slice * 7919 + reconstruction.grain);
      const shifts = [0, 1, 2, 3].map(() => Math.floor(random() * tileSize));
      const [firstX = 0, firstY = 0, secondX = 0, secondY = 0] = shifts;
      const scale = reconstruction.noise * Math.SQRT1_2;
      for (let j = 0, index = 0; j < size; j++) {
        const firstRow = ((j + firstY) & (tileSize - 1)) * tileSize;
        const secondRow = ((secondY - j) & (tileSize - 1)) * tileSize;
        for (let i = 0; i < size; i++, index++) {
          const value = image[index] ?? 0;
          const sum =
            (tile[firstRow + ((i + firstX) & (tileSize - 1))] ?? 0) +
            (tile[secondRow + ((i + secondX) & (tileSize - 1))] ?? 0);
          image[index] = value + scale * sum * (value < -850 ? 0.6 : 1);
        }
      }
    },
  };
}

/** Unit-variance noise, periodic, whose grain comes from repeated blurring. */
function noiseTile(seed: number, grain: number): Float32Array {
  const normal = seededNormal(seed);
  let tile = Float32Array.from({ length: tileSize * tileSize }, () => normal());
  for (let pass = 0; pass < grain; pass++) tile = blurred(tile, tileSize, 1);
  let square = 0;
  for (const value of tile) square += value * value;
  const scale = 1 / Math.sqrt(square / tile.length);
  return tile.map((value) => value * scale);
}

/** A 1-2-1 blur along rows then columns; `strength` 1 is the full blur, less keeps part of the centre. */
export function blurred(image: Float32Array, size: number, strength: number): Float32Array<ArrayBuffer> {
  const side = strength / 4;
  const centre = 1 - 2 * side;
  const across = new Float32Array(image.length);
  const result = new Float32Array(image.length);
  for (let j = 0; j < size; j++) {
    const row = j * size;
    for (let i = 0; i < size; i++) {
      const left = image[row + (i === 0 ? size - 1 : i - 1)] ?? 0;
      const right = image[row + (i === size - 1 ? 0 : i + 1)] ?? 0;
      across[row + i] = centre * (image[row + i] ?? 0) + side * (left + right);
    }
  }
  for (let j = 0; j < size; j++) {
    const row = j * size;
    const above = (j === 0 ? size - 1 : j - 1) * size;
    const below = (j === size - 1 ? 0 : j + 1) * size;
    for (let i = 0; i < size; i++) {
      result[row + i] =
        centre * (across[row + i] ?? 0) + side * ((across[above + i] ?? 0) + (across[below + i] ?? 0));
    }
  }
  return result;
}

/** `image` with its finest detail exaggerated, as a bone kernel does, in place. */
export function sharpen(image: Float32Array, size: number, sharpness: number): void {
  if (sharpness <= 0) return;
  const soft = blurred(image, size, 1);
  for (let index = 0; index < image.length; index++) {
    const value = image[index] ?? 0;
    image[index] = value + sharpness * (value - (soft[index] ?? 0));
  }
}

/** Twice the size of `image`, by Catmull-Rom interpolation between its pixels. */
export function doubled(image: Float32Array, size: number): Float32Array {
  const wide = new Float32Array(image.length * 2);
  for (let j = 0; j < size; j++) doubleLine(image, j * size, 1, size, wide, j * size * 2, 1);
  const result = new Float32Array(image.length * 4);
  for (let i = 0; i < size * 2; i++) doubleLine(wide, i, size * 2, size, result, i, size * 2);
  return result;
}

function doubleLine(
  from: Float32Array,
  start: number,
  stride: number,
  size: number,
  to: Float32Array,
  toStart: number,
  toStride: number,
): void {
  const at = (index: number): number =>
    from[start + (index < 0 ? 0 : index >= size ? size - 1 : index) * stride] ?? 0;
  for (let index = 0; index < size; index++) {
    const [a, b, c, d, e] = [at(index - 2), at(index - 1), at(index), at(index + 1), at(index + 2)];
    to[toStart + 2 * index * toStride] = -0.0234375 * a + 0.2265625 * b + 0.8671875 * c - 0.0703125 * d;
    to[toStart + (2 * index + 1) * toStride] = -0.0703125 * b + 0.8671875 * c + 0.2265625 * d - 0.0234375 * e;
  }
}

/**
 * What beam hardening leaves in a head: brain a little brighter under the vault, and darker bands between the petrous
 * pyramids (Hounsfield's bar). Hounsfield units to add at a point of the head, given its depth under the inner table.
 */
export function beamHardening(x: number, y: number, z: number, depth: number): number {
  const underVault = depth > 20 ? 0 : 5 * Math.exp(-depth / 4.5);
  const level = smoothstep(13, 3, Math.abs(z + 43));
  if (level === 0) return underVault;
  const between = smoothstep(46, 28, Math.abs(x));
  const bar = -9 * Math.exp(-(((y - 8) / 7) ** 2)) + 4 * Math.exp(-(((y - 22) / 6) ** 2));
  return underVault + level * between * bar;
}
