import { followsCharacterSet, parseCharacterSets, type CharacterSets } from '../text/character-set.ts';
import { encodeText } from '../text/encode-text.ts';
import {
  findTag,
  hasLongHeader,
  implicitVrOf,
  isVr,
  type Keyword,
  type Tag,
  type Vr,
} from '../dictionary/dictionary.ts';
import type { DataSet, DataSetEncoding } from './data-set.ts';
import { deflateDataSet } from './deflate.ts';
import { DicomError } from '../error.ts';
import { transferSyntaxOf } from '../dictionary/uid.ts';
import { swapped, wordBytes } from './words.ts';

/** Encapsulated pixel data to write: fragments as they are, padded to even lengths (PS3.5 annex A.4). */
export type FragmentsInput = {
  readonly fragments: readonly Uint8Array[];
  /** Basic offset table: offset of each frame's first item from the end of the table's item. Empty when left out. */
  readonly offsetTable?: readonly number[];
};

/**
 * Text (several values joined by `\` or in an array), numbers (bigint for SV and UV), bytes, items of a sequence, or
 * fragments; null for no value. Bytes of VRs with words (OW, OL, OF, OD, OV) are little endian whatever is written.
 */
export type ElementValue =
  | string
  | number
  | bigint
  | null
  | readonly string[]
  | readonly (number | bigint)[]
  | Uint8Array
  | FragmentsInput
  | readonly DataSetInput[];

/** An element by its number, for private ones and for another VR than the dictionary's. */
export type ElementInput = { readonly tag: Tag; readonly vr: Vr; readonly value: ElementValue };

/** Values by keyword; what is undefined is left out. */
export type KeywordValues = { readonly [Name in Keyword]?: ElementValue | undefined };

/** Elements by keyword; or a list of elements. An empty array or string, or null, writes an element without value. */
export type DataSetInput = KeywordValues | readonly ElementInput[];

export type WriteOptions = {
  /** Text that SpecificCharacterSet cannot say is put in plain letters or `?` (see `encodeText`), not refused. */
  readonly replaces?: boolean;
  /** Sequences and items end with delimiters instead of having their length before them. */
  readonly undefinedLengths?: boolean;
};

type Encoding = DataSetEncoding & WriteOptions;

const specificCharacterSet = 0x00080005;
const undefinedLength = 0xffffffff;
/** A short header has 16 bits for a length; even ones end here. */
const longestShortValue = 0xfffe;

/**
 * Encodes a data set (PS3.5 section 7 and annex A), elements in tag order, deflated where the syntax is.
 * Throws `DicomError` (`unsupported`) for text that its SpecificCharacterSet cannot say.
 */
export function writeDataSet(
  input: DataSetInput,
  transferSyntaxUID: string,
  options: WriteOptions = {},
): Buffer {
  const { explicitVr, bigEndian, deflated } = transferSyntaxOf(transferSyntaxUID);
  const bytes = encodeElements(input, { explicitVr, bigEndian, ...options }, []);
  return deflated ? deflateDataSet(bytes) : bytes;
}

/** Elements for what needs both: values by keyword, and others by number, such as private ones. In tag order. */
export function buildDataSet(values: KeywordValues, others: readonly ElementInput[] = []): ElementInput[] {
  return listElements([...fromKeywords(values), ...others]);
}

/** What was read, as what is written: to write it otherwise, or with changes. Text is decoded. */
export function inputOf(dataSet: DataSet): ElementInput[] {
  return [...dataSet.elements()].map(({ tag, vr, length, items, fragmented }): ElementInput => {
    if (items) return { tag, vr, value: items.map(inputOf) };
    if (fragmented) return { tag, vr, value: fragmentsIn(dataSet.bytes(tag)) };
    if (length === 0) return { tag, vr, value: null };
    if (widths[vr] !== undefined) return { tag, vr, value: dataSet.integers(tag) ?? dataSet.numbers(tag) };
    if (wordBytes(vr) > 0) {
      const bytes = dataSet.bytes(tag) ?? Buffer.alloc(0);
      return { tag, vr, value: dataSet.encoding.bigEndian ? swapped(bytes, wordBytes(vr)) : bytes };
    }
    return { tag, vr, value: dataSet.texts(tag).join('\\') };
  });
}

function fragmentsIn(bytes: Buffer = Buffer.alloc(0)): FragmentsInput {
  const parts: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length && bytes.readUInt16LE(at + 2) === 0xe000;) {
    const end = at + 8 + bytes.readUInt32LE(at + 4);
    parts.push(bytes.subarray(at + 8, end));
    at = end;
  }
  const [table, ...fragments] = parts;
  const offsetTable = Array.from({ length: (table?.length ?? 0) >>> 2 }, (_, index) =>
    (table ?? bytes).readUInt32LE(index * 4),
  );
  return { fragments, offsetTable };
}

