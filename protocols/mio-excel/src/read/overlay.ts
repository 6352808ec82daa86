import { answersColumn, answersText, parseAnswers } from '../layout/answers.ts';
import type { ModelColumn } from '../layout/columns.ts';
import { setAt, valueAt, type Plain } from '../layout/record.ts';
import { formatCell, type Cell } from '@liaison/xlsx';
import { excelFinding } from '../finding.ts';
import { isSameValue, meantValue } from './meant-value.ts';
import type { Tell } from './place-findings.ts';

/**
 * Lays a cell over what the message said: the same thing leaves it untouched to the letter, an empty cell takes it
 * away, anything else replaces it. Says whether something changed.
 */
export function overlay(
  target: Plain,
  { field, path }: Pick<ModelColumn, 'field' | 'path'>,
  cell: Cell | undefined,
  place: string,
  tell: Tell,
): boolean {
  const said = valueAt(target, path);
  if (!cell) {
    if (said === undefined) return false;
    setAt(target, path, undefined);
    return true;
  }
  const { value, tells = [] } = meantValue(field, cell);
  for (const { kind, value } of tells) tell(excelFinding(kind, place, { value }), { owner: target, path });
  if (said !== undefined && isSameValue(field, value, said, formatCell(cell))) return false;
  setAt(target, path, value);
  return true;
}

/** The same for the answers to requirements, which are a list. Lines that are no answers are told, and left out. */
export function overlayAnswers(
  line: Plain,
  need: Plain | undefined,
  cell: Cell | undefined,
  place: string,
  tell: Tell,
): boolean {
  const said = answersText(line);
  const typed = cell ? formatCell(cell) : '';
  if (typed.trim() === said.trim()) return false;
  const { answers, strange } = parseAnswers(typed, line, need);
  const { path } = answersColumn;
  for (const value of strange)
    tell(excelFinding('no-answer', place, { value: value.slice(0, 200) }), { owner: line, path });
  setAt(line, path, answers.length > 0 ? answers : undefined);
  return true;
}
