import {
  findKeyword,
  findTag,
  implicitVrOf,
  type DataElement,
  type DataSet,
  type Keyword,
  type Tag,
  type Vr,
} from '@liaison/dicom';

/** The DICOM JSON Model (PS3.18 annex F). */
export type JsonAttribute = {
  vr: Vr;
  Value?: readonly unknown[];
  InlineBinary?: string;
  BulkDataURI?: string;
};
export type JsonDataSet = Record<string, JsonAttribute>;

const specificCharacterSet = 0x00080005;
const pixelData = 0x7fe00010;
const inlineVrs = new Set<Vr>(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
const numberVrs = new Set<Vr>(['DS', 'FD', 'FL', 'IS', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);

/** A tag as eight upper-case hexadecimal digits (PS3.18 section F.2.2). */
export function tagName(tag: Tag): string {
  return tag.toString(16).toUpperCase().padStart(8, '0');
}

/** Attributes from values at hand; an empty text or null is an attribute without value. */
export function toJson(values: {
  readonly [Name in Keyword]?: string | number | null | readonly (string | number)[];
}): JsonDataSet {
  const attributes: [string, JsonAttribute][] = [];
  for (const [keyword, value] of Object.entries(values)) {
    const tag = findTag(keyword);
    if (tag === undefined) throw new TypeError(`no attribute is called ${keyword}`);
    const vr = implicitVrOf(tag, false);
    const present = [value].flat().filter((one) => one !== null && one !== '');
    const Value = vr === 'PN' ? present.map((name) => personName(String(name))) : present;
    attributes.push([tagName(tag), Value.length > 0 ? { vr, Value } : { vr }]);
  }
  return Object.fromEntries(attributes.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A data set read up to its pixels. `pixelsUri`: where those are (PS3.18 section F.2.2, BulkDataURI). */
export function dataSetToJson(dataSet: DataSet, pixelsUri: string): JsonDataSet {
  const json: JsonDataSet = {};
  for (const element of dataSet.elements()) {
    // Group lengths say nothing in JSON, and are retired (PS3.5 section 7.2).
    if ((element.tag & 0xffff) === 0) continue;
    json[tagName(element.tag)] = elementToJson(dataSet, element, pixelsUri);
  }
  // JSON is UTF-8 whatever the data set was (PS3.18 section F.2.2).
  if (json[tagName(specificCharacterSet)])
    json[tagName(specificCharacterSet)] = { vr: 'CS', Value: ['ISO_IR 192'] };
  return json;
}

function elementToJson(dataSet: DataSet, element: DataElement, pixelsUri: string): JsonAttribute {
  const { tag, vr } = element;
  if (tag === pixelData) return { vr, BulkDataURI: pixelsUri };
  if (element.items)
    return { vr: 'SQ', ...some(element.items.map((item) => dataSetToJson(item, pixelsUri))) };
  if (element.length === 0) return { vr };
  if (element.fragmented || inlineVrs.has(vr)) return inlineBinary(dataSet, element);
  if (vr === 'PN') return { vr, ...some(dataSet.texts(tag).map(personName)) };
  if (vr === 'AT') return { vr, ...some(dataSet.numbers(tag).map(tagName)) };
  if (numberVrs.has(vr))
    return { vr, ...some(dataSet.numbers(tag).map((one) => (Number.isFinite(one) ? one : null))) };
  return { vr, ...some(dataSet.texts(tag).map((text) => text || null)) };
}

function inlineBinary(dataSet: DataSet, element: DataElement): JsonAttribute {
  const bytes = dataSet.bytes(element.tag);
  return bytes ? { vr: element.vr, InlineBinary: bytes.toString('base64') } : { vr: element.vr };
}

function some(values: readonly unknown[]): { Value?: readonly unknown[] } {
  return values.some((value) => value !== null) ? { Value: values } : {};
}

/** PN by component groups (PS3.18 section F.2.2), without the delimiters that may be left out (PS3.5 section 6.2.1.1). */
function personName(value: string): object | null {
  const [Alphabetic = '', Ideographic = '', Phonetic = ''] = value
    .split('=')
    .map((group) => group.replace(/\^+$/, ''));
  const groups = { Alphabetic, Ideographic, Phonetic };
  const filled = Object.entries(groups).filter(([, group]) => group !== '');
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}

/** The keyword that a query names, by itself or by its tag (PS3.18 section 8.3.4.1); undefined when we know none. */
export function keywordOf(name: string): Keyword | undefined {
  if (/^[0-9a-fA-F]{8}$/.test(name)) return findKeyword(Number.parseInt(name, 16));
  const tag = findTag(name);
  return tag === undefined ? undefined : findKeyword(tag);
}
