import type { ModelPath } from '@liaison/mio';
import { isPlain, type Plain } from '../layout/record.ts';
import type { PlacedLot } from './assemble-lots.ts';
import type { RowOf } from './read-details.ts';
import type { Table } from './read-table.ts';

/**
 * Finds the cell of a property: by the object it is in, from the innermost that came from a row of its own (a level of
 * packaging, a piece) to the line, then among the fields of the identity sheet.
 */
export function placeFinder(
  message: Plain,
  schedule: Table,
  lots: readonly PlacedLot[],
  rowOf: RowOf,
  identity: ReadonlyMap<string, string>,
): (path: ModelPath) => string | undefined {
  const rows: RowOf = new Map(rowOf);
  for (const { lines } of lots) for (const { line, row } of lines) rows.set(line, { table: schedule, row });
  return (path) => {
    const inner = innermost(message, path, rows);
    if (inner) return inner.table.placeOf(inner.row, inner.key);
    return identity.get(path.join('.')) ?? identityPlace(path, identity);
  };
}

/** A header without a sender comes from a candidate without a SIRET. */
function identityPlace(path: ModelPath, identity: ReadonlyMap<string, string>): string | undefined {
  if (path[0] === 'header' && path[1] === 'sender') return identity.get('tenderer.siret');
  if (path[0] === 'tenderer') return identity.get('tenderer.name');
  return undefined;
}

type Innermost = { readonly table: Table; readonly row: number; readonly key: string };

function innermost(message: Plain, path: ModelPath, rows: RowOf): Innermost | undefined {
  let value: unknown = message;
  let found: Innermost | undefined;
  for (const [depth, step] of path.entries()) {
    value = stepInto(value, step);
    const place = isPlain(value) ? rows.get(value) : undefined;
    if (place) found = { ...place, key: columnKey(path.slice(depth + 1), place.table) };
  }
  return found;
}

function stepInto(value: unknown, step: string | number): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return isPlain(value) ? value[step] : undefined;
}

/** The column of the path, or the nearest of its group: a discount in euros shows at the one in per cent. */
function columnKey(path: ModelPath, { columnOf }: Table): string {
  for (let length = path.length; length > 0; length--) {
    const start = path.slice(0, length).join('.');
    const key = [...columnOf.keys()].find((known) => known === start || known.startsWith(`${start}.`));
    if (key !== undefined) return key;
  }
  return 'status';
}
