import { isVr, implicitVrOf, type Vr } from '../dictionary/dictionary.ts';
import { isAscii } from '../text/encode-text.ts';
import { DicomError } from '../error.ts';
import { wordBytes } from '../data-set/words.ts';
import { listElements, type ElementInput, type ElementValue } from '../data-set/write-data-set.ts';

export type FromJsonOptions = {
  /** The bytes behind a BulkDataURI (little endian); undefined, as without this, refuses the data set. */
  readonly bulkData?: (uri: string) => Uint8Array | undefined;
};

/** Deepest nesting of sequences, as in reading. */
const maxDepth = 64;
const specificCharacterSet = 0x00080005;
const wideVrs = new Set<Vr>(['SV', 'UV']);
const floatTexts: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  Infinity: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

/**
 * The elements of an object of the DICOM JSON Model (PS3.18 annex F), ready to be written. SpecificCharacterSet is set to
 * ISO_IR 192 where there is other text than ASCII, whatever the object says. Throws `DicomError`: `malformed` for what
 * is no such object, `unsupported` for bulk data that is not given, `limit`.
 */
export function fromDicomJson(json: unknown, options: FromJsonOptions = {}): ElementInput[] {
  const elements = elementsOf(json, options, 0);
  if (isAscii(JSON.stringify(json))) return elements;
  const others = elements.filter(({ tag }) => tag !== specificCharacterSet);
  return listElements([...others, { tag: specificCharacterSet, vr: 'CS', value: 'ISO_IR 192' }]);
}

function elementsOf(json: unknown, options: FromJsonOptions, depth: number): ElementInput[] {
  if (depth > maxDepth) throw new DicomError('limit', `sequences nested deeper than ${maxDepth}`);
  if (!isObject(json)) throw malformed('not a JSON object of attributes');
  const elements = Object.entries(json).map(([name, attribute]) =>
    elementOf(name, attribute, options, depth),
  );
  return listElements(elements);
}

function elementOf(name: string, attribute: unknown, options: FromJsonOptions, depth: number): ElementInput {
  if (!/^[0-9A-Fa-f]{8}$/.test(name)) throw malformed('an attribute that is not named by its tag');
  if (!isObject(attribute)) throw malformed('an attribute that is no object');
  const tag = Number.parseInt(name, 16);
  const vr = attribute['vr'] ?? implicitVrOf(tag, false);
  if (typeof vr !== 'string' || !isVr(vr)) throw malformed('an attribute with an unknown VR');
  return { tag, vr, value: valueOf(attribute, vr, options, depth) };
}

function valueOf(
  { Value, InlineBinary, BulkDataURI }: Readonly<Record<string, unknown>>,
  vr: Vr,
  options: FromJsonOptions,
  depth: number,
): ElementValue {
  if (InlineBinary !== undefined) {
    if (typeof InlineBinary !== 'string') throw malformed('InlineBinary that is no text');
    return Buffer.from(InlineBinary, 'base64');
  }
  if (BulkDataURI !== undefined) {
    const bytes = typeof BulkDataURI === 'string' ? options.bulkData?.(BulkDataURI) : undefined;
    if (!bytes) throw new DicomError('unsupported', 'bulk data that was not given');
    return bytes;
  }
  if (Value === undefined) return vr === 'SQ' ? [] : null;
  if (!Array.isArray(Value)) throw malformed('Value that is no array');
  const values: readonly unknown[] = Value;
  if (vr === 'SQ') return values.map((item) => elementsOf(item ?? {}, options, depth + 1));
  if (vr === 'AT') return values.map(tagValue);
  if (wideVrs.has(vr)) return values.map(bigValue);
  if (wordBytes(vr) > 1) return values.map(numberValue);
  return values.map((value) => (vr === 'PN' ? nameValue(value) : textValue(value))).join('\\');
}

function tagValue(value: unknown): number {
  if (typeof value === 'string' && /^[0-9A-Fa-f]{8}$/.test(value)) return Number.parseInt(value, 16);
  throw malformed('a value that is no tag');
}

function bigValue(value: unknown): bigint {
  const isInteger =
    typeof value === 'number' ? Number.isInteger(value) : typeof value === 'string' && /^-?\d+$/.test(value);
  if (!isInteger) throw malformed('a value that is no integer');
  return BigInt(String(value));
}

function numberValue(value: unknown): number {
  if (typeof value === 'number') return value;
  const number = typeof value === 'string' ? (floatTexts[value] ?? Number(value || Number.NaN)) : undefined;
  if (number === undefined || (Number.isNaN(number) && value !== 'NaN'))
    throw malformed('a value that is no number');
  return number;
}

function textValue(value: unknown): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw malformed('a value that is no text');
}

function nameValue(value: unknown): string {
  if (value === null || typeof value === 'string') return value ?? '';
  if (!isObject(value)) throw malformed('a value that is no name');
  const groups = [value['Alphabetic'], value['Ideographic'], value['Phonetic']];
  return groups
    .map((group) => textValue(group ?? null))
    .join('=')
    .replace(/=+$/, '');
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(message: string): DicomError {
  return new DicomError('malformed', `DICOM JSON: ${message}`);
}
