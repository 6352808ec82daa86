import type { Field } from '../field.ts';
import { mirrored, type Shape } from '../shape.ts';

/** A solid that is painted over what is already there. */
export type Structure = {
  readonly shape: Shape;
  readonly hu: number | Field;
  /** Width over which its border fades, in millimetres; the scanner's own blur comes on top. */
  readonly edge?: number;
  /** Where set, how much of what is beneath it hides, 0 to 1. */
  readonly opacity?: number;
  /** Whether the skull bounds it, wherever its shape goes. */
  readonly intracranial?: true;
};

export function intracranial(structures: readonly Structure[]): Structure[] {
  return structures.map((structure) => ({ ...structure, intracranial: true }));
}

/** The structure and its twin on the other side. A `hu` that is a function is taken as it is, unmirrored. */
export function pair(structure: Structure): Structure[] {
  return [structure, { ...structure, shape: mirrored(structure.shape) }];
}
