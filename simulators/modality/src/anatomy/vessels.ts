import { seededRandom } from '../random.ts';
import { tube, type Station } from '../shape.ts';
import { veins } from './deep.ts';
import type { Structure } from './structure.ts';
import { hu } from './tissue.ts';

export type VesselOptions = {
  readonly seed: number;
  /** Whether iodine fills the arteries, as in an angio-CT; without it they are only as dense as blood. */
  readonly contrast: boolean;
  /** Whether the first segment of the left middle cerebral artery is stopped by a clot. */
  readonly leftM1Clot: boolean;
};

/** A branch: where it goes, and whether it lies beyond the clot. */
type Branch = { readonly stations: readonly Station[]; readonly beyond?: boolean };

/** Where the clot begins and ends in the left M1 segment. */
const clot: readonly Station[] = [
  [18, -16.5, -23, 1.9],
  [26, -19, -22.5, 2.05],
  [34, -18, -21, 1.9],
  [38, -15.5, -17.5, 1.5],
];

/** Arteries of the head, dural sinuses when opacified, and the clot: in painting order. */
export function vesselStructures(options: VesselOptions): Structure[] {
  const fresh = options.contrast ? hu.arterialContrast : hu.blood;
  const drained = options.contrast ? 130 : hu.blood - 2;
  const branches = [...carotids(options.leftM1Clot), ...vertebrobasilar(), ...cortical(options)];
  const arteries = branches.map(({ stations, beyond }): Structure => {
    const starved = options.leftM1Clot && beyond === true;
    return { shape: tube(starved ? thinned(stations) : stations), hu: starved ? drained : fresh, edge: 0.7 };
  });
  const sinuses = veins().map((stations): Structure => ({
    shape: tube(stations),
    hu: hu.venousContrast,
    edge: 1.4,
  }));
  const thrombus: Structure = { shape: tube(clot), hu: options.contrast ? hu.clot : hu.clot + 5, edge: 0.9 };
  return [...(options.contrast ? sinuses : []), ...arteries, ...(options.leftM1Clot ? [thrombus] : [])];
}

function thinned(stations: readonly Station[]): Station[] {
  return stations.map(([x, y, z, radius]) => [x, y, z, radius * 0.75]);
}

function onSide(side: 1 | -1, stations: readonly Station[]): Station[] {
  return stations.map(([x, y, z, radius]) => [side * x, y, z, radius]);
}

function carotids(leftClot: boolean): Branch[] {
  return ([1, -1] as const).flatMap((side): Branch[] => {
    const stopped = leftClot && side === 1;
    const m1: Station[] = [
      [12, -14, -24, 1.7],
      [18, -16.5, -23, 1.5],
      [26, -19, -22.5, 1.45],
      [34, -18, -21, 1.4],
      [38, -15.5, -17.5, 1.3],
    ];
    return [
      {
        stations: onSide(side, [
          [25, 10, -92, 2.5],
          [25, 8, -62, 2.5],
          [27, 3, -52, 2.4],
          [17, -6, -45, 2.4],
          [11, -10, -42, 2.3],
        ]),
      },
      {
        stations: onSide(side, [
          [11, -10, -42, 2.3],
          [10.5, -18, -39, 2.3],
          [10, -25, -35, 2.3],
          [10, -24, -30, 2.2],
          [11, -18, -27, 2.1],
          [12, -14, -24, 2],
        ]),
      },
      { stations: onSide(side, stopped ? m1.slice(0, 2) : m1) },
      {
        stations: onSide(side, [
          [12, -14, -24, 1.3],
          [7, -21, -23, 1.2],
          [3, -25, -21, 1.2],
        ]),
      },
      {
        stations: onSide(side, [
          [3, -25, -21, 1.2],
          [2.2, -36, -17, 1.2],
          [2, -46, -4, 1.15],
          [2, -47, 12, 1.1],
          [1.8, -40, 26, 1],
          [1.8, -20, 33, 0.9],
          [1.8, 8, 35, 0.8],
          [1.8, 30, 30, 0.6],
        ]),
      },
      {
        stations: onSide(side, [
          [2, -46, -4, 0.9],
          [2.4, -60, 4, 0.8],
          [2.6, -70, 22, 0.7],
        ]),
      },
      {
        stations: onSide(side, [
          [11, -12, -25, 0.7],
          [11, -4, -25, 0.7],
          [10, 2, -24, 0.7],
        ]),
      },
      {
        stations: onSide(side, [
          [11, -13, -25, 0.6],
          [16, -6, -22, 0.6],
          [20, 8, -17, 0.6],
        ]),
      },
    ];
  });
}

