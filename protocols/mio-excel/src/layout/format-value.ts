import type { Field } from '@liaison/mio';
import type { CellInput, CellStyle } from '@liaison/xlsx';
import { labelOf } from './choices.ts';
import { isNumberField } from './styles.ts';
import { textOf } from './record.ts';

/** Spreadsheets hold 15 significant digits: a number of more stays exact as a text only. */
const exactDigits = 15;

/** The cell that shows a value of the message, as `readCell` finds it again. */
export function valueCell(field: Field, value: unknown, style: CellStyle): CellInput {
  if (value === undefined) return { kind: 'empty', text: '', style };
  const text = textOf(value);
  if (field.type === 'flag') return { kind: 'text', text: value === true ? 'oui' : 'non', style };
  if (isNumberField(field)) {
    const digits = text.replaceAll(/[^0-9]/g, '').replace(/^0+/, '').length;
    return { kind: digits <= exactDigits ? 'number' : 'text', text, style };
  }
  if (field.codes) return { kind: 'text', text: labelOf(field.codes, text), style };
  const isSpreadsheetDate = field.type === 'date' && text >= '1900-03-01' && isDay(text);
  return { kind: isSpreadsheetDate ? 'date' : 'text', text, style };
}

/** The pattern of dates lets 30 February pass; a date cell cannot hold it. */
function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
