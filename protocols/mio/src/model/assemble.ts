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

const templates = new WeakMap<Instance, Filling>();

export function newFilling(instance: Instance): Filling {
  const template = templates.get(instance) ?? {
    values: Array.from<undefined>({ length: instance.slots.length }),
    lists: Array.from<undefined>({ length: instance.repeats.length }),
    bad: new Set(),
  };
  templates.set(instance, template);
  return { values: template.values.slice(), lists: template.lists.slice(), bad: new Set() };
}

/** Told of each row that must be there and is not, with its keys from the instance. */
export type OnMissing = (row: Field | Group, keys: readonly string[]) => void;

/** The object of an instance, its properties in the order of the table; empty lists and groups are absent. */
export function assemble(
  instance: Instance,
  filling: Filling,
  onMissing: OnMissing,
): Record<string, unknown> {
  return assembleShapes(instance.shape, filling, onMissing, true) ?? {};
}

function assembleShapes(
  shapes: readonly Shape[],
  filling: Filling,
  onMissing: OnMissing,
  isThere: boolean,
): Record<string, unknown> | undefined {
  let object: Record<string, unknown> | undefined = isThere ? {} : undefined;
  let missing: Shape[] | undefined;
  for (const shape of shapes) {
    const value = valueOf(shape, filling, onMissing);
    if (value !== undefined) (object ??= {})[shape.key] = value;
    else if (shape.kind === 'slot' && filling.bad.has(shape.slot.index)) object ??= {};
    else if (shape.isRequired) (missing ??= []).push(shape);
  }
  if (object && missing) for (const shape of missing) onMissing(rowOf(shape), keysOf(shape));
  return object;
}

function valueOf(shape: Shape, filling: Filling, onMissing: OnMissing): unknown {
  if (shape.kind === 'slot') return filling.values[shape.slot.index];
  if (shape.kind === 'repeat') return filling.lists[shape.repeat.index];
  return assembleShapes(shape.children, filling, onMissing, false);
}

function keysOf(shape: Shape): readonly string[] {
  if (shape.kind === 'slot') return shape.slot.keys;
  return shape.kind === 'repeat' ? shape.repeat.keys : shape.keys;
}

function rowOf(shape: Shape): Field | Group {
  if (shape.kind === 'slot') return shape.slot.field;
  return shape.kind === 'repeat' ? shape.repeat.group : shape.group;
}
