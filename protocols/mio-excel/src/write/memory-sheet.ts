import { formatAbsoluteRange, textCell, type CellInput, type SheetInput } from '@liaison/xlsx';
import { choiceLabels, isNumeric } from '../layout/choices.ts';
import {
  offerColumns,
  packagingColumns,
  pieceColumns,
  sheetNames,
  identityFields,
} from '../layout/columns.ts';
import { pack } from '../layout/pack.ts';
import type { CodeListName } from '@liaison/mio';

/** What the tool must find again, whatever was done to the other sheets. Names are those of the first column. */
export type Memory = {
  /** Of this layout, not of the standard. */
  readonly schema: string;
  readonly consultation: string;
  readonly version: string;
  readonly messageId: string;
  /** SHA-256 of the bytes of the buyer's message. */
  readonly sha256: string;
  /** The buyer's message and the offer as they were when the workbook was made, in JSON; empty where there is none. */
  readonly needs: string;
  readonly offer: string;
};

export const memorySchema = '1';
const firstListColumn = 4;

/** The code lists that some column of the model offers to choose from. */
const usedLists: readonly CodeListName[] = [
  ...new Set(
    [...offerColumns, ...packagingColumns, ...pieceColumns, ...identityFields].flatMap(
      ({ field }) => field.codes ?? [],
    ),
  ),
];

/** Where each list stands, as validations name it. */
export const listRanges: ReadonlyMap<string, string> = new Map(
  usedLists.map((list, index) => {
    const column = firstListColumn + index;
    const to = { row: choiceLabels(list).length, column };
    return [list, formatAbsoluteRange(sheetNames.memory, { from: { row: 1, column }, to })];
  }),
);

export function memorySheet(memory: Memory): SheetInput {
  const rows: CellInput[][] = [];
  const say = (name: string, value: string): void => {
    rows.push([textCell(name), textCell(value)]);
  };
  for (const name of ['schema', 'consultation', 'version', 'messageId', 'sha256'] as const)
    if (memory[name] !== '') say(name, memory[name]);
  for (const name of ['needs', 'offer'] as const) {
    if (memory[name] === '') continue;
    const { sha256, chunks } = pack(memory[name]);
    say(`${name}.sha256`, sha256);
    for (const chunk of chunks) say(name, chunk);
  }
  const height = Math.max(rows.length, ...usedLists.map((list) => choiceLabels(list).length));
  return {
    name: sheetNames.memory,
    visibility: 'veryHidden',
    rows: Array.from({ length: height }, (_, index) => ({
      cells: [...besideLists(rows[index]), ...usedLists.map((list) => choiceCell(list, index))],
    })),
  };
}

function besideLists(cells: readonly CellInput[] = []): (CellInput | undefined)[] {
  return Array.from({ length: firstListColumn - 1 }, (_, index) => cells[index]);
}

function choiceCell(list: CodeListName, index: number): CellInput | undefined {
  const label = choiceLabels(list)[index];
  if (label === undefined) return undefined;
  return isNumeric(list) ? { kind: 'number', text: label } : textCell(label);
}
