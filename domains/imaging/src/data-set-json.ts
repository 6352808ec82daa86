import type { DataElement, DataSet, Vr } from '@liaison/dicom';

/** The DICOM JSON Model (PS3.18 annex F). */
export type JsonAttribute = {
  vr: Vr;
  Value?: readonly unknown[];
  InlineBinary?: string;
  BulkDataURI?: string;
};
export type JsonDataSet = Record<string, JsonAttribute>;

const specificCharacterSet = 0x00080005;
const byteVrs = new Set<Vr>(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);
const numberVrs = new Set<Vr>(['DS', 'FD', 'FL', 'IS', 'SL', 'SS', 'SV', 'UL', 'US', 'UV']);

/** A tag as eight upper-case hexadecimal digits (PS3.18 section F.2.2). */
export function tagName(tag: number): string {
  return tag.toString(16).toUpperCase().padStart(8, '0');
}

type Options = {
  /** Leaves out every attribute at the top but these. */
  only?: ReadonlySet<number>;
  bulkDataUri?: (path: readonly number[], lengthBytes: number | null) => string | undefined;
};

export function dataSetToJson(dataSet: DataSet, options: Options, path: readonly number[] = []): JsonDataSet {
  const json: JsonDataSet = {};
  for (const element of dataSet.elements()) {
    // Group lengths say nothing in JSON, and are retired (PS3.5 section 7.2).
    if ((element.tag & 0xffff) === 0) continue;
    if (path.length === 0 && options.only?.has(element.tag) === false) continue;
    json[tagName(element.tag)] = elementToJson(dataSet, element, options, [...path, element.tag]);
  }
  // JSON is UTF-8 whatever the data set was (PS3.18 section F.2.2).
  if (json[tagName(specificCharacterSet)])
    json[tagName(specificCharacterSet)] = { vr: 'CS', Value: ['ISO_IR 192'] };
  return json;
}

function elementToJson(
  dataSet: DataSet,
  element: DataElement,
  options: Options,
  path: readonly number[],
): JsonAttribute {
  const { tag, vr } = element;
  if (element.items)
    return {
      vr: 'SQ',
      ...some(element.items.map((item, at) => dataSetToJson(item, options, [...path, at]))),
    };
  if (byteVrs.has(vr) || element.fragmented) {
    const BulkDataURI = options.bulkDataUri?.(path, element.length);
    if (BulkDataURI !== undefined) return { vr, BulkDataURI };
  }
  if (element.length === 0) return { vr };
  if (element.fragmented || byteVrs.has(vr)) return inlineBinary(dataSet, element);
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
export function personName(value: string): object | null {
  const [Alphabetic = '', Ideographic = '', Phonetic = ''] = value
    .split('=')
    .map((group) => group.replace(/\^+$/, ''));
  const groups = { Alphabetic, Ideographic, Phonetic };
  const filled = Object.entries(groups).filter(([, group]) => group !== '');
  return filled.length > 0 ? Object.fromEntries(filled) : null;
}