/** The elements of an input, whatever its form, in tag order. */
export function listElements(input: DataSetInput): ElementInput[] {
  const elements = isElementList(input) ? input : fromKeywords(input);
  return elements.toSorted((left, right) => left.tag - right.tag);
}

function isElementList(input: DataSetInput): input is readonly ElementInput[] {
  return Array.isArray(input);
}

function fromKeywords(input: KeywordValues): ElementInput[] {
  const signed = input.PixelRepresentation === 1;
  const elements: ElementInput[] = [];
  for (const [keyword, value] of Object.entries(input)) {
    if (value === undefined) continue;
    const tag = findTag(keyword);
    if (tag === undefined) throw new TypeError(`no attribute is called ${keyword}`);
    const vr = isFragments(value) ? 'OB' : implicitVrOf(tag, signed);
    elements.push({ tag, vr, value });
  }
  return elements;
}

function encodeElements(input: DataSetInput, encoding: Encoding, inherited: CharacterSets): Buffer {
  const elements = listElements(input);
  const declared = elements.find((element) => element.tag === specificCharacterSet)?.value;
  const sets = declared === undefined ? inherited : parseCharacterSets(joinText(declared, 'CS'));
  return Buffer.concat(elements.flatMap((element) => encodeElement(element, encoding, sets)));
}

/** One element whole, header and value. `sets`: those of the data set that it goes into. */
export function encodeElement(element: ElementInput, encoding: Encoding, sets: CharacterSets): Buffer[] {
  const { value, vr, tag } = element;
  if (!isVr(vr)) throw new TypeError(`no value representation is called ${String(vr)}`);
  if (isFragments(value))
    return [elementHeader(tag, vr, undefinedLength, encoding), ...encodeFragments(value)];
  if (isSequence(value, vr)) return encodeSequence(tag, value, encoding, sets);
  const bytes = padded(encodeValue(value, vr, encoding, sets), vr);
  if (!encoding.explicitVr || hasLongHeader(vr) || bytes.length <= longestShortValue)
    return [elementHeader(tag, vr, bytes.length, encoding), bytes];
  // PS3.5 section 6.2.2: what a short header has no room for goes as UN, which is little endian.
  const plain = padded(encodeValue(value, vr, { ...encoding, bigEndian: false }, sets), vr);
  return [elementHeader(tag, 'UN', plain.length, encoding), plain];
}

function encodeSequence(
  tag: Tag,
  items: readonly DataSetInput[],
  encoding: Encoding,
  sets: CharacterSets,
): Buffer[] {
  const contents = items.map((item) => encodeElements(item, encoding, sets));
  const big = encoding.bigEndian;
  if (encoding.undefinedLengths) {
    return [
      elementHeader(tag, 'SQ', undefinedLength, encoding),
      ...contents.flatMap((content) => [
        itemHeader(0xfffee000, undefinedLength, big),
        content,
        itemHeader(0xfffee00d, 0, big),
      ]),
      itemHeader(0xfffee0dd, 0, big),
    ];
  }
  const parts = contents.flatMap((content) => [itemHeader(0xfffee000, content.length, big), content]);
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return [elementHeader(tag, 'SQ', length, encoding), ...parts];
}

function isFragments(value: ElementValue): value is FragmentsInput {
  return typeof value === 'object' && value !== null && 'fragments' in value;
}

function isSequence(value: ElementValue, vr: Vr): value is readonly DataSetInput[] {
  return vr === 'SQ' && Array.isArray(value);
}

/** Tag, VR where it is explicit, and length (PS3.5 section 7.1). */
export function elementHeader(tag: Tag, vr: string, length: number, encoding: DataSetEncoding): Buffer {
  const isLong = encoding.explicitVr && hasLongHeader(vr);
  const bytes = Buffer.alloc(isLong ? 12 : 8);
  writeTag(bytes, 0, tag, encoding.bigEndian);
  if (!encoding.explicitVr) {
    bytes.writeUInt32LE(length, 4);
    return bytes;
  }
  bytes.write(vr, 4, 'latin1');
  if (isLong) writeUInt32(bytes, length, 8, encoding.bigEndian);
  else if (encoding.bigEndian) bytes.writeUInt16BE(length, 6);
  else bytes.writeUInt16LE(length, 6);
  return bytes;
}

function writeTag(bytes: Buffer, at: number, tag: Tag, bigEndian: boolean): void {
  if (bigEndian) {
    bytes.writeUInt32BE(tag, at);
    return;
  }
  bytes.writeUInt16LE(tag >>> 16, at);
  bytes.writeUInt16LE(tag & 0xffff, at + 2);
}

