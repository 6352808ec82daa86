import { clamp, gradientNoise, mix, smoothstep, tabulated, type Field } from '../field.ts';
import { ellipsoidDistance, smoothUnion } from '../shape.ts';
import { hu } from './tissue.ts';

/**
 * The envelope of the head, in its own axes: millimetres, origin at the interventricular foramina, z along the normal
 * of the supra-orbito-meatal plane, so that the slices of a brain series are planes of constant z.
 */
export type Head = {
  /** Signed distance to the skin, negative inside. */
  readonly skin: Field;
  /** Signed distance to the inner table, negative inside the skull. */
  readonly cavity: Field;
  /** Hounsfield units of what lies between skin and cavity, given both distances there. */
  readonly wall: (x: number, y: number, z: number, skin: number, cavity: number) => number;
};

/** Signed distance to a smooth inner table: vault, temporal and posterior fossae, foramen magnum. */
function cavityDistance(x: number, y: number, z: number): number {
  const side = Math.abs(x);
  const wide = x / breadth(y);
  const vault = ellipsoidDistance(wide, y, z + 4, 66, 84, z > -4 ? 77 : 37);
  if (vault > 60) return vault;
  const temporal = ellipsoidDistance(side - 38, y + 17, z + 27, 25, 31, 25);
  const posterior = ellipsoidDistance(x, y - 40, z + 39, 53, 37, 32);
  const foramen = ellipsoidDistance(x, y - 24, z + 66, 15, 16, 26);
  return smoothUnion(smoothUnion(smoothUnion(vault, temporal, 7), posterior, 7), foramen, 8);
}

/** The vault is widest behind its middle, its ends rather square: an ovoid. */
function breadth(y: number): number {
  const along = clamp(y / 84, -1, 1);
  return 1 + 0.035 * Math.sin(along * 2.1) + 0.05 * along * along;
}

function skinDistance(x: number, y: number, z: number): number {
  if ((x / 96) ** 2 + ((y + 10) / 122) ** 2 > 1) return 10;
  const vault = ellipsoidDistance(x / breadth(y), y + 1, z + 4, 77, 95, z > -4 ? 89 : 165);
  const face = ellipsoidDistance(x, y + 56, z + 78, 62, 52, 62);
  const nose = ellipsoidDistance(x, y + 100, z + 66, 13, 17, 24);
  const neck = ellipsoidDistance(x, y - 38, z + 100, 60, 57, 82);
  const head = smoothUnion(smoothUnion(smoothUnion(vault, face, 14), nose, 12), neck, 16);
  const lids = ellipsoidDistance(Math.abs(x) - 31, y + 73, z + 46, 23, 16, 17);
  const ear = ellipsoidDistance(Math.abs(x) - 77, y - 14 - 0.35 * (Math.abs(x) - 70), z + 42, 11, 13, 27);
  const concha = ellipsoidDistance(Math.abs(x) - 82, y - 10, z + 42, 10, 8, 15);
  return Math.min(smoothUnion(head, lids, 8), Math.max(ear, -concha));
}

export function makeHead(seed: number): Head {
  const noise = gradientNoise(seed);
  const unevenness = tabulated((x, y, z) => noise(x / 34, y / 34, z / 34));
  const impressions: Field = (x, y, z) => 2.2 * smoothstep(-12, -26, z) * noise(x / 15, y / 15, z / 15 + 50);
  const strands = tabulated((x, y, z) => noise(x / 10 + 40, y / 17, z / 17));
  const thickness = tabulated((x, y, z) => {
    const squama = smoothstep(38, 60, Math.abs(x)) * smoothstep(6, -14, z) * smoothstep(35, 5, y);
    const midline = smoothstep(26, 0, Math.abs(x)) * smoothstep(45, 80, Math.abs(y));
    const base = smoothstep(-18, -30, z) * smoothstep(62, 45, Math.abs(x));
    return 6.2 + 1.3 * unevenness(x, y, z) + 2.4 * midline - 2.6 * squama - 1.4 * base;
  });
  const wall: Head['wall'] = (x, y, z, skin, cavity) => {
    const thick = thickness(x, y, z);
    const soft = softTissue(x, y, z, skin, cavity - thick, strands(x, y, z));
    const bone = skullBone(cavity, thick, unevenness(x + 11, y, z));
    const vault = mix(soft, bone, clamp(0.5 + (thick - cavity) / 1.1, 0, 1));
    const spongy = hu.diploe + 320 * strands(y, z, x);
    const frontal = mix(hu.compactBone, spongy, smoothstep(8, 10, -skin));
    return mix(vault, frontal, brow(y, z, skin));
  };
  const cavity = tabulated((x, y, z) => cavityDistance(x, y, z) + impressions(x, y, z));
  return { skin: skinDistance, cavity, wall };
}

/** Outer and inner tables of compact bone, diploe between them where the skull is thick enough to have one. */
function skullBone(depth: number, thick: number, unevenness: number): number {
  const fromTable = Math.min(depth, thick - depth);
  const diploe = smoothstep(1.3, 2.4, fromTable) * smoothstep(4, 6.5, thick);
  return mix(hu.compactBone + 130 * unevenness, hu.diploe + 260 * unevenness, diploe);
}

/** Over the orbits the frontal bone fills what lies before the cavity, from 6 mm under the skin. */
function brow(y: number, z: number, skin: number): number {
  const depth = -skin;
  const shell = clamp(0.5 + (depth - 6) / 1.1, 0, 1);
  return shell * smoothstep(-38, -34, z) * smoothstep(-12, -18, z) * smoothstep(-50, -56, y);
}

/** Scalp over the vault (skin, fat, galea), temporal and nuchal muscles with their fatty planes lower down. */
function softTissue(x: number, y: number, z: number, skin: number, overBone: number, strand: number): number {
  const depth = -skin;
  const muscle = mix(hu.fat, hu.muscle, smoothstep(-0.3, -0.16, strand));
  const temporalis =
    smoothstep(48, 58, Math.abs(x)) * smoothstep(14, 4, z) * smoothstep(-62, -52, y) * smoothstep(14, 2, y);
  const low = Math.max(
    temporalis * smoothstep(0, 1.5, depth - 3.5),
    smoothstep(-38, -52, z) * smoothstep(3.5, 6, depth),
  );
  const galea = smoothstep(1.8, 0.6, overBone) * 0.75;
  const scalp = mix(mix(hu.skin, hu.fat + 25 * strand, smoothstep(2, 3, depth)), hu.muscle, galea);
  return mix(scalp, muscle, low);
}
