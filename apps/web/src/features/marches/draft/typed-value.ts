import { codeLists, datatypes, parseModelText, type Field, type Value } from '@liaison/mio';

export type Typed =
  | { readonly isRight: true; readonly value: Value | undefined }
  /** What would do, in French. */
  | { readonly isRight: false; readonly expected: string };

const numbers: ReadonlySet<Field['type']> = new Set([
  'price',
  'amount',
  'quantity',
  'percent',
  'rate',
  'count',
]);

/**
 * What a person typed, as the value of a field: `12,50` and `1 234,5 €` are numbers, `31/12/2026` a date; nothing takes
 * the value away where the field may be absent.
 */
export function readTyped(field: Field, typed: string, isRequired: boolean): Typed {
  const text = typed.trim();
  if (text === '' && !isRequired) return { isRight: true, value: undefined };
  const parsed = parseModelText(field, numbers.has(field.type) ? asNumber(text) : asDate(field, text));
  return parsed.ok
    ? { isRight: true, value: parsed.value }
    : { isRight: false, expected: field.codes ? 'un des choix de la liste' : datatypes[field.type].fr };
}

function asNumber(text: string): string {
  return text.replaceAll(/[\s\u00a0\u202f€%]/g, '').replace(',', '.');
}

function asDate({ type }: Field, text: string): string {
  const [, day, month, year] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? [];
  if (type !== 'date' || !day || !month || !year) return text;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}

/** The value of a field as a French reader writes it; codes by their meaning. */
export function showValue(field: Field, value: Value): string {
  if (typeof value === 'boolean') return value ? 'Oui' : 'Non';
  const text = String(value);
  if (field.codes) return labelOf(field, text);
  if (numbers.has(field.type)) return showNumber(text);
  if (field.type === 'date') return text.split('-').toReversed().join('/');
  return text;
}

/** As it is typed: no spaces between thousands. */
export function typedForm(field: Field, value: Value): string {
  if (typeof value === 'boolean') return String(value);
  if (numbers.has(field.type)) return String(value).replace('.', ',');
  return field.type === 'date' ? showValue(field, value) : String(value);
}

function labelOf({ codes }: Field, code: string): string {
  const list: Readonly<Record<string, string>> = codes ? codeLists[codes] : {};
  const label = list[code];
  return label === undefined || label === code ? code : `${label} (${code})`;
}

/** Exact: a decimal is text and stays one. */
function showNumber(text: string): string {
  const [, sign = '', whole = '', fraction] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') return text;
  const parted = whole.replaceAll(/\B(?=(\d{3})+$)/g, '\u202f');
  return `${sign}${parted}${fraction === undefined ? '' : `,${fraction}`}`;
}

export type TypedChoice = { readonly value: string; readonly label: string };

/** The values of a field that is chosen rather than typed. */
export function choicesOf(field: Field): readonly TypedChoice[] | null {
  if (field.codes)
    return Object.keys(codeLists[field.codes]).map((value) => ({ value, label: labelOf(field, value) }));
  if (datatypes[field.type].ts !== 'boolean') return null;
  return [
    { value: 'true', label: 'Oui' },
    { value: 'false', label: 'Non' },
  ];
}
