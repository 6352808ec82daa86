/** A code list as who keeps it writes it: a table (CSV) whose first line names its columns, or the rows as NDJSON. */
import { parseCsv } from '@liaison/mio';
import { isCip13, isUcd13 } from './check-digits.ts';
import type { CodeRow, CodeSystem } from './nomenclature-set.ts';

/** What is wrong with a line, counted from 1, in French. */
export interface RowFault {
  readonly line: number;
  readonly message: string;
}

export interface ParsedCodeRows {
  readonly rows: readonly CodeRow[];
  /** The first of them, `mostFaults` at most; empty where every row is right. */
  readonly faults: readonly RowFault[];
}

const mostFaults = 100;

/** Names of the columns, and what they are in a row. */
export const codeColumns = {
  code: 'code',
  libelle: 'label',
  debut: 'validFrom',
  fin: 'validTo',
  remplace_par: 'replacedBy',
  tva: 'vatRate',
  tarif: 'tariff',
} as const satisfies Record<string, keyof CodeRow>;
type Column = keyof typeof codeColumns;
type Fields = Readonly<Partial<Record<Column, string>>>;
type FieldsAt = { readonly line: number; readonly fields: Fields };

/** Rows of a file in UTF-8. All of its faults are told at once, and no row counts where there is one. */
export function parseCodeRows(bytes: Uint8Array, system: CodeSystem): ParsedCodeRows {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return { rows: [], faults: [{ line: 1, message: 'le fichier n’est pas en UTF-8.' }] };
  }
  const faults: RowFault[] = [];
  const tell = (line: number, message: string) => {
    if (faults.length < mostFaults) faults.push({ line, message });
  };
  const found = /^\s*\{/.test(text) ? readNdjson(text, tell) : readTable(text, tell);
  const rows = found.flatMap(({ line, fields }) => {
    const row = toRow(fields, system, (message) => tell(line, message));
    return row ? [{ line, row }] : [];
  });
  refuseOverlaps(rows, tell);
  if (rows.length === 0 && faults.length === 0) tell(1, 'le fichier n’a aucun code.');
  return { rows: rows.map(({ row }) => row), faults };
}

type Tell = (line: number, message: string) => void;

function readTable(text: string, tell: Tell): FieldsAt[] {
  const parsed = parseCsv(text);
  if (!parsed.ok) {
    tell(parsed.line, `des guillemets s’ouvrent à la colonne ${parsed.column} et ne se ferment pas.`);
    return [];
  }
  const [head = [], ...body] = parsed.rows;
  const names = head.map((cell) => cell.text.trim().toLowerCase());
  const unknown = names.filter((name) => !isColumn(name));
  const missing = (['code', 'libelle', 'debut'] as const).filter((name) => !names.includes(name));
  if (unknown.length > 0) tell(1, `colonne inconnue : ${unknown.join(', ')}.`);
  if (missing.length > 0) tell(1, `colonne absente : ${missing.join(', ')}.`);
  if (unknown.length + missing.length > 0) return [];
  return body.map((cells) => ({
    line: cells[0]?.line ?? 1,
    fields: Object.fromEntries(cells.map(({ text: value }, index) => [names[index], value.trim()])),
  }));
}

function readNdjson(text: string, tell: Tell): FieldsAt[] {
  return text.split('\n').flatMap((source, index) => {
    if (source.trim() === '') return [];
    const fields = readObject(source);
    if (fields) return [{ line: index + 1, fields }];
    tell(index + 1, 'cette ligne n’est pas un objet JSON dont les valeurs sont des textes.');
    return [];
  });
}

/** Properties as in a row of ours, under the names of the columns. */
function readObject(source: string): Fields | null {
  try {
    const given: unknown = JSON.parse(source);
    if (typeof given !== 'object' || given === null) return null;
    const known = new Map(Object.entries(codeColumns).map(([column, property]) => [property, column]));
    const entries = Object.entries(given).map(([property, value]: [string, unknown]) => {
      const column = [...known].find(([name]) => name === property)?.[1];
      if (column === undefined || typeof value !== 'string') throw new TypeError(property);
      return [column, value.trim()];
    });
    return Object.fromEntries(entries);
  } catch {
    return null;
  }
}

