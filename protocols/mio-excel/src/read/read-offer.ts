import { isDeepStrictEqual } from 'node:util';
import { readJson, type ModelPath } from '@liaison/mio';
import { describeXlsxError, readWorkbook, XlsxError, type Workbook, type XlsxLimits } from '@liaison/xlsx';
import { offerColumns, sheetNames } from '../layout/columns.ts';
import {
  discountsSheet,
  ownerColumns,
  packagingSheet,
  piecesSheet,
  type DetailSheet,
} from '../layout/details.ts';
import { copyOf, isPlain, textOf, valueAt, type Plain } from '../layout/record.ts';
import { excelFinding, type ExcelFinding } from '../finding.ts';
import { needColumns } from '../write/schedule-sheet.ts';
import { keyMark } from '../write/table-sheet.ts';
import type { NeedsMessage, OfferMessage } from '../write/write-model.ts';
import { assembleLots } from './assemble-lots.ts';
import { newOffer, type OfferIdentity } from './new-offer.ts';
import { placeTold, refusedValue, type Tell, type Told } from './place-findings.ts';
import { placeFinder } from './place-of-path.ts';
import { readDiscounts, readPackaging, readPieces, type RowOf } from './read-details.ts';
import { readIdentity } from './read-identity.ts';
import { readMemory, type Remembered } from './read-memory.ts';
import { readSchedule } from './read-schedule.ts';
import { findTable, type Table } from './read-table.ts';

export type OfferReading = {
  /** Absent where the file is no workbook of this consultation at all. */
  readonly offer?: OfferMessage;
  readonly findings: readonly ExcelFinding[];
  /** The cell that a property came from, or should have: `Bordereau!F132`. */
  readonly place: (path: ModelPath) => string | undefined;
};

export type ReadOptions = {
  /** What the message is called if the supplier changed anything; an untouched one keeps its own. */
  readonly identity: OfferIdentity;
  /** The needs that are answered here: the hidden sheet's own otherwise. */
  readonly needs?: NeedsMessage;
  readonly limits?: Partial<XlsxLimits>;
};

/** Reads a supplier's workbook back. Never throws, whatever the file: what stands in the way is a finding at its cell. */
export function readOffer(file: Uint8Array, options: ReadOptions): OfferReading {
  try {
    const reading = readFrom(readWorkbook(file, options.limits), options);
    return { ...reading, findings: bounded(reading.findings) };
  } catch (error) {
    if (!(error instanceof XlsxError)) throw error;
    const findings = [excelFinding('unreadable', error.place, { value: describeXlsxError(error) })];
    return { findings, place: () => undefined };
  }
}

function readFrom(workbook: Workbook, options: ReadOptions): OfferReading {
  const told: Told[] = [];
  const tell: Tell = (finding, about) => void told.push({ finding, about });
  const memory = readMemory(workbook);
  const made = isNeeds(memory.needs) ? memory.needs : undefined;
  const needs = options.needs ?? made;
  const before = isOffer(memory.offer) ? memory.offer : undefined;
  const schedule = findTable(workbook, sheetNames.schedule, scheduleHeaders, tell);
  if (!schedule || (!needs && !before)) tell(excelFinding('not-the-model', undefined));
  else if (!memory.isWhole) tell(excelFinding('memory-lost', undefined));
  tellOtherConsultation(memory, options.needs, tell);
  if (!schedule || told.some(({ finding }) => finding.severity === 'BLOQUANT'))
    return { findings: told.map(({ finding }) => finding), place: () => undefined };
  const message: Plain = before ? withoutLots(before) : newOffer(needs, memory, options.identity);
  const places = readIdentity(workbook, message, tell);
  const sources = { made: plain(made), needs: plain(needs), offer: plain(before) };
  const lots = assembleLots(readSchedule(schedule, sources, tell), sources.offer);
  const rowOf: RowOf = new Map();
  const offer = { message, lots };
  readSheet(workbook, packagingSheet, tell, (table) => readPackaging(table, offer, rowOf, tell));
  readSheet(workbook, discountsSheet, tell, (table) => readDiscounts(table, offer, rowOf, tell));
  readSheet(workbook, piecesSheet, tell, (table) => readPieces(table, offer, rowOf, tell));
  message['lots'] = lots.map(({ lot }) => lot);
  if (!before) sendAsTenderer(message);
  const place = placeFinder(message, schedule, lots, rowOf, places);
  const read = readJson(JSON.stringify(message));
  const refused = read.findings.map((finding) => refusedValue(finding, message, place));
  const findings = [...placeTold(told, message), ...refused];
  const result = isOffer(read.message) ? read.message : undefined;
  return { ...(result ? { offer: renamed(result, before, options.identity) } : {}), findings, place };
}

