import { clamp, gradientNoise, mix, smoothstep, tabulated, zeroSurface, type Field } from '../field.ts';
import { ellipsoidDistance } from '../shape.ts';
import { hu } from './tissue.ts';

/** What a lesion does to the parenchyma. */
export type BrainOptions = {
  readonly seed: number;
  /** 0 to 1: how far the tissue at a point has lost its blood supply for a few hours. */
  readonly ischaemia?: Field;
  /** Millimetres added to the half-width of sulci: positive for an atrophic brain. */
  readonly atrophy?: number;
};

/** Hounsfield units inside the skull; `depth` is the distance in millimetres from the inner table. */
export type Brain = (x: number, y: number, z: number, depth: number) => number;

const ribbon = 3.6;

/**
 * Parenchyma and the fluid over it: a cortical ribbon that follows sulci (thin curved sheets, the zero surfaces of a
 * smooth noise drawn on the brain's surface, hence perpendicular to it), white matter within, cerebellum below the
 * tentorium.
 */
export function makeBrain(options: BrainOptions): Brain {
  const folds = foldFields(options.seed);
  const atrophy = options.atrophy ?? 0;
  const ischaemia = options.ischaemia ?? (() => 0);
  return (x, y, z, depth) => {
    const roof = tentoriumHeight(x, y);
    const below =
      y > 6 ? smoothstep(1, -1, z - roof) : smoothstep(-44, -48, z) * smoothstep(16, 10, Math.abs(x));
    if (below >= 1) return cerebellum(x, y, z, depth, folds);
    const swollen = ischaemia(x, y, z);
    const upper = cerebrum(x, y, z, depth, folds, atrophy, swollen);
    return below > 0 ? mix(upper, cerebellum(x, y, z, depth, folds), below) : upper;
  };
}

/** Height of the tentorium over a point: a tent whose ridge slopes backwards. */
export function tentoriumHeight(x: number, y: number): number {
  return -6 - 0.14 * Math.max(0, y - 26) - 0.5 * Math.abs(x) * smoothstep(0, 8, Math.abs(x));
}

type Folds = { sulcus: Field; reach: Field; space: Field; folia: Field };

function foldFields(seed: number): Folds {
  const coarse = gradientNoise(seed + 11);
  const fine = gradientNoise(seed + 12);
  const onSurface: Field = (x, y, z) => {
    const radius = Math.hypot(x, y * 0.82, z) + 1e-6;
    const spread = 62 / radius;
    const bend = 5 * fine(x / 19, y / 19, z / 19);
    const px = x * spread + bend;
    const py = y * spread + 0.16 * radius;
    const pz = z * spread - bend;
    return coarse(px / 19, py / 19, pz / 19) + 0.42 * coarse(px / 10 + 9, py / 10, pz / 10);
  };
  return {
    sulcus: tabulated(zeroSurface(tabulated(onSurface), 9)),
    reach: tabulated((x, y, z) => 18 + 11 * fine(x / 23 + 7, y / 23, z / 23)),
    space: tabulated((x, y, z) => fine(x / 30, y / 30 + 5, z / 30)),
    folia: tabulated((x, y, z) => 2.5 * fine(x / 16, y / 16, z / 16 + 31)),
  };
}

function cerebrum(
  x: number,
  y: number,
  z: number,
  depth: number,
  folds: Folds,
  atrophy: number,
  swollen: number,
): number {
  const space = folds.space(x, y, z);
  const overVertex = smoothstep(20, 55, z);
  const overFrontal = smoothstep(-40, -70, y);
  const cover = Math.max(
    0.4,
    1.3 + 0.5 * atrophy + 0.7 * space + 0.7 * overFrontal + 0.6 * overVertex - 1.1 * swollen,
  );
  const reach = folds.reach(x, y, z);
  const sheet = Math.abs(folds.sulcus(x, y, z));
  const taper = clamp(1 - depth / reach, 0, 1);
  const halfWidth =
    (0.35 + 0.75 * taper + 0.4 * overVertex + 0.3 * space + atrophy * 0.4) * (1 - 0.6 * swollen);
  const beyond = Math.max(0, depth - reach);
  const fromSulcus = Math.hypot(sheet, beyond) - halfWidth;
  const fromFissure = fissureDistance(x, y, z) - 0.9 - 0.5 * atrophy * (1 - swollen);
  const fromFluid = Math.min(depth - cover, fromSulcus, fromFissure);
  const grey = smoothstep(ribbon + 1, ribbon - 1, fromFluid);
  const deepTint = 1.2 * space;
  const whiteHu = hu.whiteMatter + deepTint - 0.6 * swollen;
  const greyHu = hu.greyMatter - 5 * swollen;
  return mix(hu.fluid, mix(whiteHu, greyHu, grey), clamp(0.5 + fromFluid / 1.1, 0, 1));
}

/** Distance to the interhemispheric fissure, which the corpus callosum interrupts. */
function fissureDistance(x: number, y: number, z: number): number {
  const callosum = ellipsoidDistance(x, y - 2, z - 2, 60, 45, 27);
  const side = Math.abs(x);
  return callosum > 0 ? side : Math.hypot(side, callosum);
}

/** Folia as fine concentric layers around each hemisphere's white core. */
function cerebellum(x: number, y: number, z: number, depth: number, folds: Folds): number {
  const side = Math.abs(x);
  const core = ellipsoidDistance(side - 21 - folds.folia(y, z, x), y - 38, z + 44, 15, 9, 8);
  const layer = Math.abs((((((core + folds.folia(x, y, z)) / 4.6) % 1) + 1) % 1) - 0.5) * 2;
  const folia = smoothstep(0.2, 0, layer) * smoothstep(4, 9, core);
  const cover = clamp(0.5 + (depth - 1.3) / 1.1, 0, 1);
  const tissue = mix(hu.whiteMatter + 4, hu.greyMatter - 1, smoothstep(-5, 6, core)) - 6 * folia;
  return mix(hu.fluid, tissue, cover);
}