function vertebrobasilar(): Branch[] {
  const posterior = ([1, -1] as const).flatMap((side): Branch[] => [
    {
      stations: onSide(side, [
        [18, 32, -92, 1.7],
        [16, 34, -80, 1.7],
        [9, 18, -70, 1.6],
        [0, 1, -54, 1.6],
      ]),
    },
    {
      stations: onSide(side, [
        [0, -2, -28, 1.3],
        [8, -1, -25, 1.2],
        [15, 6, -22, 1.2],
        [20, 18, -17, 1.1],
        [17, 32, -9, 1],
        [14, 48, -3, 0.9],
        [12, 64, 2, 0.7],
      ]),
    },
    {
      stations: onSide(side, [
        [0, -1, -31, 0.9],
        [10, 3, -29, 0.8],
        [19, 14, -25, 0.8],
        [17, 28, -19, 0.7],
      ]),
    },
    {
      stations: onSide(side, [
        [0, -1, -44, 0.7],
        [13, 4, -46, 0.7],
        [22, 12, -45, 0.6],
      ]),
    },
  ]);
  const basilar: Branch = {
    stations: [
      [0, 1, -54, 1.7],
      [0, -2, -44, 1.7],
      [0.6, -3, -36, 1.65],
      [0, -2, -28, 1.6],
    ],
  };
  const communicating: Branch = {
    stations: [
      [-3, -25, -21, 0.8],
      [3, -25, -21, 0.8],
    ],
  };
  return [basilar, communicating, ...posterior];
}

/** Where M1 divides. */
const m1End: Station = [38, -15.5, -17.5, 1.3];

/** Branches of the middle cerebral arteries: along the insula, out of the fissure, then wandering over the cortex. */
function cortical(options: VesselOptions): Branch[] {
  const random = seededRandom(options.seed + 41);
  return ([1, -1] as const).flatMap((side) => {
    const beyond = side === 1;
    const trunks: Station[][] = [
      [m1End, [41, -10, -10, 1.15], [40.5, -4, -1, 1.05], [42, 3, 6, 1]],
      [
        [38, -15.5, -17.5, 1.2],
        [42.5, -6, -13, 1.1],
        [42.5, 6, -4, 1],
        [44, 16, 4, 0.95],
      ],
    ];
    const twigs = trunks.flatMap((trunk) => [0, 1, 2, 3].map(() => twig(trunk.at(-1) ?? m1End, random)));
    return [...trunks, ...twigs].map((stations): Branch => ({ stations: onSide(side, stations), beyond }));
  });
}

/** A thin artery that leaves the fissure and follows the convexity, upwards or backwards. */
function twig(from: Station, random: () => number): Station[] {
  const goal = { y: -40 + 90 * random(), z: -4 + 50 * random() };
  const stations: Station[] = [from, [from[0] + 8, from[1] + 4 * (random() - 0.3), from[2] + 3, 0.8]];
  for (let part = 1; part <= 5; part++) {
    const y = from[1] + ((goal.y - from[1]) * part) / 5 + 5 * (random() - 0.5);
    const z = from[2] + 3 + ((goal.z - from[2]) * part) / 5 + 4 * (random() - 0.5);
    const surface =
      66 * Math.sqrt(Math.max(0.05, 1 - (y / 84) ** 2 - ((z + 4) / 77) ** 2)) - 4 - 3 * random();
    stations.push([surface * (part === 1 ? 0.9 : 1), y, z, 0.75 - 0.06 * part]);
  }
  return stations;
}
