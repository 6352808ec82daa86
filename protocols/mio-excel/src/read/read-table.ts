import { formatPlace, type Cell, type Sheet, type Workbook } from '@liaison/xlsx';
import { excelFinding, type ExcelFinding } from '../finding.ts';
import { keyMark } from '../write/table-sheet.ts';

/** A table of the model as it came back: columns found by their keys, or by their headers where the keys are gone. */
export type Table = {
  readonly sheet: Sheet;
  readonly rows: readonly TableRow[];
  readonly columnOf: ReadonlyMap<string, number>;
  /** `Bordereau!F132`; the first cell of the row where the column is not there. */
  readonly placeOf: (row: number, key: string) => string;
};

export type TableRow = { readonly row: number; readonly cellOf: (key: string) => Cell | undefined };

const rowsSearched = 25;

/** Finds a table by its keys, then by its name and headers, so that renaming a sheet or deleting row 1 is survived. */
export function findTable(
  { sheets }: Workbook,
  name: string,
  headers: ReadonlyMap<string, string>,
  tell: (finding: ExcelFinding) => void,
): Table | undefined {
  const byName = sheets.find((sheet) => sameName(sheet.name, name));
  const found = [...(byName ? [byName] : []), ...sheets].find(
    (sheet) => countKeys(sheet, headers) > fewestOf(headers),
  );
  if (found) {
    if (!sameName(found.name, name))
      tell(excelFinding('sheet-renamed', undefined, { name, value: found.name }));
    return readTable(found, headers, tell);
  }
  const headed = [...(byName ? [byName] : []), ...sheets].find((sheet) => headerRowOf(sheet, headers, 0) > 0);
  if (headed) {
    tell(excelFinding('keys-lost', formatPlace(headed.name, { row: 1, column: 1 })));
    return readTable(headed, headers, tell);
  }
  return undefined;
}

/** A third of the columns tells a table from another one that shares some of them. */
function fewestOf(headers: ReadonlyMap<string, string>): number {
  return Math.max(2, headers.size / 3);
}

function sameName(one: string, other: string): boolean {
  return one.trim().localeCompare(other, 'fr', { sensitivity: 'base' }) === 0;
}

function keyCells(sheet: Sheet): readonly Cell[] {
  const row = sheet.rows.find(
    ({ row, cells }) => row <= rowsSearched && cells.some(({ text }) => text === keyMark),
  );
  return row?.cells ?? [];
}

function countKeys(sheet: Sheet, headers: ReadonlyMap<string, string>): number {
  return keyCells(sheet).filter(({ text }) => headers.has(text)).length;
}

function headerRowOf(sheet: Sheet, headers: ReadonlyMap<string, string>, after: number): number {
  const known = new Set([...headers.values()].map(bareHeader));
  const row = sheet.rows.find(
    ({ row, cells }) =>
      row > after &&
      row <= rowsSearched &&
      new Set(cells.flatMap(({ text }) => (known.has(bareHeader(text)) ? [text] : []))).size >
        fewestOf(headers),
  );
  return row?.row ?? 0;
}

function bareHeader(text: string): string {
  return text
    .replace(/\s*\*\s*$/, '')
    .trim()
    .toLowerCase();
}

function readTable(
  sheet: Sheet,
  headers: ReadonlyMap<string, string>,
  tell: (finding: ExcelFinding) => void,
): Table {
  const keys = keyCells(sheet);
  const keyRow = keys[0]?.row ?? 0;
  const headerRow = headerRowOf(sheet, headers, keyRow) || keyRow + 3;
  const columnOf = keys.length > 0 ? byKeys(keys) : byHeaders(sheet, headerRow, headers);
  for (const [key, header] of headers)
    if (!columnOf.has(key) && key !== keyMark)
      tell(
        excelFinding('column-missing', formatPlace(sheet.name, { row: headerRow, column: 1 }), {
          name: header,
        }),
      );
  for (const { from, to } of sheet.merges)
    if (
      to.row > headerRow &&
      [...columnOf.values()].some((column) => column >= from.column && column <= to.column)
    )
      tell(excelFinding('merged', formatPlace(sheet.name, from)));
  return {
    sheet,
    columnOf,
    placeOf: (row, key) => formatPlace(sheet.name, { row, column: columnOf.get(key) ?? 1 }),
    rows: sheet.rows
      .filter(({ row }) => row > headerRow)
      .map(({ row, cells }) => {
        const byColumn = new Map(cells.map((cell) => [cell.column, cell]));
        return { row, cellOf: (key) => filled(byColumn.get(columnOf.get(key) ?? 0)) };
      }),
  };
}

/** A cell of spaces alone is empty, one with a formula never is. */
function filled(cell: Cell | undefined): Cell | undefined {
  return cell && (cell.isComputed || cell.text.trim() !== '') ? cell : undefined;
}

function byKeys(cells: readonly Cell[]): Map<string, number> {
  return new Map(cells.map(({ text, column }) => [text, column]));
}

/** Headers that occur twice (a code wanted, a code offered) go to the keys in order. */
function byHeaders(
  sheet: Sheet,
  headerRow: number,
  headers: ReadonlyMap<string, string>,
): Map<string, number> {
  const cells = sheet.rows.find(({ row }) => row === headerRow)?.cells ?? [];
  const waiting = cells.map(({ text, column }) => ({ text: bareHeader(text), column }));
  const found = new Map<string, number>();
  for (const [key, header] of headers) {
    const at = waiting.findIndex(({ text }) => text === bareHeader(header));
    const [cell] = at < 0 ? [] : waiting.splice(at, 1);
    if (cell) found.set(key, cell.column);
  }
  return found;
}
