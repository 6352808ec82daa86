/** Values of the model from and to text: one way for XML, CSV and workbooks. */
import { codeLists, listCodes } from '../codes/code-lists.ts';
import { datatypes, type Datatype, type DatatypeName } from '../table/datatypes.ts';
import type { Field, MessageCode } from '../table/node.ts';
import type { Value } from './draft.ts';

export type Parsed =
  | { ok: true; value: Value }
  | { ok: false; kind: 'bad-value' | 'unknown-code'; expected: string };

const patterns = new Map(
  Object.entries(datatypes).map(([name, { pattern }]) => [name, new RegExp(`^(?:${pattern})$`, 'u')]),
);

/** A character that XML 1.0 does not have (section 2.2), lone surrogates included. */
export const notXml = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Text without what a change of format may add: line ends as one, spaces at the ends, and within one line runs of them. */
export function tidy(type: DatatypeName, text: string): string {
  if (type === 'text')
    return text
      .replaceAll(/\r\n?/g, '\n')
      .replace(/^[ \t\n]+/, '')
      .replace(/[ \t\n]+$/, '');
  return isTidy(text) ? text : text.replaceAll(/[ \t\r\n]+/g, ' ').trim();
}

/** Whether a text of one line has no space too many. */
function isTidy(text: string): boolean {
  let before = 32;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit < 32 || (unit === 32 && before === 32)) return false;
    before = unit;
  }
  return before !== 32;
}

/** The value that a text stands for, in the form in which every format writes it. */
export function parseText(field: Field, text: string, code: MessageCode): Parsed {
  const tidied = tidy(field.type, text);
  if (field.type === 'testFlag') return parseProfile(tidied, code);
  if (field.type === 'standardVersion') return parseLexical(field, tidied.replace(/^urn:liaison:mio:/, ''));
  if (field.type === 'rate') return parseLexical(field, shift(tidied, 2));
  return parseLexical(field, tidied);
}

/** A value of JSON: the type must be that of the field. */
export function parseValue(field: Field, value: unknown): Parsed {
  const type: Datatype = datatypes[field.type];
  if (typeof value !== type.ts) return bad(field);
  if (typeof value === 'boolean') return { ok: true, value };
  if (typeof value === 'string' && notXml.test(value)) return bad(field);
  return parseLexical(field, tidy(field.type, String(value)));
}

/** A value from a text in the model's own form, as CSV and workbooks have it. */
export function parseModelText(field: Field, text: string): Parsed {
  return notXml.test(text) ? bad(field) : parseLexical(field, tidy(field.type, text));
}

function parseLexical(field: Field, text: string): Parsed {
  const type: Datatype = datatypes[field.type];
  if (text.length > (type.maxLength ?? 100) || !patterns.get(field.type)?.test(text)) return bad(field);
  if (type.ts === 'boolean') return { ok: true, value: text === 'true' };
  if (type.ts === 'number') return { ok: true, value: Number(text) };
  if (type.isSplit && Number.isNaN(Date.parse(text))) return bad(field);
  if (!field.codes) return { ok: true, value: text };
  const found = field.type === 'percent' ? withoutTrailingZeros(text) : text;
  if (Object.hasOwn(codeLists[field.codes], found)) return { ok: true, value: found };
  return { ok: false, kind: 'unknown-code', expected: listCodes(field.codes).join(', ') };
}

function bad(field: Field): Parsed {
  return { ok: false, kind: 'bad-value', expected: expectation(field) };
}

function expectation(field: Field): string {
  const type: Datatype = datatypes[field.type];
  return type.maxLength ? `${type.fr}, ${type.maxLength} caractères au plus` : type.fr;
}

/** The text of a value in XML. */
export function formatText(field: Field, value: Value, code: MessageCode): string {
  if (field.type === 'testFlag') return profileId(code, value === true);
  if (field.type === 'standardVersion') return `urn:liaison:mio:${value}`;
  if (field.type === 'rate') return shift(String(value), -2);
  return String(value);
}

/** `CustomizationID` of a message; a test has another, so that software that knows nothing of tests refuses it. */
export function profileId(code: MessageCode, isTest: boolean): string {
  return `urn:liaison:mio:trns:${code.toLowerCase()}:1${isTest ? ':test' : ''}`;
}

function parseProfile(text: string, code: MessageCode): Parsed {
  if (text === profileId(code, false)) return { ok: true, value: false };
  if (text === profileId(code, true)) return { ok: true, value: true };
  return { ok: false, kind: 'bad-value', expected: profileId(code, false) };
}

function withoutTrailingZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** Moves the decimal point to the right; other text stays as it is, for the pattern to refuse. */
function shift(text: string, places: number): string {
  const found = /^([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (!found) return text;
  const [, whole = '', fraction = ''] = found;
  const digits = (whole + fraction).padStart(fraction.length - places + 1, '0');
  const scale = Math.max(fraction.length - places, 0);
  const padded = digits.padEnd(digits.length + Math.max(places - fraction.length, 0), '0');
  const integer = padded.slice(0, padded.length - scale).replace(/^0+(?=[0-9])/, '');
  return scale > 0 ? `${integer}.${padded.slice(-scale)}` : integer;
}
