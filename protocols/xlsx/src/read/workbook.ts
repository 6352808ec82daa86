import type { CellAddress, CellRange } from '../address.ts';
import { readDecimal } from './number-text.ts';

/** A workbook as it was read: nothing evaluated, nothing trimmed, everything with its address. */
export type Workbook = {
  readonly sheets: readonly Sheet[];
  readonly definedNames: readonly DefinedName[];
};

export type Sheet = {
  readonly name: string;
  readonly visibility: Visibility;
  /** Rows that hold something or are hidden, in order. */
  readonly rows: readonly SheetRow[];
  readonly hiddenColumns: readonly { readonly from: number; readonly to: number }[];
  readonly merges: readonly CellRange[];
  readonly validations: readonly Validation[];
  readonly comments: readonly Comment[];
};

export type Visibility = 'visible' | 'hidden' | 'veryHidden';

export type SheetRow = {
  readonly row: number;
  readonly isHidden: boolean;
  /** In order of columns; empty cells are left out, whatever their style. */
  readonly cells: readonly Cell[];
};

/**
 * - `text`: as it stands, rich text without its formatting, phonetic help left out;
 * - `number`: an exact decimal, see `readDecimal`; `percent` is the same, the cell showing a hundred times that;
 * - `date`: ISO 8601 (`2026-11-30`, `2026-11-30T08:15:00`, `08:15:00`), by the number format of the cell;
 * - `boolean`: `true` or `false`;
 * - `error`: `#N/A`, `#DIV/0!` as Excel shows it.
 */
export type CellKind = 'text' | 'number' | 'percent' | 'date' | 'boolean' | 'error';

export type Cell = CellAddress & {
  readonly kind: CellKind;
  readonly text: string;
  /** The value is what some spreadsheet computed last; it may be absent, and then the text is empty. */
  readonly isComputed: boolean;
};

export type DefinedName = {
  readonly name: string;
  readonly sheet: string | undefined;
  readonly formula: string;
};

/** A rule on what may be typed; `formula` is that of the file: `"a,b,c"` or a range for lists. */
export type Validation = {
  readonly ranges: readonly CellRange[];
  readonly type: string;
  readonly formula: string;
};

export type Comment = CellAddress & { readonly author: string; readonly text: string };

/** The cell at an address; undefined when it is empty. */
export function cellAt(sheet: Sheet, { row, column }: CellAddress): Cell | undefined {
  const cells = rowAt(sheet, row)?.cells;
  return cells?.find((cell) => cell.column === column);
}

function rowAt({ rows }: Sheet, row: number): SheetRow | undefined {
  let low = 0;
  let high = rows.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = rows[middle];
    if (!found || found.row === row) return found;
    if (found.row < row) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** A cell as a French person reads it, for messages: `12,5`, `5,5 %`, `30/11/2026`, `VRAI`. */
export function formatCell({ kind, text }: Cell): string {
  switch (kind) {
    case 'number':
      return text.replace('.', ',');
    case 'percent':
      return `${(readDecimal(`${text}e2`) ?? text).replace('.', ',')} %`;
    case 'date':
      return text.replace(/^(\d{4})-(\d{2})-(\d{2})/, '$3/$2/$1').replace('T', ' ');
    case 'boolean':
      return text === 'true' ? 'VRAI' : 'FAUX';
    case 'text':
    case 'error':
      return text;
  }
}
