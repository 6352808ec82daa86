import { textCell, type CellInput, type SheetInput } from '@liaison/xlsx';
import { ownerColumns, ownerText, type DetailSheet } from '../layout/details.ts';
import { valueCell } from '../layout/format-value.ts';
import type { Plain } from '../layout/record.ts';
import { cellStyle, fills, styles } from '../layout/styles.ts';
import { listRanges } from './memory-sheet.ts';
import {
  drawnColumn,
  firstDataRow,
  headCells,
  headComments,
  keyMark,
  listValidations,
  wholeTable,
  type DrawnColumn,
} from './table-sheet.ts';

const freeRows = 40;
const ownerStyle = {
  fill: fills.offer,
  border: 'BFBFBF',
  format: '@',
  isUnlocked: true,
  horizontal: 'left',
  indent: 1,
} as const;

/** A sheet of rows that the supplier adds to: those of the offer first, then free ones. */
export function detailSheet({ name, hint, columns, entries }: DetailSheet, offer: Plain): SheetInput {
  const drawn: DrawnColumn[] = [
    { key: keyMark, header: '', width: 8, zone: 'offer', style: styles.key, help: '', isHidden: true },
    ...ownerColumns.map((column) => ({ ...column, zone: 'offer' as const, style: ownerStyle })),
    ...columns.map((column) => drawnColumn(column, 'offer', cellStyle(column.field, 'offer'), listRanges)),
  ];
  const rows = entries(offer).map((entry): { cells: CellInput[] } => ({
    cells: [
      textCell(entry.key, styles.key),
      ...ownerColumns.map(({ key }) => textCell(ownerText(entry, key), ownerStyle)),
      ...columns.map(({ field, key }) => valueCell(field, entry.values[key], cellStyle(field, 'offer'))),
    ],
  }));
  const lastRow = firstDataRow + rows.length + freeRows - 1;
  const head = headCells(drawn, name, hint);
  const free = drawn.map(({ style, isHidden }): CellInput => ({
    kind: 'empty',
    text: '',
    style: isHidden ? styles.free : style,
  }));
  return {
    name,
    tabColour: 'E0A800',
    columns: drawn.map(({ width, isHidden }) => (isHidden ? { width, isHidden } : { width })),
    rows: [
      { cells: head[0] ?? [], isHidden: true },
      { cells: head[1] ?? [], height: 26 },
      { cells: head[2] ?? [], height: 20 },
      { cells: head[3] ?? [], height: 36 },
      ...rows,
      ...Array.from({ length: freeRows }, () => ({ cells: free, height: 18 })),
    ],
    freeze: { row: firstDataRow, column: 2 },
    filter: wholeTable(drawn, lastRow),
    comments: headComments(drawn),
    validations: listValidations(drawn, lastRow),
    hasNoGrid: true,
    print: { isLandscape: true, repeat: { from: 2, to: 4 }, footer: '&L&A&RPage &P / &N' },
  };
}
