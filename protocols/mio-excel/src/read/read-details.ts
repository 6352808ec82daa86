import { formatCell } from '@liaison/xlsx';
import {
  discountsSheet,
  ownerColumns,
  packagingSheet,
  piecesSheet,
  type DetailSheet,
} from '../layout/details.ts';
import { lotFeeColumns } from '../layout/columns.ts';
import { copyOf, setAt, textOf, valueAt, type Plain } from '../layout/record.ts';
import { excelFinding } from '../finding.ts';
import { keyMark } from '../write/table-sheet.ts';
import type { PlacedLine, PlacedLot } from './assemble-lots.ts';
import { overlay } from './overlay.ts';
import type { Tell } from './place-findings.ts';
import type { Table, TableRow } from './read-table.ts';

/** An entry of a detail sheet, and the object of the offer it goes into. */
type Entry = { readonly row: number; readonly owner: Plain; readonly values: Plain; readonly order: number };

/** Where each object that came from a row is found again. */
export type RowOf = Map<Plain, { readonly table: Table; readonly row: number }>;

type Offer = { readonly message: Plain; readonly lots: readonly PlacedLot[] };

/** Levels of packaging replace those of each line. */
export function readPackaging(table: Table, offer: Offer, rowOf: RowOf, tell: Tell): void {
  const known = knownEntries(packagingSheet, offer);
  const entries = readEntries(table, packagingSheet, known, offer, tell);
  setLists(allLines(offer), ['price', 'packaging'], entries, table, rowOf);
}

/** Tiers replace those of each line; conditions of delivery go to the lot. */
export function readDiscounts(table: Table, offer: Offer, rowOf: RowOf, tell: Tell): void {
  const known = knownEntries(discountsSheet, offer);
  const entries = readEntries(table, discountsSheet, known, offer, tell);
  setLists(allLines(offer), ['tiers'], entries, table, rowOf);
  const lots = new Set(offer.lots.map(({ lot }) => lot));
  const fees = ['freeDelivery', 'minimumOrder', 'delivery'];
  for (const lot of lots) {
    const own = entries.findLast(({ owner }) => owner === lot);
    for (const key of fees) setAt(lot, [key], own?.values[key]);
    if (own) rowOf.set(lot, { table, row: own.row });
  }
}

/** Pieces replace those of the offer, of each lot and of each line. */
export function readPieces(table: Table, offer: Offer, rowOf: RowOf, tell: Tell): void {
  const known = knownEntries(piecesSheet, offer);
  const entries = readEntries(table, piecesSheet, known, offer, tell);
  const owners = [offer.message, ...offer.lots.map(({ lot }) => lot), ...allLines(offer)];
  setLists(owners, ['pieces'], entries, table, rowOf);
}

function allLines({ lots }: Offer): Plain[] {
  return lots.flatMap(({ lines }) => lines.map(({ line }) => line));
}

/** Gives each owner its list, in the order it had, new entries after; none where no row is left. */
function setLists(
  owners: readonly Plain[],
  path: readonly string[],
  entries: readonly Entry[],
  table: Table,
  rowOf: RowOf,
): void {
  const byOwner = Map.groupBy(entries, ({ owner }) => owner);
  for (const owner of owners) {
    const own = (byOwner.get(owner) ?? []).toSorted((a, b) => a.order - b.order || a.row - b.row);
    for (const { values, row } of own) rowOf.set(values, { table, row });
    setAt(owner, path, own.length > 0 ? own.map(({ values }) => values) : undefined);
  }
}

