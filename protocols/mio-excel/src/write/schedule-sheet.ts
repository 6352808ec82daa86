import { textCell, type CellInput, type CellStyle, type SheetInput } from '@liaison/xlsx';
import {
  needLineColumns,
  needLotColumns,
  offerColumns,
  sheetNames,
  type ModelColumn,
} from '../layout/columns.ts';
import { answersCell, answersColumn } from '../layout/answers.ts';
import { valueCell } from '../layout/format-value.ts';
import { plainList, textOf, valueAt, type Plain } from '../layout/record.ts';
import { cellStyle, fills, styles } from '../layout/styles.ts';
import { scheduleRows, type ScheduleRow } from '../schedule-rows.ts';
import { listRanges } from './memory-sheet.ts';
import {
  drawnColumn,
  firstDataRow,
  headCells,
  headComments,
  keyMark,
  listValidations,
  rowHeight,
  wholeTable,
  type DrawnColumn,
} from './table-sheet.ts';

/** Rows left free at the end, for variants and second products. */
export const freeRows = 20;

/** Columns of the need, in the order of reading; those that no need fills are hidden. */
type NeedColumn = {
  readonly key: string;
  readonly column: ModelColumn;
  readonly isOfLot: boolean;
  readonly style: CellStyle;
};

const ofLot = needLotColumns.map((column) => needColumn(`need:lot.${column.key}`, column, true));
const ofLine = needLineColumns.map((column) => needColumn(`need:${column.key}`, column, false));
const needOrder = ['need:lot.id', 'need:id', 'need:item.name', 'need:quantity', 'need:unit'];

export const needColumns: readonly NeedColumn[] = [...ofLot, ...ofLine].toSorted(
  (a, b) => needRank(a.key) - needRank(b.key),
);

function needColumn(key: string, column: ModelColumn, isOfLot: boolean): NeedColumn {
  return { key, column, isOfLot, style: cellStyle(column.field, 'need') };
}

function needRank(key: string): number {
  const rank = needOrder.indexOf(key);
  return rank < 0 ? needOrder.length : rank;
}

const drawnOffer = offerColumns.map((column) => {
  const zone = isComputed(column) ? 'computed' : 'offer';
  return { column, zone, style: cellStyle(column.field, zone) } as const;
});

const requirementsKey = 'need:requirements';

/** For reading in a cell; the message and the pieces have the rest. */
const longestRequirements = 1500;

const drugKeys = ['cip13', 'ucd13', 'atc', 'inn', 'strength', 'form'];
const deviceKeys = ['udiDi', 'lppr', 'lpprTariff', 'cladimed', 'mdrClass'];

export function scheduleSheet(needs: Plain | undefined, offer: Plain | undefined): SheetInput {
  const rows = scheduleRows(needs, offer);
  const columns = drawColumns(rows);
  const lastRow = firstDataRow + rows.length + freeRows - 1;
  const hint = 'Remplissez les cellules jaunes. Une ligne sans produit : choisissez « sans offre ».';
  const head = headCells(columns, sheetNames.schedule, hint);
  return {
    name: sheetNames.schedule,
    tabColour: 'E0A800',
    columns: columns.map(({ width, isHidden }) => (isHidden ? { width, isHidden } : { width })),
    rows: [
      { cells: head[0] ?? [], isHidden: true },
      { cells: head[1] ?? [], height: 26 },
      { cells: head[2] ?? [], height: 20 },
      { cells: head[3] ?? [], height: 44 },
      ...rows.map((row) => {
        const cells = rowCells(row);
        return { cells, height: rowHeight(cells, columns) };
      }),
      ...Array.from({ length: freeRows }, () => ({ cells: freeCells(), height: 18 })),
    ],
    freeze: { row: firstDataRow, column: 5 },
    filter: wholeTable(columns, lastRow),
    comments: headComments(columns),
    validations: listValidations(columns, lastRow),
    isProtected: true,
    hasNoGrid: true,
    print: {
      isLandscape: true,
      pagesWide: 2,
      repeat: { from: 2, to: 4 },
      repeatColumns: { from: 2, to: 4 },
      footer: '&L&A&RPage &P / &N',
    },
  };
}

function drawColumns(rows: readonly ScheduleRow[]): DrawnColumn[] {
  const hidden = hiddenKeys(rows);
  const drawn: DrawnColumn[] = [
    { key: keyMark, header: '', width: 8, zone: 'need', style: styles.key, help: '', isHidden: true },
    ...needColumns.map(({ key, column, style }) => ({
      ...drawnColumn(column, 'need', style, listRanges),
      key,
    })),
    {
      key: requirementsKey,
      header: 'Exigences',
      width: 34,
      zone: 'need',
      style: needText,
      help: 'Caractéristiques exigées et spécification technique.',
    },
    ...drawnOffer.map(({ column, zone, style }) => drawnColumn(column, zone, style, listRanges)),
  ];
  return drawn.map((column) => (hidden.has(column.key) ? { ...column, isHidden: true } : column));
}

