import type { Reconstruction } from './acquisition.ts';
import type { Plane } from './phantom.ts';
import { add, cross, dot, scaled, subtract, type Vector } from './vector.ts';

/** One series of the examination: where its slices are and how they are reconstructed. */
export type SeriesPlan = {
  readonly kind: 'scout' | 'brain' | 'bone' | 'angio';
  readonly SeriesNumber: number;
  readonly SeriesDescription: string;
  readonly ConvolutionKernel: string;
  readonly slices: number;
  /** Millimetres along the normal. */
  readonly thickness: number;
  readonly interval: number;
  /** ImageOrientationPatient: directions of rows and columns in the patient's axes (LPS). */
  readonly row: Vector;
  readonly column: Vector;
  /** Centre of the first slice, in the patient's axes, in millimetres. */
  readonly firstCentre: Vector;
  /** Width of the field of view, in millimetres. */
  readonly fieldOfView: number;
  readonly window: { readonly centre: number; readonly width: number };
  readonly contrast: boolean;
  readonly reconstruction: Reconstruction;
  /** Planes averaged over the thickness of a slice, and how many times coarser than the pixels they are computed. */
  readonly sampling: { readonly planes: number; readonly coarseness: 1 | 2 | 4 };
};

export const matrixSize = 512;

/** The supra-orbito-meatal plane stands 15 degrees off the scanner's axial plane, the forehead higher. */
const tilt = (15 * Math.PI) / 180;
const cos = Math.cos(tilt);
const sin = Math.sin(tilt);
/** Where the origin of the head's axes lies in the patient's, in millimetres. */
const headOrigin: Vector = [0, -6, 40];

/** A direction or an offset of the head's axes, in the patient's. */
export function toPatient([x, y, z]: Vector): Vector {
  return [x, cos * y + sin * z, cos * z - sin * y];
}

/** A direction or an offset of the patient's axes, in the head's. */
export function toHead([x, y, z]: Vector): Vector {
  return [x, cos * y - sin * z, sin * y + cos * z];
}

function headPoint(point: Vector): Vector {
  return add(headOrigin, toPatient(point));
}

const oblique = { row: [1, 0, 0], column: toPatient([0, 1, 0]) } as const;
const axial = { row: [1, 0, 0], column: [0, 1, 0] } as const;
const sagittal = { row: [0, 1, 0], column: [0, 0, -1] } as const;

/** Non-contrast head, soft and bone kernels, then the angio-CT of the circle of Willis: 129 images. */
export const seriesPlans: readonly SeriesPlan[] = [
  {
    kind: 'scout',
    SeriesNumber: 1,
    SeriesDescription: 'Topogramme de profil',
    ConvolutionKernel: 'SCOUT',
    slices: 1,
    thickness: 1,
    interval: 1,
    ...sagittal,
    firstCentre: headPoint([0, 0, -8]),
    fieldOfView: 256,
    window: { centre: 100, width: 1400 },
    contrast: false,
    reconstruction: { noise: 9, grain: 0, sharpness: 0.5 },
    sampling: { planes: 96, coarseness: 4 },
  },
  {
    kind: 'brain',
    SeriesNumber: 2,
    SeriesDescription: 'Cérébral SPC 5 mm',
    ConvolutionKernel: 'SOFT',
    slices: 28,
    thickness: 5,
    interval: 5,
    ...oblique,
    firstCentre: headPoint([0, -3, -56]),
    fieldOfView: 240,
    window: { centre: 40, width: 80 },
    contrast: false,
    reconstruction: { noise: 3, grain: 2, sharpness: 0 },
    sampling: { planes: 3, coarseness: 2 },
  },
  {
    kind: 'bone',
    SeriesNumber: 3,
    SeriesDescription: 'Os 2 mm',
    ConvolutionKernel: 'BONE',
    slices: 40,
    thickness: 2,
    interval: 3,
    ...oblique,
    firstCentre: headPoint([0, -3, -58]),
    fieldOfView: 240,
    window: { centre: 500, width: 2500 },
    contrast: false,
    reconstruction: { noise: 42, grain: 0, sharpness: 0.9 },
    sampling: { planes: 1, coarseness: 1 },
  },
  {
    kind: 'angio',
    SeriesNumber: 4,
    SeriesDescription: 'Angio-TDM polygone de Willis 1,5 mm',
    ConvolutionKernel: 'STANDARD',
    slices: 60,
    thickness: 1.5,
    interval: 1.5,
    ...axial,
    firstCentre: headPoint([0, -5, -58]),
    fieldOfView: 220,
    window: { centre: 180, width: 600 },
    contrast: true,
    reconstruction: { noise: 9, grain: 1, sharpness: 0.1 },
    sampling: { planes: 1, coarseness: 1 },
  },
];

/** Where one slice is, in the patient's axes. */
export type SliceGeometry = {
  /** ImagePositionPatient: centre of the first pixel. */
  readonly position: Vector;
  /** SliceLocation: along the normal, in millimetres. */
  readonly location: number;
  readonly pixelSpacing: number;
};

export function sliceGeometry(plan: SeriesPlan, slice: number): SliceGeometry {
  const normal = cross(plan.row, plan.column);
  const pixelSpacing = plan.fieldOfView / matrixSize;
  const half = (-pixelSpacing * (matrixSize - 1)) / 2;
  const centre = add(plan.firstCentre, scaled(normal, slice * plan.interval));
  const position = add(centre, add(scaled(plan.row, half), scaled(plan.column, half)));
  return { position, location: dot(position, normal), pixelSpacing };
}

/** The grid to compute, in the head's axes, `offset` millimetres off the slice's middle, along its normal. */
export function samplingPlane(plan: SeriesPlan, slice: number, offset: number): Plane {
  const { position, pixelSpacing } = sliceGeometry(plan, slice);
  const { coarseness } = plan.sampling;
  const step = pixelSpacing * coarseness;
  const corner = scaled(add(plan.row, plan.column), ((coarseness - 1) / 2) * pixelSpacing);
  const along = scaled(cross(plan.row, plan.column), offset);
  return {
    origin: toHead(subtract(add(add(position, corner), along), headOrigin)),
    row: toHead(scaled(plan.row, step)),
    column: toHead(scaled(plan.column, step)),
    size: matrixSize / coarseness,
  };
}
