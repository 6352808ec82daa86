import { blurred, doubled, sharpen, type Detector } from './acquisition.ts';
import type { Phantom } from './phantom.ts';
import { matrixSize, samplingPlane, sliceGeometry, type SeriesPlan } from './protocol.ts';
import { add, scaled } from './vector.ts';

/** Stored value of 0 HU is 1024: the RescaleIntercept of every series is -1024, its RescaleSlope 1. */
export const rescaleIntercept = -1024;
const greatestStored = 4095;

/** One image of the examination: 12-bit unsigned stored values, little endian, row by row. */
export function renderSlice(phantom: Phantom, detector: Detector, plan: SeriesPlan, slice: number): Buffer {
  const image = plan.kind === 'scout' ? projection(phantom, plan) : section(phantom, plan, slice);
  sharpen(image, matrixSize, plan.reconstruction.sharpness);
  detector.addNoise(image, matrixSize, plan.SeriesNumber * 1000 + slice, plan.reconstruction);
  const stored = Buffer.alloc(image.length * 2);
  for (let index = 0; index < image.length; index++) {
    const value = Math.round((image[index] ?? 0) - rescaleIntercept);
    stored.writeUInt16LE(value < 0 ? 0 : value > greatestStored ? greatestStored : value, index * 2);
  }
  return stored;
}

/** The mean of a few planes over the thickness of the slice, on the scanner's own grid, with its headrest. */
function section(phantom: Phantom, plan: SeriesPlan, slice: number): Float32Array {
  const { planes, coarseness } = plan.sampling;
  const sum = accumulate(phantom, plan, slice, planes, plan.thickness);
  for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) / planes;
  const image = coarseness === 2 ? blurred(doubled(sum, matrixSize / 2), matrixSize, 0.6) : sum;
  addHeadrest(image, plan, slice);
  return image;
}

const headWidth = 170;

/** A radiograph: water-equivalent millimetres crossed by each ray, from side to side, on a scale that looks like HU. */
function projection(phantom: Phantom, plan: SeriesPlan): Float32Array {
  const { planes } = plan.sampling;
  const sum = accumulate(phantom, plan, 0, planes, headWidth);
  const millimetres = headWidth / planes;
  for (let index = 0; index < sum.length; index++) {
    const crossed = (((sum[index] ?? 0) + 1000 * planes) / 1000) * millimetres;
    sum[index] = Math.max(0, crossed) * 8 - 1000;
  }
  return doubled(doubled(sum, matrixSize / 4), matrixSize / 2);
}

/** The sum of `planes` planes spread over `width` millimetres around the middle of a slice. */
function accumulate(
  phantom: Phantom,
  plan: SeriesPlan,
  slice: number,
  planes: number,
  width: number,
): Float32Array {
  let sum: Float32Array | null = null;
  for (let plane = 0; plane < planes; plane++) {
    const offset = ((plane + 0.5) / planes - 0.5) * width;
    const values = phantom.sample(samplingPlane(plan, slice, offset), plan.contrast);
    if (sum === null) {
      sum = values;
      continue;
    }
    for (let index = 0; index < sum.length; index++) sum[index] = (sum[index] ?? 0) + (values[index] ?? 0);
  }
  return sum ?? new Float32Array(0);
}

const headrest = { radius: 113, thickness: 2.4, shell: 90, foam: -962, above: 34 };

/** The cradle that holds the head: a thin shell around foam, behind it, along the table. */
function addHeadrest(image: Float32Array, plan: SeriesPlan, slice: number): void {
  const { position, pixelSpacing } = sliceGeometry(plan, slice);
  const right = scaled(plan.row, pixelSpacing);
  const down = scaled(plan.column, pixelSpacing);
  for (let j = 0, index = 0; j < matrixSize; j++) {
    const start = add(position, scaled(down, j));
    for (let i = 0; i < matrixSize; i++, index++) {
      const y = start[1] + i * right[1];
      if (y < headrest.above || (image[index] ?? 0) > -900) continue;
      const x = start[0] + i * right[0];
      const off = Math.hypot(x, y + 2) - headrest.radius;
      if (off > headrest.thickness) continue;
      image[index] =
        Math.abs(off) < headrest.thickness / 2 ? headrest.shell : off < 0 ? headrest.foam : -1000;
    }
  }
}
