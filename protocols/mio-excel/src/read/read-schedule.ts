import { formatCell } from '@liaison/xlsx';
import { answersColumn } from '../layout/answers.ts';
import { offerColumns } from '../layout/columns.ts';
import { meantValue, isSameValue } from './meant-value.ts';
import { copyOf, textOf, valueAt, type Plain } from '../layout/record.ts';
import { excelFinding } from '../finding.ts';
import { listNeeds, listOffered, needKey, type Need, type Offered } from '../schedule-rows.ts';
import { isComputed, needColumns } from '../write/schedule-sheet.ts';
import { keyMark } from '../write/table-sheet.ts';
import { overlay, overlayAnswers } from './overlay.ts';
import type { Tell } from './place-findings.ts';
import type { Table, TableRow } from './read-table.ts';

/** A line of the schedule that offers something, or says that nothing is. */
export type ReadLine = {
  readonly row: number;
  readonly lotId: string;
  readonly lineId: string;
  readonly variant: string | undefined;
  /** The line of the offer that it was, if it was one already. */
  readonly offered: Offered | undefined;
  /** Rank of the need in the buyer's message. */
  readonly rank: number;
  readonly line: Plain;
  readonly isChanged: boolean;
  readonly isPriceChanged: boolean;
};

type Asked = {
  readonly lotId: string;
  readonly lineId: string;
  readonly need?: Need;
  readonly offered?: Offered;
};

const priceKeys = new Set(['price.unitPrice', 'price.discount.percent', 'item.vatRate', 'status']);

/** `made`: the needs that keys were given for; `needs`: those that are answered, maybe of a later version. */
export type Sources = {
  readonly made: Plain | undefined;
  readonly needs: Plain | undefined;
  readonly offer: Plain | undefined;
};

/** Reads the rows, whatever their order. */
export function readSchedule(table: Table, { made, needs, offer }: Sources, tell: Tell): ReadLine[] {
  const needByIds = new Map(listNeeds(needs).map((need) => [needKey(need.lotId, need.lineId), need]));
  const needByKey = new Map(
    listNeeds(made).map(({ key, lotId, lineId }) => [key, needByIds.get(needKey(lotId, lineId))]),
  );
  const ranks = new Map([...needByIds.keys()].map((key, index) => [key, index]));
  const offeredByKey = new Map(listOffered(offer).map((offered) => [offered.key, offered]));
  const waiting = new Map(offeredByKey);
  const lines: ReadLine[] = [];
  for (const row of table.rows) {
    const key = row.cellOf(keyMark)?.text ?? '';
    const known = offeredByKey.get(key);
    const own = waiting.get(key);
    waiting.delete(key);
    const asked = askedBy(row, needByKey.get(key), known, needByIds);
    const isBlank = offerColumns.every((column) => isComputed(column) || !row.cellOf(column.key));
    if (isBlank && !own) continue;
    if (!asked) {
      tell(excelFinding('no-need', table.placeOf(row.row, 'need:id'), { value: typedIds(row) }));
      continue;
    }
    if (isBlank) {
      tell(excelFinding('line-removed', table.placeOf(row.row, 'status'), { value: asked.lineId }));
      continue;
    }
    tellChangedNeed(table, row, asked, tell);
    const rank = ranks.get(needKey(asked.lotId, asked.lineId)) ?? ranks.size;
    lines.push({ ...readLine(table, row, { ...asked, ...(own ? { offered: own } : {}) }, own, tell), rank });
  }
  for (const { line } of waiting.values())
    tell(excelFinding('line-removed', undefined, { value: textOf(line['needLine']) }));
  return lines;
}

/** By the hidden key; where the row lost it, by the lot and line that are typed. */
function askedBy(
  row: TableRow,
  need: Need | undefined,
  offered: Offered | undefined,
  needByIds: ReadonlyMap<string, Need>,
): Asked | undefined {
  if (need) return { lotId: need.lotId, lineId: need.lineId, need };
  if (offered) {
    const lotId = textOf(offered.lot['id']);
    const lineId = textOf(offered.line['needLine']);
    const answered = needByIds.get(needKey(lotId, lineId));
    return { lotId, lineId, offered, ...(answered ? { need: answered } : {}) };
  }
  const [lotId = '', lineId = ''] = ['need:lot.id', 'need:id'].map((key) => {
    const cell = row.cellOf(key);
    return cell ? formatCell(cell).trim() : '';
  });
  const typed = needByIds.get(needKey(lotId, lineId));
  return typed && { lotId, lineId, need: typed };
}

function typedIds(row: TableRow): string {
  return ['need:lot.id', 'need:id'].flatMap((key) => row.cellOf(key)?.text.trim() ?? []).join(', ');
}

function tellChangedNeed(table: Table, row: TableRow, { need }: Asked, tell: Tell): void {
  if (!need || !row.cellOf(keyMark)) return;
  for (const { key, column, isOfLot } of needColumns) {
    const cell = row.cellOf(key);
    const said = valueAt(isOfLot ? need.lot : need.line, column.path);
    if (!cell || isSameValue(column.field, meantValue(column.field, cell).value, said, formatCell(cell)))
      continue;
    tell(
      excelFinding('need-changed', table.placeOf(row.row, key), {
        value: formatCell(cell).slice(0, 200),
        name: column.header,
      }),
    );
  }
}

/** The line as it was, with the cells of the row over it. */
function readLine(
  table: Table,
  row: TableRow,
  asked: Asked,
  own: Offered | undefined,
  tell: Tell,
): Omit<ReadLine, 'rank'> {
  const line: Plain = own ? copyOf(own.line) : newLine(asked);
  const holder: Plain = { variant: own?.lot['variant'] };
  let isChanged = own === undefined;
  let isPriceChanged = own === undefined;
  for (const column of offerColumns) {
    if (!table.columnOf.has(column.key)) continue;
    const target = column.key === 'variant' ? holder : line;
    const place = table.placeOf(row.row, column.key);
    const cell = row.cellOf(column.key);
    const isLaid =
      column === answersColumn
        ? overlayAnswers(line, asked.need?.line, cell, place, tell)
        : overlay(target, column, cell, place, tell);
    if (!isLaid) continue;
    isChanged = true;
    if (priceKeys.has(column.key)) isPriceChanged = true;
  }
  if (line['status'] === undefined) line['status'] = 'OFFRE';
  if (!own) priceInTheUnitAsked(line);
  const variant = holder['variant'];
  return {
    row: row.row,
    lotId: asked.lotId,
    lineId: asked.lineId,
    offered: own,
    variant: variant === undefined ? undefined : textOf(variant),
    line,
    isChanged,
    isPriceChanged,
  };
}

/** Quantity and unit are those of the need, or of the line that was copied: a supplier does not change them. */
function newLine({ lineId, need, offered }: Asked): Plain {
  const source = need?.line ?? offered?.line;
  return { needLine: lineId, quantity: source?.['quantity'], unit: source?.['unit'] };
}

/** The price is for the unit asked unless the supplier says otherwise. */
function priceInTheUnitAsked(line: Plain): void {
  const price = line['price'];
  if (valueAt(price, ['unitPrice']) !== undefined && valueAt(price, ['unit']) === undefined)
    line['price'] = { ...(typeof price === 'object' ? price : {}), unit: line['unit'] };
}
