/**
 * Tables as text (RFC 4180), as French spreadsheets want them: semicolons and a byte order mark when we write, both
 * separators and marks when we read.
 */

/** A cell with where it stands, from 1. */
export interface Cell {
  text: string;
  line: number;
  column: number;
}

/** Rows as text. A cell that a spreadsheet would take for a formula has an apostrophe before it. */
export function formatCsv(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => `${row.map(formatCell).join(';')}\r\n`).join('')}`;
}

/** A formula, or a text that begins with apostrophes before what looks like one: they too get one, so that it comes off again. */
const formula = /^'*[=+\-@\t\r]/;

function formatCell(text: string): string {
  const guarded = formula.test(text) && !/^-?[0-9]+(\.[0-9]+)?$/.test(text) ? `'${text}` : text;
  return /[";,\r\n]/.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

export type ParsedCsv = { ok: true; rows: Cell[][] } | { ok: false; line: number; column: number };

/** Cells of a text. Fails at a quotation mark that never ends. Lines with nothing in them are passed over. */
export function parseCsv(source: string): ParsedCsv {
  const text = source.replace(/^\ufeff/, '');
  const separator = findSeparator(text);
  const pattern = new RegExp(`"((?:[^"]|"")*)"|([^"${separator}\\r\\n][^${separator}\\r\\n]*)|("?)`, 'y');
  const rows: Cell[][] = [];
  let row: Cell[] = [];
  let line = 1;
  let lineStart = 0;
  for (let at = 0; at <= text.length;) {
    pattern.lastIndex = at;
    const [whole = '', quoted, plain, open] = pattern.exec(text) ?? [];
    if (open) return { ok: false, line, column: at - lineStart + 1 };
    row.push({ text: unguard(quoted?.replaceAll('""', '"') ?? plain ?? ''), line, column: row.length + 1 });
    for (const found of whole.matchAll(/\r\n?|\n/g)) {
      line += 1;
      lineStart = at + found.index + found[0].length;
    }
    at += whole.length;
    if (text.charAt(at) === separator) at += 1;
    else {
      if (row.length > 1 || row[0]?.text !== '') rows.push(row);
      row = [];
      if (at >= text.length) break;
      const end = /\r\n?|\n/y;
      end.lastIndex = at;
      const length = end.exec(text)?.[0].length ?? 0;
      if (length === 0) return { ok: false, line, column: at - lineStart + 1 };
      at += length;
      line += 1;
      lineStart = at;
    }
  }
  return { ok: true, rows };
}

/** What the first line has more of. */
function findSeparator(text: string): ';' | ',' {
  const first = text.slice(0, text.search(/[\r\n]|$/));
  return first.split(';').length >= first.split(',').length ? ';' : ',';
}

function unguard(text: string): string {
  return /^''*[=+\-@\t\r]/.test(text) ? text.slice(1) : text;
}
