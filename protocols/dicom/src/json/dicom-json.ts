import type { DataElement, DataSet } from '../data-set/data-set.ts';
import { findTag, implicitVrOf, type Keyword, type Tag, type Vr } from '../dictionary/dictionary.ts';
import { swapped, wordBytes } from '../data-set/words.ts';

/**
 * The DICOM JSON Model (PS3.18 annex F), from data sets to text. Text is written directly: the metadata of a study are
 * hundreds of thousands of attributes.
 */

/** One attribute (PS3.18 section F.2.2), as `JSON.parse` gives it. */
export type JsonAttribute = {
  vr: Vr;
  Value?: readonly unknown[];
  /** Base64 of the value in little endian. */
  InlineBinary?: string;
  BulkDataURI?: string;
};

/** A data set: attributes by tag, eight upper-case hexadecimal digits. */
export type JsonDataSet = Record<string, JsonAttribute>;

export type JsonOptions = {
  /**
   * Address of a value that is left out, or undefined to put it in. Asked for byte VRs (OB, OW, UN…) and for values
   * above 1024 bytes. `path`: tag of the element, before it those of the sequences that hold it, each followed by the
   * item's number from 0. `lengthBytes`: null where what was read does not hold its end.
   */
  readonly bulkDataUri?: (path: readonly number[], lengthBytes: number | null) => string | undefined;
};

