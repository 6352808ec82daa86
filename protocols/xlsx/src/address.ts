/** Addresses in A1 notation (ECMA-376-1 §18.3.1.4 `r`, §18.18.62 ST_Ref). Rows and columns count from 1. */

export type CellAddress = { readonly row: number; readonly column: number };

/** A rectangle of cells, both ends included. */
export type CellRange = { readonly from: CellAddress; readonly to: CellAddress };

/** What a sheet of Excel holds at most (1,048,576 rows, XFD). */
export const lastRow = 1_048_576;
export const lastColumn = 16_384;

const letters: string[] = [''];

/** `1` gives `A`, `28` gives `AB`. */
export function columnLetters(column: number): string {
  const known = letters[column];
  if (known !== undefined) return known;
  const last = (column - 1) % 26;
  const text = columnLetters((column - 1 - last) / 26) + String.fromCharCode(65 + last);
  letters[column] = text;
  return text;
}

export function formatAddress({ row, column }: CellAddress): string {
  return columnLetters(column) + row;
}

/** `B2:D4`, or `B2` for one cell. */
export function formatRange({ from, to }: CellRange): string {
  const first = formatAddress(from);
  const second = formatAddress(to);
  return first === second ? first : `${first}:${second}`;
}

/** `Bordereau!F132`, or `'Lisez-moi'!A1` where the name needs quotes. */
export function formatPlace(sheet: string, address: CellAddress): string {
  return `${quoteSheet(sheet)}!${formatAddress(address)}`;
}

/** The way back of `formatPlace`; undefined when it is none. */
export function parsePlace(
  text: string,
): { readonly sheet: string; readonly address: CellAddress } | undefined {
  const at = text.lastIndexOf('!');
  const address = parseAddress(text.slice(at + 1));
  if (at < 1 || !address) return undefined;
  const name = text.slice(0, at);
  const isQuoted = name.startsWith("'") && name.endsWith("'") && name.length > 1;
  return { sheet: isQuoted ? name.slice(1, -1).replaceAll("''", "'") : name, address };
}

/** `'Offre 2'!$A$1:$F$20`, as defined names want it. */
export function formatAbsoluteRange(sheet: string, { from, to }: CellRange): string {
  const absolute = ({ row, column }: CellAddress): string => `$${columnLetters(column)}$${row}`;
  return `${quoteSheet(sheet)}!${absolute(from)}:${absolute(to)}`;
}

export function quoteSheet(sheet: string): string {
  return /^[\p{L}_][\p{L}\p{N}_.]*$/u.test(sheet) ? sheet : `'${sheet.replaceAll("'", "''")}'`;
}

/** Undefined when it is no cell of a sheet. */
export function parseAddress(text: string): CellAddress | undefined {
  let column = 0;
  let at = 0;
  for (; at < text.length; at++) {
    const letter = text.charCodeAt(at) - 64;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
  }
  let row = 0;
  const firstDigit = at;
  for (; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9 || row > lastRow) return undefined;
    row = row * 10 + digit;
  }
  const isCell =
    firstDigit > 0 && firstDigit < 4 && row >= 1 && row <= lastRow && column >= 1 && column <= lastColumn;
  return isCell ? { row, column } : undefined;
}

/** `B2:D4`, `B2` or, with dollars, `$B$2:$D$4`; undefined when it is none of these. */
export function parseRange(text: string): CellRange | undefined {
  const [first = '', second = first, ...more] = text.replaceAll('$', '').split(':');
  const one = parseAddress(first);
  const other = parseAddress(second);
  if (!one || !other || more.length > 0) return undefined;
  return {
    from: { row: Math.min(one.row, other.row), column: Math.min(one.column, other.column) },
    to: { row: Math.max(one.row, other.row), column: Math.max(one.column, other.column) },
  };
}

export function isWithin({ row, column }: CellAddress, { from, to }: CellRange): boolean {
  return row >= from.row && row <= to.row && column >= from.column && column <= to.column;
}