const needText = {
  ...styles.text,
  fill: fills.need,
  border: 'BFBFBF',
  format: '@',
  horizontal: 'left',
  indent: 1,
} as const;

export function isComputed({ key }: ModelColumn): boolean {
  return key === 'total' || key === 'totalWithVat';
}

/** Columns of drugs are hidden from who sells devices, and the other way round, unless a need or an offer fills them. */
function hiddenKeys(rows: readonly ScheduleRow[]): Set<string> {
  const hidden = new Set<string>();
  const isAsked = (keys: readonly string[]): boolean =>
    rows.some(({ need }) => keys.some((key) => valueAt(need?.line, ['item', key]) !== undefined));
  for (const { key, column, isOfLot } of needColumns)
    if (
      !rows.some(
        ({ need, offered }) => needValue(column, isOfLot, need?.lot, need?.line, offered) !== undefined,
      )
    )
      hidden.add(key);
  if (!rows.some(({ need }) => requirementsText(need?.line) !== '')) hidden.add(requirementsKey);
  if (!isAsked(['requirements']) && !rows.some(({ offered }) => isAnswered(offered)))
    hidden.add(answersColumn.key);
  const strange = isAsked(drugKeys)
    ? isAsked(deviceKeys)
      ? []
      : deviceKeys
    : isAsked(deviceKeys)
      ? drugKeys
      : [];
  for (const { key, path } of offerColumns)
    if (
      path[0] === 'item' &&
      strange.includes(path[1] ?? '') &&
      !rows.some(({ offered }) => valueAt(offered?.line, path) !== undefined)
    )
      hidden.add(key);
  return hidden;
}

function isAnswered(offered: ScheduleRow['offered']): boolean {
  return valueAt(offered?.line, answersColumn.path) !== undefined;
}

function rowCells({ key, need, offered }: ScheduleRow): CellInput[] {
  return [
    textCell(key, styles.key),
    ...needColumns.map(({ column, isOfLot, style }) =>
      valueCell(column.field, needValue(column, isOfLot, need?.lot, need?.line, offered), style),
    ),
    textCell(requirementsText(need?.line), needText),
    ...drawnOffer.map(({ column, style }) =>
      column === answersColumn
        ? answersCell(offered?.line, style)
        : valueCell(column.field, offered && offerValue(column, offered.lot, offered.line), style),
    ),
  ];
}

/** What the buyer asked; of a line offered for no need of his, what the line repeats of it. */
function needValue(
  { path, key }: ModelColumn,
  isOfLot: boolean,
  lot: Plain | undefined,
  line: Plain | undefined,
  offered: ScheduleRow['offered'],
): unknown {
  const asked = valueAt(isOfLot ? lot : line, path);
  if (asked !== undefined || !offered) return asked;
  if (isOfLot) return key === 'id' ? offered.lot['id'] : undefined;
  if (key === 'id') return offered.line['needLine'];
  return key === 'quantity' || key === 'unit' ? offered.line[key] : undefined;
}

export function offerValue({ key, path }: ModelColumn, lot: Plain, line: Plain): unknown {
  return key === 'variant' ? lot['variant'] : valueAt(line, path);
}

function requirementsText(line: Plain | undefined): string {
  const wanted = plainList(valueAt(line, ['item', 'requirements'])).map(
    ({ name, value }) => `${textOf(name)} : ${textOf(value)}`,
  );
  const description = textOf(valueAt(line, ['item', 'description']));
  const equivalent = valueAt(line, ['item', 'isEquivalentAccepted']) === true ? ['Équivalent accepté'] : [];
  const samples = textOf(valueAt(line, ['item', 'samples']));
  const asked = samples === '' || samples === '0' ? [] : [`Échantillons demandés : ${samples}`];
  const comment = textOf(line?.['comment']);
  const whole = [description, ...wanted, ...equivalent, ...asked, comment]
    .filter((text) => text !== '')
    .join('\n');
  return whole.length > longestRequirements ? `${whole.slice(0, longestRequirements)}…` : whole;
}

/** In the rows left free, lot and line are typed by the supplier. */
function freeCells(): CellInput[] {
  return [
    textCell('', styles.key),
    ...needColumns.map(({ key, column }): CellInput => {
      const isTyped = key === 'need:lot.id' || key === 'need:id';
      return { kind: 'empty', text: '', style: cellStyle(column.field, isTyped ? 'offer' : 'need') };
    }),
    { kind: 'empty', text: '', style: needText },
    ...drawnOffer.map(({ style }): CellInput => ({ kind: 'empty', text: '', style })),
  ];
}