/** Values of other VRs have to be longer than this to be bulk data. */
const longValueBytes = 1024;
const specificCharacterSet = 0x00080005;
const pixelDataTags = new Set<Tag>([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const byteVrs = new Set<Vr>(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

/** A tag as eight upper-case hexadecimal digits (PS3.18 section F.2.2). */
export function tagName(tag: Tag): string {
  return tag.toString(16).toUpperCase().padStart(8, '0');
}

/** Attributes from values at hand; an empty text or null is an attribute without value. */
export function jsonOfValues(values: {
  readonly [Name in Keyword]?: string | number | null | readonly (string | number)[];
}): JsonDataSet {
  const attributes: [string, JsonAttribute][] = [];
  for (const [keyword, value] of Object.entries(values)) {
    const tag = findTag(keyword);
    if (tag === undefined) throw new TypeError(`no attribute is called ${keyword}`);
    const vr = implicitVrOf(tag, false);
    const present = [value].flat().filter((one) => one !== null && one !== '');
    const Value = vr === 'PN' ? present.map((name) => componentGroups(String(name))) : present;
    attributes.push([tagName(tag), Value.length > 0 ? { vr, Value } : { vr }]);
  }
  return Object.fromEntries(attributes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * A data set as JSON text, one object. Group lengths are left out, SpecificCharacterSet becomes that of JSON; DS and IS
 * keep their digits; fragments of pixel data have no place in JSON and need an address. Throws `TruncatedError` where a
 * value is not in what was read and has no address.
 */
export function toDicomJson(dataSet: DataSet, options: JsonOptions = {}): string {
  return objectText(dataSet, options, []);
}

function objectText(dataSet: DataSet, options: JsonOptions, path: readonly number[]): string {
  let text = '{';
  for (const element of dataSet.elements()) {
    // Group lengths say nothing in JSON, and are retired (PS3.5 section 7.2).
    if ((element.tag & 0xffff) === 0) continue;
    if (text.length > 1) text += ',';
    text += headOf(element) + contentOf(dataSet, element, options, path);
  }
  return `${text}}`;
}

const heads = new Map<string, Map<Tag, string>>();
/** Attributes of the standard and private ones of many products; hostile files may not make it grow without end. */
const maxHeads = 20_000;

function headOf({ tag, vr }: DataElement): string {
  let known = heads.get(vr);
  if (!known) heads.set(vr, (known = new Map()));
  const found = known.get(tag);
  if (found !== undefined) return found;
  const head = `"${tagName(tag)}":{"vr":"${vr}"`;
  if (known.size < maxHeads) known.set(tag, head);
  return head;
}

/** The rest of an attribute's object, with the brace that ends it. */
function contentOf(
  dataSet: DataSet,
  element: DataElement,
  options: JsonOptions,
  path: readonly number[],
): string {
  const { tag, vr, length, items } = element;
  if (items) return sequenceContent(items, options, [...path, tag]);
  if (length === 0) return '}';
  // JSON is UTF-8 whatever the data set was (PS3.18 section F.2.2).
  if (tag === specificCharacterSet) return ',"Value":["ISO_IR 192"]}';
  const isBytes = byteVrs.has(vr) || pixelDataTags.has(tag);
  if (options.bulkDataUri && (isBytes || length === null || length > longValueBytes)) {
    const uri = options.bulkDataUri([...path, tag], length);
    if (uri !== undefined) return `,"BulkDataURI":${JSON.stringify(uri)}}`;
  }
  if (element.fragmented) return '}';
  if (byteVrs.has(vr)) return `,"InlineBinary":"${base64Of(dataSet, element)}"}`;
  return valueContent(dataSet, element);
}

function sequenceContent(items: readonly DataSet[], options: JsonOptions, path: readonly number[]): string {
  if (items.length === 0) return '}';
  const texts = items.map((item, index) => objectText(item, options, [...path, index]));
  return `,"Value":[${texts.join(',')}]}`;
}

function base64Of(dataSet: DataSet, { tag, vr }: DataElement): string {
  const bytes = dataSet.bytes(tag) ?? Buffer.alloc(0);
  return (dataSet.encoding.bigEndian ? swapped(bytes, wordBytes(vr)) : bytes).toString('base64');
}

function valueContent(dataSet: DataSet, { tag, vr }: DataElement): string {
  switch (vr) {
    case 'AT':
      return listText(dataSet.numbers(tag).map((one) => `"${tagName(one)}"`));
    case 'US':
    case 'SS':
    case 'UL':
    case 'SL':
      return listText(dataSet.numbers(tag));
    case 'SV':
    case 'UV':
      return listText((dataSet.integers(tag) ?? []).map(integerText));
    case 'FL':
    case 'FD':
      return listText(dataSet.numbers(tag).map(floatText));
    case 'DS':
    case 'IS':
      return textsContent(dataSet.texts(tag), decimalText);
    case 'PN':
      return textsContent(dataSet.texts(tag).map(personNameText), String);
    default:
      return textsContent(dataSet.texts(tag), JSON.stringify);
  }
}

function listText(values: readonly (string | number | bigint)[]): string {
  return values.length === 0 ? '}' : `,"Value":[${values.join(',')}]}`;
}

/** Empty values are null among others (PS3.18 section F.2.5). */
function textsContent(values: readonly string[], textOf: (value: string) => string): string {
  if (values.length === 1) {
    const [only = ''] = values;
    return only === '' ? '}' : `,"Value":[${textOf(only)}]}`;
  }
  if (values.every((value) => value === '')) return '}';
  return `,"Value":[${values.map((value) => (value === '' ? 'null' : textOf(value))).join(',')}]}`;
}

/** Beyond what a double holds exactly, a text, which PS3.18 table F.2.3-1 allows beside numbers for SV and UV. */
function integerText(value: bigint): string {
  return BigInt.asIntN(54, value) === value ? String(value) : `"${value}"`;
}

/** What is no number in JSON is written as a text, which PS3.18 table F.2.3-1 allows beside numbers. */
function floatText(value: number): string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : String(value);
  if (Number.isNaN(value)) return '"NaN"';
  return value > 0 ? '"inf"' : '"-inf"';
}

const jsonNumber = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const looseNumber = /^([+-]?)0*(\d*)(?:\.(\d*))?([eE][+-]?\d+)?$/;

/** The digits of a DS or IS, as JSON wants numbers written; a text where they are no number. */
function decimalText(value: string): string {
  if (jsonNumber.test(value)) return value;
  const found = looseNumber.exec(value);
  const [, sign = '', whole = '', fraction = '', exponent = ''] = found ?? [];
  if (!found || !/\d/.test(value.replace(exponent, ''))) return JSON.stringify(value);
  return `${sign === '-' ? '-' : ''}${whole || '0'}${fraction && `.${fraction}`}${exponent}`;
}

function personNameText(value: string): string {
  const groups = componentGroups(value);
  return groups ? JSON.stringify(groups) : '';
}

/** PN by component groups (PS3.18 section F.2.2), without the delimiters that may be left out (PS3.5 section 6.2.1.1). */
function componentGroups(value: string): object | null {
  const [Alphabetic = '', Ideographic = '', Phonetic = ''] = value
    .split('=')
    .map((group) => group.replace(/\^+$/, ''));
  const filled = Object.entries({ Alphabetic, Ideographic, Phonetic }).filter(([, group]) => group !== '');
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}
