/** Answers to the buyer's requirements: a list in the message, one cell in the workbook, an answer a line. */
import type { Field } from '@liaison/mio';
import type { CellInput, CellStyle } from '@liaison/xlsx';
import { plainList, textOf, valueAt, type Plain } from './record.ts';

const path = ['item', 'properties'] as const;

/** As a column of the schedule; its field is that of the cell, whose lines become the list. */
export const answersColumn = {
  key: path.join('.'),
  path,
  field: {
    kind: 'field',
    key: 'properties',
    fr: 'Réponses aux exigences',
    path: '',
    type: 'text',
    card: '?',
    help: 'Une réponse par ligne : « stérile : oui ». « Conforme » répond à toutes les exigences ce qui est demandé.',
  } satisfies Field,
  header: 'Réponses aux exigences',
  width: 34,
  isRequired: false,
} as const;

/** Of a cell (ECMA-376, 18.18.9: 32,767 characters), with room for what a spreadsheet adds. */
const longestCell = 30_000;

/** What the cell shows; nothing where nothing was answered. */
export function answersText(line: Plain): string {
  const text = plainList(valueAt(line, path))
    .map((answer) => lineOf(answer))
    .join('\n');
  return text.length > longestCell ? `${text.slice(0, longestCell)}…` : text;
}

export function answersCell(line: Plain | undefined, style: CellStyle): CellInput {
  const text = line ? answersText(line) : '';
  return text === '' ? { kind: 'empty', text, style } : { kind: 'text', text, style };
}

/**
 * The answers that a cell means, and the lines of it that are none. A line that nobody touched is the answer that it was,
 * whatever its signs; `Conforme` answers to every requirement of the need what is asked.
 */
export function parseAnswers(
  text: string,
  line: Plain,
  need: Plain | undefined,
): { readonly answers: readonly Plain[]; readonly strange: readonly string[] } {
  const known = new Map(plainList(valueAt(line, path)).map((answer) => [lineOf(answer), answer]));
  const asked = plainList(valueAt(need, ['item', 'requirements']));
  const answers: Plain[] = [];
  const strange: string[] = [];
  for (const one of text.split(/\r\n?|\n/).map((typed) => typed.trim())) {
    if (one === '') continue;
    const own = known.get(one) ?? pairOf(one);
    if (own) answers.push(own);
    else if (isConform(one) && asked.length > 0)
      answers.push(...asked.map(({ name, value }) => ({ name, value })));
    else strange.push(one);
  }
  return { answers, strange };
}

function lineOf({ name, value }: Plain): string {
  return `${textOf(name)} : ${textOf(value)}`;
}

/** Spaces around the colon, no-break ones included, are a matter of taste. */
function pairOf(typed: string): Plain | undefined {
  const [, name, value] = /^([^:]*[^:\s])\s*:\s*(\S.*)$/.exec(typed) ?? [];
  return name === undefined || value === undefined ? undefined : { name, value };
}

function isConform(typed: string): boolean {
  return /^conforme\.?$/i.test(typed);
}