/** What each key stood for when the workbook was made, found again in the offer as it is being read. */
function knownEntries(
  sheet: DetailSheet,
  offer: Offer,
): Map<string, { owner: Plain; values: Plain; order: number }> {
  const known = new Map<string, { owner: Plain; values: Plain; order: number }>();
  const add = (key: string, owner: Plain, values: Plain): void => {
    known.set(key, { owner, values, order: known.size });
  };
  const lines = offer.lots.flatMap(({ lines }) => lines);
  const asItWas: Plain = { ...offer.message, lots: [] };
  for (const { key, values } of sheet.entries(asItWas)) add(key, offer.message, values);
  for (const { index, lot } of offer.lots) {
    if (index === undefined) continue;
    for (const { key, values } of sheet.entries({ lots: [{ ...lot, lines: [] }] }))
      add(key.replace(/^([A-Z])1/, `$1${index + 1}`), lot, values);
  }
  for (const { offered, line } of lines) {
    if (!offered) continue;
    for (const { key, values } of sheet.entries({ lots: [{ lines: [line] }] }))
      add(key.replace(/^([A-Z])1\.1/, `$1${offered.key.slice(1)}`), line, values);
  }
  return known;
}

function readEntries(
  table: Table,
  { columns }: DetailSheet,
  known: ReturnType<typeof knownEntries>,
  offer: Offer,
  tell: Tell,
): Entry[] {
  const used = new Set<string>();
  const lotsById = Map.groupBy(offer.lots, ({ lot }) => textOf(lot['id']));
  return table.rows.flatMap((row): Entry[] => {
    const key = row.cellOf(keyMark)?.text ?? '';
    const was = used.has(key) ? undefined : known.get(key);
    used.add(key);
    if (columns.every((column) => !row.cellOf(column.key))) return [];
    const owner = was && isOwnerUntouched(row, was.owner) ? was.owner : ownerTyped(row, offer, lotsById);
    if (!owner) {
      tell(excelFinding('no-line', table.placeOf(row.row, 'ligne'), { value: typedOwner(row).join(', ') }));
      return [];
    }
    const values: Plain = was ? copyOf(was.values) : {};
    for (const column of columns) {
      if (!table.columnOf.has(column.key)) continue;
      const tellOf = lotFeeColumns.includes(column) ? tellOfLot(tell, owner, offer) : tell;
      overlay(values, column, row.cellOf(column.key), table.placeOf(row.row, column.key), tellOf);
    }
    return [{ row: row.row, owner, values, order: was?.order ?? Infinity }];
  });
}

/** Conditions of delivery are properties of a lot itself, and not of an entry of its list; nothing else has any. */
function tellOfLot(tell: Tell, owner: Plain, { lots }: Offer): Tell {
  const isLot = lots.some(({ lot }) => lot === owner);
  return (finding, about) => tell(finding, isLot && about ? { ...about, owner } : undefined);
}

/** A row moved to another line is of that line. */
function isOwnerUntouched(row: TableRow, owner: Plain): boolean {
  const [, lineId] = typedOwner(row);
  return lineId === '' || owner['needLine'] === undefined || textOf(owner['needLine']) === lineId;
}

function typedOwner(row: TableRow): string[] {
  return ownerColumns.map(({ key }) => {
    const cell = row.cellOf(key);
    return cell ? formatCell(cell).trim() : '';
  });
}

/** Nothing typed is the offer, a lot alone is the lot, a line must be one product. */
function ownerTyped(
  row: TableRow,
  { message, lots }: Offer,
  lotsById: ReadonlyMap<string, readonly PlacedLot[]>,
): Plain | undefined {
  const [lotId = '', lineId = '', reference = ''] = typedOwner(row);
  if (lotId === '' && lineId === '') return message;
  const ofLot = lotId === '' ? lots : (lotsById.get(lotId) ?? []);
  if (lineId === '') return ofLot[0]?.lot;
  const products = ofLot.flatMap(({ lines }) => lines.filter((line) => isProduct(line, lineId, reference)));
  return products.length === 1 ? products[0]?.line : undefined;
}

function isProduct({ lineId, line }: PlacedLine, wanted: string, reference: string): boolean {
  if (lineId !== wanted) return false;
  return reference === '' || textOf(valueAt(line, ['item', 'supplierReference'])) === reference;
}
