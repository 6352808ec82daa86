import { unescapeCellText } from '../xml/xml-text.ts';
import { readDecimal } from './number-text.ts';
import { readSerialDate } from './serial-date.ts';
import type { SheetContext } from './read-sheet.ts';
import type { Cell } from './workbook.ts';

type Value = Pick<Cell, 'kind' | 'text'>;

/** The value of a cell by its type (ST_CellType, ECMA-376-1 §18.18.11); undefined when it is none of that type. */
export function readCellValue(
  type: string,
  value: string,
  style: number,
  context: Pick<SheetContext, 'strings' | 'numberKinds' | 'is1904'>,
): Value | undefined {
  switch (type) {
    case 's': {
      const text = context.strings[Number(value)];
      return text === undefined ? undefined : { kind: 'text', text };
    }
    case 'str':
    case 'inlineStr':
      return { kind: 'text', text: unescapeCellText(value) };
    case 'b':
      return { kind: 'boolean', text: value === '1' || value === 'true' ? 'true' : 'false' };
    case 'e':
      return { kind: 'error', text: value };
    case 'd':
      return { kind: 'date', text: value.replace(/(?:T00:00:00)?(?:\.\d+)?Z?$/, '') };
    case 'n':
      return readNumber(value, style, context);
    default:
      return undefined;
  }
}

/** A formula without a value yet has no number either: its text is empty. */
function readNumber(
  value: string,
  style: number,
  { numberKinds, is1904 }: Pick<SheetContext, 'numberKinds' | 'is1904'>,
): Value | undefined {
  if (value === '') return { kind: 'text', text: '' };
  const text = readDecimal(value);
  if (text === undefined) return undefined;
  const kind = numberKinds[style];
  if (kind === 'percent') return { kind, text };
  const date = kind === 'date' ? readSerialDate(Number(value), is1904) : undefined;
  return date === undefined ? { kind: 'number', text } : { kind: 'date', text: date };
}
