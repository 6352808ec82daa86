import { formatPlace, type Cell, type Workbook } from '@liaison/xlsx';
import { identityFields, sheetNames } from '../layout/columns.ts';
import type { Plain } from '../layout/record.ts';
import { excelFinding } from '../finding.ts';
import { identityValueColumn } from '../write/identity-sheet.ts';
import { overlay } from './overlay.ts';
import type { Tell } from './place-findings.ts';

/** Lays the identity sheet over the offer. Gives the cell of each field that has one, by its path. */
export function readIdentity({ sheets }: Workbook, offer: Plain, tell: Tell): Map<string, string> {
  const keys = new Set(identityFields.map(({ key }) => key));
  const isIdentity = (cells: readonly Cell[]): boolean => keys.has(cells[0]?.text ?? '');
  const sheet = sheets.find(({ rows }) => rows.some(({ cells }) => isIdentity(cells)));
  const places = new Map<string, string>();
  if (!sheet) {
    tell(excelFinding('sheet-missing', undefined, { name: sheetNames.identity }));
    return places;
  }
  const rowOf = new Map(sheet.rows.map((row) => [row.cells[0]?.text ?? '', row]));
  for (const column of identityFields) {
    const row = rowOf.get(column.key);
    if (!row) {
      tell(
        excelFinding('column-missing', formatPlace(sheet.name, { row: 1, column: 1 }), {
          name: column.header,
        }),
      );
      continue;
    }
    const place = formatPlace(sheet.name, { row: row.row, column: identityValueColumn });
    const cell = row.cells.find((one) => one.column === identityValueColumn);
    places.set(column.key, place);
    overlay(
      offer,
      column,
      cell && (cell.isComputed || cell.text.trim() !== '') ? cell : undefined,
      place,
      tell,
    );
  }
  return places;
}
