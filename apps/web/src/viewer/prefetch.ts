import type { Slot } from './stack.ts';
import { middleOf } from './stack.ts';

const NEIGHBOURS = 5;
/** One middle slice of another series for this many slices of the active one, so that thumbnails do not wait for the end. */
const ACTIVE_PER_OTHER = 8;

/** 0 to count − 1 so that any first part of it covers the whole range evenly: the ends, the middle, the quarters… */
export function bisection(count: number): number[] {
  if (count === 0) return [];
  const order = count === 1 ? [0] : [0, count - 1];
  const spans: [number, number][] = [[0, count - 1]];
  for (let span = spans.shift(); span !== undefined; span = spans.shift()) {
    const middle = (span[0] + span[1]) >> 1;
    if (middle === span[0]) continue;
    order.push(middle);
    spans.push([span[0], middle], [middle, span[1]]);
  }
  return order;
}

/** Indices around one, outwards, first in the direction of the scroll, the one itself leading. */
function outwards(index: number, count: number, direction: 1 | -1): number[] {
  const order = [index];
  for (let step = 1; step <= NEIGHBOURS; step += 1)
    order.push(index + direction * step, index - direction * step);
  return order.filter((one) => one >= 0 && one < count);
}

/**
 * The order in which to fetch: the displayed slice, its neighbours outwards, the rest of its series by bisection, and among
 * these the middle slices of the other series (in the order given). It stops before `budget` bytes, else the end of the
 * plan would push its beginning out of the cache.
 */
export function fetchOrder(
  active: readonly Slot[],
  index: number,
  direction: 1 | -1,
  others: readonly (readonly Slot[])[],
  budget: number,
): Slot[] {
  const plan = new Map<string, Slot>();
  const middles = others.map((stack) => stack[middleOf(stack.length)]).filter((slot) => slot !== undefined);
  let left = budget;
  const add = (slot: Slot | undefined): void => {
    if (slot === undefined || plan.has(slot.key)) return;
    left -= memoryOf(slot);
    if (left >= 0 || plan.size === 0) plan.set(slot.key, slot);
  };
  for (const one of outwards(index, active.length, direction)) add(active[one]);
  for (const [rank, one] of bisection(active.length).entries()) {
    add(active[one]);
    if (rank % ACTIVE_PER_OTHER === ACTIVE_PER_OTHER - 1) add(middles.shift());
  }
  for (const slot of middles) add(slot);
  return [...plan.values()];
}

/** The order in which a loop that plays wants its frames: from the displayed one on, and round. */
export function playOrder(
  active: readonly Slot[],
  index: number,
  loop: { first: number; last: number },
  budget: number,
): Slot[] {
  const length = loop.last - loop.first + 1;
  let left = budget;
  return Array.from({ length }, (_, step) => active[loop.first + ((index - loop.first + step) % length)])
    .filter((slot) => slot !== undefined)
    .filter((slot) => {
      left -= memoryOf(slot);
      return left >= 0;
    });
}

function memoryOf({ instance }: Slot): number {
  const pixels = instance.rows * instance.columns;
  const isColour = instance.samplesPerPixel === 3 || instance.photometricInterpretation === 'PALETTE COLOR';
  return isColour ? pixels * 4 : pixels * Math.max(1, instance.bitsAllocated / 8);
}