function writeUInt32(bytes: Buffer, value: number, at: number, bigEndian: boolean): void {
  if (bigEndian) bytes.writeUInt32BE(value, at);
  else bytes.writeUInt32LE(value, at);
}

/** Header of an item or of a delimiter. */
export function itemHeader(tag: Tag, length: number, bigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(8);
  writeTag(bytes, 0, tag, bigEndian);
  writeUInt32(bytes, length, 4, bigEndian);
  return bytes;
}

function encodeFragments(value: FragmentsInput): Buffer[] {
  const table = Buffer.alloc((value.offsetTable?.length ?? 0) * 4);
  for (const [index, offset] of (value.offsetTable ?? []).entries()) table.writeUInt32LE(offset, index * 4);
  const items = [table, ...value.fragments].flatMap((fragment) => {
    const content = padded(Buffer.from(fragment.buffer, fragment.byteOffset, fragment.byteLength), 'OB');
    return [itemHeader(0xfffee000, content.length, false), content];
  });
  return [...items, itemHeader(0xfffee0dd, 0, false)];
}

function encodeValue(value: ElementValue, vr: Vr, encoding: Encoding, sets: CharacterSets): Buffer {
  if (value === null) return Buffer.alloc(0);
  if (value instanceof Uint8Array) {
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    return encoding.bigEndian ? swapped(bytes, wordBytes(vr)) : bytes;
  }
  const width = widths[vr];
  if (width !== undefined) return encodeNumbers(value, vr, width, encoding.bigEndian);
  const text = joinText(value, vr);
  if (!followsCharacterSet(vr)) return Buffer.from(text, 'latin1');
  const bytes = encodeText(text, sets, { vr, replaces: encoding.replaces ?? false });
  if (!bytes) throw new DicomError('unsupported', 'text that its SpecificCharacterSet cannot say');
  return bytes;
}

function joinText(value: ElementValue, vr: Vr): string {
  if (typeof value === 'string') return value;
  const values = Array.isArray(value) ? value : [value];
  return values.map((one) => textOf(one, vr)).join('\\');
}

function textOf(value: unknown, vr: Vr): string {
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'number') throw new TypeError('text or numbers expected');
  return vr === 'DS' ? formatDecimal(value) : String(value);
}

/** A DS has at most 16 characters (PS3.5 section 6.2). */
function formatDecimal(value: number): string {
  for (let digits = 17; digits > 0; digits -= 1) {
    const text = String(Number(value.toPrecision(digits)));
    if (text.length <= 16) return text;
  }
  return String(value);
}

const widths: Partial<Record<Vr, number>> = { US: 2, SS: 2, UL: 4, SL: 4, AT: 4, FL: 4, FD: 8, SV: 8, UV: 8 };

function encodeNumbers(value: ElementValue, vr: Vr, width: number, bigEndian: boolean): Buffer {
  const numbers = value === '' || value === null ? [] : [value].flat();
  const bytes = Buffer.alloc(numbers.length * width);
  for (const [index, number] of numbers.entries()) {
    if (typeof number === 'object') throw new TypeError('numbers expected');
    const isWide = vr === 'SV' || vr === 'UV';
    writeNumber(bytes, index * width, isWide ? BigInt(number) : Number(number), vr);
  }
  return bigEndian ? swapped(bytes, wordBytes(vr)) : bytes;
}

/** In little endian. */
function writeNumber(bytes: Buffer, at: number, number: number | bigint, vr: Vr): void {
  const width = widths[vr] ?? 0;
  if (typeof number === 'bigint') {
    if (vr === 'SV') bytes.writeBigInt64LE(number, at);
    else bytes.writeBigUInt64LE(number, at);
  } else if (vr === 'AT') writeTag(bytes, at, number, false);
  else if (vr === 'FL') bytes.writeFloatLE(number, at);
  else if (vr === 'FD') bytes.writeDoubleLE(number, at);
  else if (vr === 'SS' || vr === 'SL') bytes.writeIntLE(number, at, width);
  else bytes.writeUIntLE(number, at, width);
}

/** Values have even lengths: text is padded with a space, UI and bytes with a NUL (PS3.5 section 6.2). */
function padded(bytes: Buffer, vr: Vr): Buffer {
  if (bytes.length % 2 === 0) return bytes;
  const isBytes = vr === 'UI' || vr === 'UN' || vr.startsWith('O');
  return Buffer.concat([bytes, Buffer.from(isBytes ? '\0' : ' ', 'latin1')]);
}