/** A file made to overflow a report does not. */
function bounded(findings: readonly ExcelFinding[]): readonly ExcelFinding[] {
  if (findings.length <= mostFindings) return findings;
  const more = String(findings.length - mostFindings);
  return [...findings.slice(0, mostFindings), excelFinding('more', undefined, { value: more })];
}

const mostFindings = 10_000;

/** Keys and headers of the schedule, in the order of its columns. */
const scheduleHeaders: ReadonlyMap<string, string> = new Map([
  [keyMark, ''],
  ...needColumns.map(({ key, column }) => [key, column.header] as const),
  ...offerColumns.map(({ key, header }) => [key, header] as const),
]);

function readSheet(
  workbook: Workbook,
  { name, columns }: DetailSheet,
  tell: Tell,
  read: (table: Table) => void,
): void {
  const headers = new Map([...ownerColumns, ...columns].map(({ key, header }) => [key, header]));
  const isSame = ({ name: other }: { name: string }): boolean => other === name;
  const own = workbook.sheets.filter(isSame);
  const table =
    findTable({ ...workbook, sheets: own }, name, headers, tell) ??
    findTable(
      { ...workbook, sheets: workbook.sheets.filter((sheet) => !isModelSheet(sheet.name)) },
      name,
      headers,
      tell,
    );
  if (table) read(table);
  else tell(excelFinding('sheet-missing', undefined, { name }));
}

function isModelSheet(name: string): boolean {
  return Object.values<string>(sheetNames).includes(name);
}

function tellOtherConsultation(memory: Remembered, needs: NeedsMessage | undefined, tell: Tell): void {
  const id = textOf(valueAt(needs, ['consultation', 'id']));
  const version = textOf(valueAt(needs, ['consultation', 'version']));
  if (id === '' || memory.consultation === undefined) return;
  if (memory.consultation !== id)
    tell(excelFinding('other-consultation', undefined, { value: memory.consultation, name: id }));
  else if (version !== '' && memory.version !== undefined && memory.version !== version)
    tell(excelFinding('other-version', undefined, { value: memory.version, name: version }));
}

/** The candidate sends his own offer: by his SIRET, or by his address where he has none. */
function sendAsTenderer(message: Plain): void {
  const siret = valueAt(message, ['tenderer', 'siret']);
  const email = valueAt(message, ['tenderer', 'contact', 'email']);
  const header = message['header'];
  if (!isPlain(header)) return;
  if (siret !== undefined) header['sender'] = { scheme: '0009', id: siret };
  else if (email !== undefined) header['sender'] = { scheme: 'EMAIL', id: email };
}

/** What the sheets of lots and lines are laid over comes from the schedule. */
function withoutLots(offer: OfferMessage): Plain {
  const { lots: _, ...rest } = offer;
  return copyOf(rest);
}

/** A message that says something else has another name and date. */
function renamed(
  offer: OfferMessage,
  before: OfferMessage | undefined,
  identity: OfferIdentity,
): OfferMessage {
  if (!before || isDeepStrictEqual(offer, before)) return offer;
  return {
    ...offer,
    header: { ...offer.header, messageId: identity.messageId, createdAt: identity.createdAt },
  };
}

function plain(message: NeedsMessage | OfferMessage | undefined): Plain | undefined {
  return message && { ...message };
}

function isNeeds(message: Remembered['needs']): message is NeedsMessage {
  return message?.type === 'M10' || message?.type === 'M11';
}

function isOffer(message: Remembered['offer']): message is OfferMessage {
  return message?.type === 'M20';
}