function isColumn(name: string): name is Column {
  return Object.hasOwn(codeColumns, name);
}

/** A key that a machine computes is held against it; other codes are plain words. */
const shapes: Readonly<Record<CodeSystem, (code: string) => boolean>> = {
  UCD: isUcd13,
  CIP: isCip13,
  LPPR: (code) => /^\d{7}$/.test(code),
  CLADIMED: (code) => /^[A-Z](\d{2}([A-Z]{1,2}(\d{2})?)?)?$/.test(code),
  ATC: (code) => /^[A-Z](\d{2}([A-Z]{1,2}(\d{2})?)?)?$/.test(code),
  TVA: (code) => /^[A-Z][A-Z-]{0,59}$/.test(code),
  UNITE: (code) => /^[A-Z0-9]{1,3}$/.test(code),
};

function toRow(fields: Fields, system: CodeSystem, tell: (message: string) => void): CodeRow | null {
  const { code = '', libelle: label = '', tva, tarif, remplace_par: replacedBy } = fields;
  const wrong: string[] = [];
  const validFrom = toDay(fields.debut ?? '');
  const validTo = fields.fin ? toDay(fields.fin) : undefined;
  if (!shapes[system](code)) wrong.push(`code ${system} « ${code} » mal formé ou de clé fausse.`);
  if (label === '' || label.length > 500) wrong.push('libellé absent ou trop long.');
  if (validFrom === null) wrong.push(`début « ${fields.debut ?? ''} » : attendu une date comme 2026-12-31.`);
  if (validTo === null) wrong.push(`fin « ${fields.fin ?? ''} » : attendu une date comme 2026-12-31.`);
  if (validFrom && validTo && validTo < validFrom) wrong.push('la fin précède le début.');
  if (replacedBy && (replacedBy === code || !shapes[system](replacedBy)))
    wrong.push(`remplacé par « ${replacedBy} » : ce n’est pas un autre code ${system}.`);
  const [vatRate, tariff] = [toDecimal(tva), toDecimal(tarif)];
  if (vatRate === null) wrong.push(`TVA « ${tva ?? ''} » : attendu un nombre comme 5,5.`);
  if (tariff === null) wrong.push(`tarif « ${tarif ?? ''} » : attendu un montant comme 120,00.`);
  wrong.forEach(tell);
  if (wrong.length > 0 || !validFrom) return null;
  return {
    code,
    label,
    validFrom,
    ...(validTo ? { validTo } : {}),
    ...(replacedBy ? { replacedBy } : {}),
    ...(vatRate ? { vatRate } : {}),
    ...(tariff ? { tariff } : {}),
  };
}

/** `2026-12-31` or `31/12/2026`, as a day that exists. */
function toDay(text: string): string | null {
  const french = /^(\d{2})\/(\d{2})\/(\d{4})$/.exec(text);
  const day = french ? `${french[3]}-${french[2]}-${french[1]}` : text;
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return null;
  const instant = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(day) ? day : null;
}

/** A decimal with a point; undefined where none is given, null where it is none. */
function toDecimal(text: string | undefined): string | null | undefined {
  if (!text) return undefined;
  return /^\d{1,12}([.,]\d{1,6})?$/.test(text) ? text.replace(',', '.') : null;
}

/** A code that was interrupted has several rows; on one day it has one. */
function refuseOverlaps(rows: readonly { line: number; row: CodeRow }[], tell: Tell): void {
  const byCode = Map.groupBy(rows, ({ row }) => row.code);
  for (const [code, group] of byCode) {
    if (group.length === 1) continue;
    const sorted = group.toSorted((a, b) => (a.row.validFrom < b.row.validFrom ? -1 : 1));
    for (const [index, { line, row }] of sorted.entries()) {
      const before = sorted[index - 1]?.row;
      if (before && (before.validTo === undefined || row.validFrom <= before.validTo))
        tell(line, `le code ${code} vaut deux fois le ${row.validFrom}.`);
    }
  }
}
