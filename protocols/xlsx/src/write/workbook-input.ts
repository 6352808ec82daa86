import type { CellAddress, CellRange } from '../address.ts';
import type { Comment, Visibility } from '../read/workbook.ts';

/** Colours are six hexadecimal digits, `RRGGBB`. */
export type CellStyle = {
  readonly isBold?: boolean;
  readonly isItalic?: boolean;
  /** Points; 11 unless said. */
  readonly size?: number;
  readonly colour?: string;
  readonly fill?: string;
  /** Thin lines of this colour on all four sides. */
  readonly border?: string;
  /** A code as in ECMA-376-1 §18.8.31: `@`, `0.00####`, `dd/mm/yyyy`. */
  readonly format?: string;
  readonly horizontal?: 'left' | 'center' | 'right';
  readonly vertical?: 'top' | 'center';
  readonly isWrapped?: boolean;
  readonly indent?: number;
  /** May be typed into where the sheet is protected. */
  readonly isUnlocked?: boolean;
};

/** `number`: an exact decimal with a point; `date`: `2026-11-30`; `empty`: style alone. */
export type CellInput = {
  readonly kind: 'text' | 'number' | 'date' | 'empty';
  readonly text: string;
  readonly style?: CellStyle;
};

export type RowInput = {
  /** By column from the first one; nothing where undefined. */
  readonly cells: readonly (CellInput | undefined)[];
  /** Points. */
  readonly height?: number;
  readonly isHidden?: boolean;
};

export type ColumnInput = {
  /** Characters of the default font. */
  readonly width: number;
  readonly isHidden?: boolean;
  /** Of cells that nobody wrote yet. */
  readonly style?: CellStyle;
};

/** A list to choose from, or help alone; shown when the cell is chosen. */
export type ValidationInput = {
  readonly ranges: readonly CellRange[];
  /** Cells that hold the choices, as `Listes!$A$1:$A$4`, or up to 255 characters as `"oui,non"`. */
  readonly list?: string;
  /** Whether another value is refused, or only asked about. */
  readonly isStrict?: boolean;
  readonly title?: string;
  readonly help?: string;
};

export type PrintSetup = {
  readonly isLandscape?: boolean;
  /** Rows repeated on each page. */
  readonly repeat?: { readonly from: number; readonly to: number };
  /** Columns repeated on each page. */
  readonly repeatColumns?: { readonly from: number; readonly to: number };
  /** How many pages the columns are spread over; one unless said. */
  readonly pagesWide?: number;
  readonly footer?: string;
};

export type SheetInput = {
  readonly name: string;
  readonly visibility?: Visibility;
  readonly tabColour?: string;
  readonly columns?: readonly ColumnInput[];
  readonly rows: readonly RowInput[];
  readonly merges?: readonly CellRange[];
  /** The first cell that scrolls. */
  readonly freeze?: CellAddress;
  readonly filter?: CellRange;
  readonly validations?: readonly ValidationInput[];
  readonly comments?: readonly Comment[];
  /** Jumps to a place of the same workbook, as `Bordereau!F132`. */
  readonly links?: readonly (CellAddress & { readonly to: string })[];
  /** Locked cells cannot be typed into; filtering, formatting and inserting rows stay allowed. No password: it is a guide, not a lock. */
  readonly isProtected?: boolean;
  readonly print?: PrintSetup;
  readonly hasNoGrid?: boolean;
};

export type WorkbookInput = {
  readonly sheets: readonly SheetInput[];
  readonly definedNames?: readonly { readonly name: string; readonly formula: string }[];
  /** ISO 8601 instant; none unless given, so that the bytes stay the same. */
  readonly properties: { readonly title: string; readonly creator: string; readonly createdAt?: string };
};

export function textCell(text: string, style?: CellStyle): CellInput {
  return style ? { kind: 'text', text, style } : { kind: 'text', text };
}
