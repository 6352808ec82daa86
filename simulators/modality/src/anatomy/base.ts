import { gradientNoise, mix, smoothstep, type Field } from '../field.ts';
import { ellipsoid, mirrored, rough, tube, type Shape, type Station } from '../shape.ts';
import { pair, type Structure } from './structure.ts';
import { hu } from './tissue.ts';

/** Skull base, face, orbits and air cavities: in painting order, over head and brain. */
export function baseStructures(seed: number): Structure[] {
  const noise = gradientNoise(seed + 31);
  return [...centralBase(noise), ...petrousBones(noise), ...face(noise), ...orbits(), ...sinuses(noise)];
}

function boneGrain(noise: Field, value: number, spread: number): Field {
  return (x, y, z) => value + spread * noise(x / 5, y / 5, z / 5);
}

function centralBase(noise: Field): Structure[] {
  const spongy = boneGrain(noise, 620, 320);
  const relief: Field = (x, y, z) => 1.6 * noise(x / 7, y / 7, z / 7);
  const bone = (shape: Shape, value: number | Field = spongy): Structure => ({
    shape: rough(shape, relief, 2),
    hu: value,
    edge: 1,
  });
  return [
    bone(ellipsoid([0, -26, -45], [15, 20, 12])),
    bone(
      tube([
        [0, -9, -38, 4],
        [0, -1, -52, 7],
        [0, 6, -64, 7],
      ]),
    ),
    bone(
      tube([
        [-8, -8, -32, 1.7],
        [0, -6.5, -33, 1.3],
        [8, -8, -32, 1.7],
      ]),
      hu.compactBone,
    ),
    ...pair(
      bone(
        tube([
          [10, -20, -29, 2],
          [24, -36, -30, 2.4],
          [44, -42, -30, 2.4],
          [56, -38, -30, 3],
        ]),
        hu.compactBone,
      ),
    ),
    ...pair(
      bone(
        tube([
          [0, -64, -30, 1.6],
          [0, -44, -32, 1.6],
        ]),
        hu.compactBone,
      ),
    ),
    bone(
      tube([
        [0, -82, -16, 2],
        [0, -80, -28, 2.2],
      ]),
      hu.compactBone,
    ),
  ];
}

/** The petrous pyramids, dense around the labyrinth, with the inner ear canal, and the honeycomb of the mastoid. */
function petrousBones(noise: Field): Structure[] {
  const pyramid = tube([
    [14, -3, -42, 5],
    [30, 10, -41, 8],
    [48, 20, -43, 11],
    [62, 25, -46, 11],
  ]);
  const dense: Field = (x, y, z) => {
    const labyrinth = smoothstep(16, 5, Math.hypot(Math.abs(x) - 36, y - 13, z + 42));
    return mix(hu.compactBone - 250, hu.denseBone, labyrinth) + 180 * noise(x / 3, y / 3, z / 3);
  };
  const canal = tube([
    [23, 10, -41, 2.4],
    [34, 9, -41, 1.6],
  ]);
  const drum = ellipsoid([47, 8, -45], [4, 5, 5]);
  const earCanal = tube([
    [50, 9, -46, 3],
    [66, 8, -46, 3.2],
    [77, 8, -46, 3.2],
  ]);
  const cells = honeycomb(ellipsoid([59, 29, -47], [10, 13, 15]), noise, 3.4);
  return [
    ...pair({ shape: pyramid, hu: dense, edge: 1 }),
    ...pair({ shape: canal, hu: hu.greyMatter, edge: 1 }),
    ...pair({ shape: cells, hu: hu.air + 120, edge: 0.8 }),
    ...pair({ shape: drum, hu: hu.air, edge: 0.8 }),
    ...pair({ shape: earCanal, hu: hu.air, edge: 0.8 }),
  ];
}

/** Air cells of about `size` millimetres within a shape, parted by thin walls. */
function honeycomb(shape: Shape, noise: Field, size: number): Shape {
  const walls: Field = (x, y, z) =>
    Math.max(-2.5, 1.1 - size * 1.5 * Math.abs(noise(x / size / 1.3, y / size / 1.3, z / size / 1.3)));
  return { ...shape, distance: (x, y, z) => Math.max(shape.distance(x, y, z), walls(x, y, z)) };
}

function tubularBone(
  stations: readonly Station[],
  value: number | Field = hu.compactBone - 150,
): Structure[] {
  return pair({ shape: tube(stations), hu: value, edge: 1 });
}

