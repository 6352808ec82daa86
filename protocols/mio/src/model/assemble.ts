import type { Instance, Shape } from '../profile/compile.ts';
import type { Field, Group } from '../table/node.ts';
import type { Value } from './draft.ts';

/** What was read of an instance, by slot and by repeat. */
export interface Filling {
  values: (Value | undefined)[];
  lists: (Record<string, unknown>[] | undefined)[];
  /** Slots that had a value nobody could read: they are not told again as missing. */
  bad: Set<number>;
}

export function newFilling(instance: Instance): Filling {
  return {
    values: Array.from({ length: instance.slots.length }),
    lists: Array.from({ length: instance.repeats.length }),
    bad: new Set(),
  };
}

/** Told of each row that must be there and is not, with its keys from the instance. */
export type OnMissing = (row: Field | Group, keys: readonly string[]) => void;

/** The object of an instance, its properties in the order of the table; empty lists and groups are absent. */
export function assemble(
  instance: Instance,
  filling: Filling,
  onMissing: OnMissing,
): Record<string, unknown> {
  return assembleShapes(instance.shape, filling, onMissing, []) ?? {};
}

function assembleShapes(
  shapes: readonly Shape[],
  filling: Filling,
  onMissing: OnMissing,
  keys: readonly string[],
): Record<string, unknown> | undefined {
  const object: Record<string, unknown> = {};
  const missing: Shape[] = [];
  let isFilled = keys.length === 0;
  for (const shape of shapes) {
    const value = valueOf(shape, filling, onMissing, keys);
    if (value !== undefined) {
      object[shape.key] = value;
      isFilled = true;
    } else if (shape.kind === 'slot' && filling.bad.has(shape.slot.index)) isFilled = true;
    else if (shape.isRequired) missing.push(shape);
  }
  if (!isFilled) return undefined;
  for (const shape of missing) onMissing(rowOf(shape), [...keys, shape.key]);
  return object;
}

function valueOf(shape: Shape, filling: Filling, onMissing: OnMissing, keys: readonly string[]): unknown {
  if (shape.kind === 'slot') return filling.values[shape.slot.index];
  if (shape.kind === 'repeat') return filling.lists[shape.repeat.index];
  return assembleShapes(shape.children, filling, onMissing, [...keys, shape.key]);
}

function rowOf(shape: Shape): Field | Group {
  if (shape.kind === 'slot') return shape.slot.field;
  return shape.kind === 'repeat' ? shape.repeat.group : shape.group;
}
