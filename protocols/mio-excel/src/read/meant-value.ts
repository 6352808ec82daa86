import { datatypes, type DatatypeName, type Field, type Value } from '@liaison/mio';
import { formatCell, readDecimal, type Cell } from '@liaison/xlsx';
import type { ExcelFindingKind } from '../finding.ts';
import { codeMeant, isNumeric } from '../layout/choices.ts';
import { isDecimalField, isNumberField } from '../layout/styles.ts';

/** What somebody meant by a cell: a value as the message writes it, or none, and what to tell him. */
export type Meant = {
  readonly value?: Value;
  readonly tells?: readonly { readonly kind: ExcelFindingKind; readonly value: string }[];
};

/** Codes that are digits alone, with the lengths they may have: what a spreadsheet damages most. */
const codeLengths: Partial<Record<DatatypeName, readonly number[]>> = {
  gtin: [8, 12, 13, 14],
  cip13: [13],
  ucd13: [13],
  gln: [13],
  siret: [14],
  finess: [9],
  lppr: [7],
};
const mostZerosLost = 2;
const inCapitals: readonly DatatypeName[] = ['cladimed', 'atc', 'country', 'vatNumber', 'lei', 'udiDi'];

/** Reads a cell as its field wants it. What cannot be made out stays as it was typed, for the message's reader to refuse. */
export function meantValue(field: Field, cell: Cell): Meant {
  const shown = formatCell(cell);
  if (cell.kind === 'error') return { tells: [{ kind: 'error-value', value: shown }] };
  if (!cell.isComputed) return meantBy(field, cell, shown);
  if (cell.text === '') return { tells: [{ kind: 'formula-empty', value: '' }] };
  const { value, tells = [] } = meantBy(field, cell, shown);
  return { ...(value === undefined ? {} : { value }), tells: [{ kind: 'formula', value: shown }, ...tells] };
}

function meantBy(field: Field, cell: Cell, shown: string): Meant {
  if (field.type === 'flag') return { value: flagMeant(shown) };
  if (field.codes && !isNumeric(field.codes))
    return { value: codeMeant(field.codes, shown) ?? tidyLine(shown) };
  if (isNumberField(field)) return numberMeant(field, cell, shown);
  if (field.type === 'date') return { value: dateMeant(cell, shown) };
  const lengths = codeLengths[field.type];
  if (lengths) return digitsMeant(cell, shown, lengths);
  if (inCapitals.includes(field.type)) return { value: tidyLine(shown).replaceAll(/\s/g, '').toUpperCase() };
  return { value: field.type === 'text' ? tidyText(shown) : tidyLine(shown) };
}

function flagMeant(shown: string): Value {
  const word = shown.trim().toLowerCase();
  if (['oui', 'o', 'vrai', 'true', '1', 'x', 'yes'].includes(word)) return true;
  if (['non', 'n', 'faux', 'false', '0', 'no'].includes(word)) return false;
  return word;
}

/** `12,5`, `12.50 €`, `1 234,5`, `1.234,50`, `5,5 %`, whichever cell it stands in. */
function numberMeant(field: Field, cell: Cell, shown: string): Meant {
  if (cell.kind === 'date') return { tells: [{ kind: 'date-for-number', value: shown }] };
  const isShare = field.type === 'percent' || field.type === 'rate';
  if (cell.kind === 'percent') return { value: isShare ? (readDecimal(`${cell.text}e2`) ?? shown) : shown };
  const decimal = cell.kind === 'number' ? cell.text : readDecimal(withPoint(shown, isShare));
  if (decimal === undefined) return { value: tidyLine(shown) };
  const isCount = datatypes[field.type].ts === 'number';
  return { value: isCount && /^\d{1,9}$/.test(decimal) ? Number(decimal) : decimal };
}

function withPoint(text: string, isShare: boolean): string {
  const bare = text
    .replaceAll(/[\s\u00A0\u202F']/g, '')
    .replace(isShare ? /%$/ : /(?:€|EUR|euros?)?(?:HT)?$/i, '')
    .replace(/^€/, '');
  const comma = bare.lastIndexOf(',');
  const point = bare.lastIndexOf('.');
  const decimal = comma > point ? ',' : '.';
  const isRepeated = bare.split(decimal).length > 2;
  const grouped = isRepeated ? bare.replaceAll(decimal, '') : bare;
  return grouped.replaceAll(decimal === ',' ? '.' : ',', '').replace(',', '.');
}

function dateMeant(cell: Cell, shown: string): string {
  if (cell.kind === 'date') return cell.text.slice(0, 10);
  if (cell.kind === 'number') return dateOfSerial(Number(cell.text)) ?? shown;
  const text = tidyLine(shown);
  const [, day = '', month = '', year = ''] =
    /^(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4}|\d{2})$/.exec(text) ?? [];
  if (day === '') return text.replace(/[T ]\d{2}:\d{2}.*$/, '');
  return `${year.padStart(4, '20')}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** A date whose cell lost its format: days since the end of 1899, from 2000 to 2100. */
function dateOfSerial(serial: number): string | undefined {
  if (!(serial >= 36_526 && serial <= 73_415)) return undefined;
  return new Date(Date.UTC(1899, 11, 30) + Math.floor(serial) * 86_400_000).toISOString().slice(0, 10);
}

function digitsMeant(cell: Cell, shown: string, lengths: readonly number[]): Meant {
  const text = tidyLine(shown).replace(/^'/, '');
  if (cell.kind === 'text' && /^\d+(?:[.,]\d+)?E\+?\d+$/i.test(text))
    return { tells: [{ kind: 'scientific', value: text }] };
  const digits = text.replaceAll(/[\s\u00A0\u202F.-]/g, '').toUpperCase();
  if (!/^\d+$/.test(digits) || lengths.includes(digits.length)) return { value: digits };
  const wanted = lengths.find((length) => length > digits.length && length - digits.length <= mostZerosLost);
  if (wanted === undefined) return { value: digits };
  const value = digits.padStart(wanted, '0');
  return { value, tells: [{ kind: 'leading-zeros', value }] };
}

function tidyLine(text: string): string {
  return text.replaceAll(/[\s\u00A0\u202F]+/g, ' ').trim();
}

function tidyText(text: string): string {
  return text.replaceAll(/\r\n?/g, '\n').trim();
}

/** Whether a cell still shows what the message says: 12.50 and 12,5 are one price. */
export function isSameValue(field: Field, meant: Value | undefined, said: unknown, shown: string): boolean {
  if (meant === undefined) return false;
  if (meant === said || shown === said) return true;
  if (!isDecimalField(field) || typeof said !== 'string') return false;
  return readDecimal(String(meant)) === readDecimal(said);
}