function face(noise: Field): Structure[] {
  return [
    ...tubularBone([
      [50, -62, -46, 3.5],
      [63, -50, -55, 3],
      [69, -28, -55, 2.4],
      [66, -6, -50, 3],
    ]),
    ...tubularBone([
      [12, -86, -50, 2],
      [20, -84, -62, 2.2],
      [38, -76, -66, 3],
      [50, -64, -60, 3],
    ]),
    ...tubularBone([
      [52, -58, -44, 2.6],
      [38, -44, -46, 2.4],
      [26, -30, -46, 3],
    ]),
    ...tubularBone(
      [
        [44, 4, -60, 4],
        [47, 2, -72, 5],
      ],
      boneGrain(noise, 700, 200),
    ),
    ...tubularBone([
      [0, -88, -36, 2.4],
      [3, -93, -50, 1.6],
    ]),
  ];
}

function muscle(stations: readonly Station[]): Structure[] {
  return pair({ shape: tube(stations), hu: hu.muscle - 5, edge: 1.2 });
}

function orbits(): Structure[] {
  const globe: [number, number, number] = [32, -71, -46];
  const cone = rough(
    tube([
      [31, -70, -46, 16],
      [27, -56, -45, 12],
      [20, -40, -42, 5],
      [15, -32, -40, 2],
    ]),
    () => 0,
    0,
  );
  return [
    ...pair({
      shape: tube([
        [31, -70, -46, 18],
        [27, -56, -45, 14],
        [20, -40, -42, 6.8],
      ]),
      hu: hu.compactBone - 350,
      edge: 1,
    }),
    ...pair({ shape: cone, hu: hu.fat, edge: 1 }),
    ...pair({ shape: ellipsoid([43, -73, -38], [4, 7, 5]), hu: hu.muscle - 15, edge: 1.5 }),
    ...muscle([
      [18, -66, -46, 1.6],
      [17, -54, -45, 2.4],
      [16, -38, -42, 1.6],
    ]),
    ...muscle([
      [45, -66, -46, 1.4],
      [38, -52, -45, 2.2],
      [20, -38, -42, 1.6],
    ]),
    ...muscle([
      [31, -66, -34, 1.6],
      [26, -52, -36, 2.2],
      [18, -38, -40, 1.4],
    ]),
    ...muscle([
      [31, -66, -58, 1.6],
      [26, -52, -54, 2.2],
      [18, -38, -45, 1.4],
    ]),
    ...muscle([
      [30, -60, -46, 1.9],
      [23, -46, -44, 2],
      [14, -32, -39, 2],
    ]),
    ...pair({ shape: ellipsoid(globe, [12.3, 12.3, 12]), hu: hu.muscle - 5, edge: 1 }),
    ...pair({ shape: ellipsoid(globe, [11, 11, 10.7]), hu: hu.vitreous, edge: 1 }),
    ...pair({ shape: ellipsoid([32, -79.5, -46], [4.4, 2, 4.4]), hu: 85, edge: 1 }),
  ];
}

function air(shape: Shape): Structure {
  return { shape, hu: hu.air, edge: 0.8 };
}

function wall(shape: Shape): Structure {
  return { shape, hu: hu.compactBone - 350, edge: 1 };
}

function sinuses(noise: Field): Structure[] {
  const relief: Field = (x, y, z) => 2.2 * noise(x / 8 + 3, y / 8, z / 8);
  const ethmoid = rough(ellipsoid([0, -62, -45], [11.5, 22, 13]), relief, 2.5);
  const septa: Field = (x, y, z) => {
    const column = Math.abs(Math.abs(x) - 6) - 0.35;
    const lamella = 0.9 - 8 * Math.abs(noise(x / 14, y / 6.5, z / 9));
    return -Math.min(column, -lamella, Math.abs(x) - 0.5);
  };
  const cells: Shape = {
    ...ethmoid,
    distance: (x, y, z) => Math.max(ethmoid.distance(x, y, z), septa(x, y, z)),
  };
  return [
    wall(rough(ethmoid, () => 1.3, 1.3)),
    air(cells),
    ...[1, -1].map((side) => air(rough(ellipsoid([side * 6 + 0.8, -27, -45], [5.4, 12, 8.5]), relief, 2.5))),
    air(rough(ellipsoid([9, -86.5, -23], [8, 3.6, 9], 22), relief, 2.5)),
    air(rough(mirrored(ellipsoid([7.5, -86.5, -24], [6.5, 3.4, 7], 22)), relief, 2.5)),
    ...pair(wall(ellipsoid([29, -60, -72], [17, 19, 16]))),
    ...pair(air(rough(ellipsoid([29, -60, -72], [15, 17, 14]), relief, 2.5))),
    air(ellipsoid([5.5, -68, -76], [3.4, 26, 18])),
    air(ellipsoid([-5.5, -68, -76], [3.4, 26, 18])),
    air(ellipsoid([0, -28, -78], [13, 11, 16])),
  ];
}
