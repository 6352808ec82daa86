import { followsCharacterSet, parseCharacterSets, type CharacterSets } from './character-set.ts';
import { encodeText } from './encode-text.ts';
import { findTag, hasLongHeader, implicitVrOf, isVr, type Keyword, type Tag, type Vr } from './dictionary.ts';
import type { DataSetEncoding } from './data-set.ts';
import { DicomError } from './error.ts';
import { transferSyntaxOf } from './uid.ts';

/** Encapsulated pixel data to write: fragments as they are, padded to even lengths (PS3.5 annex A.4). */
export type FragmentsInput = {
  readonly fragments: readonly Uint8Array[];
  /** Basic offset table: offset of each frame's first item from the end of the table's item. Empty when left out. */
  readonly offsetTable?: readonly number[];
};

/** Text (several values joined by `\` or in an array), numbers, bytes, items of a sequence, or fragments. */
export type ElementValue =
  | string
  | number
  | readonly string[]
  | readonly number[]
  | Uint8Array
  | FragmentsInput
  | readonly DataSetInput[];

/** An element by its number, for private ones and for another VR than the dictionary's. */
export type ElementInput = { readonly tag: Tag; readonly vr: Vr; readonly value: ElementValue };

/** Elements by keyword; or a list of elements. An empty array or string writes an element without value. */
export type DataSetInput = { readonly [Name in Keyword]?: ElementValue } | readonly ElementInput[];

const specificCharacterSet = 0x00080005;
const undefinedLength = 0xffffffff;

/**
 * Encodes a data set (PS3.5 section 7 and annex A), elements in tag order, sequences of explicit length.
 * OW and OB bytes are written as given. Throws `DicomError` (`unsupported`) for text that its SpecificCharacterSet cannot
 * say, or a set other than ASCII, ISO_IR 100 and ISO_IR 192.
 */
export function writeDataSet(input: DataSetInput, transferSyntaxUID: string): Buffer {
  const syntax = transferSyntaxOf(transferSyntaxUID);
  if (syntax.deflated) throw new DicomError('unsupported', 'deflating is left to the caller');
  return encodeElements(input, syntax, []);
}

/** The elements of an input, whatever its form, in tag order. */
export function listElements(input: DataSetInput): ElementInput[] {
  const elements = isElementList(input) ? input : fromKeywords(input);
  return elements.toSorted((left, right) => left.tag - right.tag);
}

function isElementList(input: DataSetInput): input is readonly ElementInput[] {
  return Array.isArray(input);
}

function fromKeywords(input: { readonly [Name in Keyword]?: ElementValue }): ElementInput[] {
  const signed = input.PixelRepresentation === 1;
  const elements: ElementInput[] = [];
  for (const [keyword, value] of Object.entries(input)) {
    const tag = findTag(keyword);
    if (tag === undefined) throw new TypeError(`no attribute is called ${keyword}`);
    const vr = isFragments(value) ? 'OB' : implicitVrOf(tag, signed);
    elements.push({ tag, vr, value });
  }
  return elements;
}

function encodeElements(input: DataSetInput, encoding: DataSetEncoding, inherited: CharacterSets): Buffer {
  const elements = listElements(input);
  const declared = elements.find((element) => element.tag === specificCharacterSet)?.value;
  const sets = declared === undefined ? inherited : parseCharacterSets(joinText(declared));
  return Buffer.concat(elements.flatMap((element) => encodeElement(element, encoding, sets)));
}

function encodeElement(element: ElementInput, encoding: DataSetEncoding, sets: CharacterSets): Buffer[] {
  const { value, vr } = element;
  if (!isVr(vr)) throw new TypeError(`no value representation is called ${String(vr)}`);
  if (isFragments(value)) return [header(element, undefinedLength, encoding), ...encodeFragments(value)];
  const bytes = isSequence(value, vr)
    ? Buffer.concat(value.flatMap((item) => encodeItem(encodeElements(item, encoding, sets), encoding)))
    : padded(encodeValue(value, vr, encoding, sets), vr);
  return [header(element, bytes.length, encoding), bytes];
}

function isFragments(value: ElementValue): value is FragmentsInput {
  return typeof value === 'object' && 'fragments' in value;
}

function isSequence(value: ElementValue, vr: Vr): value is readonly DataSetInput[] {
  return vr === 'SQ' && Array.isArray(value);
}

function header(element: ElementInput, length: number, encoding: DataSetEncoding): Buffer {
  const isLong = encoding.explicitVr && hasLongHeader(element.vr);
  const bytes = Buffer.alloc(isLong ? 12 : 8);
  writeTag(bytes, 0, element.tag, encoding.bigEndian);
  if (!encoding.explicitVr) {
    bytes.writeUInt32LE(length, 4);
    return bytes;
  }
  bytes.write(element.vr, 4, 'latin1');
  if (isLong) {
    writeUInt32(bytes, length, 8, encoding.bigEndian);
    return bytes;
  }
  if (length > 0xffff) throw new DicomError('limit', `VR ${element.vr} holds at most 65535 bytes`);
  if (encoding.bigEndian) bytes.writeUInt16BE(length, 6);
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

function encodeItem(content: Buffer, encoding: DataSetEncoding): Buffer[] {
  return [itemHeader(0xfffee000, content.length, encoding.bigEndian), content];
}

function itemHeader(tag: Tag, length: number, bigEndian: boolean): Buffer {
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

function encodeValue(value: ElementValue, vr: Vr, encoding: DataSetEncoding, sets: CharacterSets): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  const width = widths[vr];
  if (width !== undefined) return encodeNumbers(value, vr, width, encoding.bigEndian);
  const text = joinText(value);
  if (!followsCharacterSet(vr)) return Buffer.from(text, 'latin1');
  const bytes = encodeText(text, sets, { vr });
  if (!bytes) throw new DicomError('unsupported', 'text that its SpecificCharacterSet cannot say');
  return bytes;
}

function joinText(value: ElementValue): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.join('\\');
  throw new TypeError('text or numbers expected');
}

const widths: Partial<Record<Vr, number>> = { US: 2, SS: 2, UL: 4, SL: 4, AT: 4, FL: 4, FD: 8, SV: 8, UV: 8 };

function encodeNumbers(value: ElementValue, vr: Vr, width: number, bigEndian: boolean): Buffer {
  const numbers = typeof value === 'string' && value === '' ? [] : [value].flat().map(Number);
  const bytes = Buffer.alloc(numbers.length * width);
  for (const [index, number] of numbers.entries()) writeNumber(bytes, index * width, number, vr, bigEndian);
  return bytes;
}

function writeNumber(bytes: Buffer, at: number, number: number, vr: Vr, bigEndian: boolean): void {
  const width = widths[vr] ?? 0;
  if (vr === 'AT') {
    writeTag(bytes, at, number, bigEndian);
    return;
  }
  const little = Buffer.alloc(width);
  if (vr === 'FL') little.writeFloatLE(number);
  else if (vr === 'FD') little.writeDoubleLE(number);
  else if (vr === 'SV') little.writeBigInt64LE(BigInt(number));
  else if (vr === 'UV') little.writeBigUInt64LE(BigInt(number));
  else if (vr === 'SS' || vr === 'SL') little.writeIntLE(number, 0, width);
  else little.writeUIntLE(number, 0, width);
  bytes.set(bigEndian ? little.toReversed() : little, at);
}

/** Values have even lengths: text is padded with a space, UI and bytes with a NUL (PS3.5 section 6.2). */
function padded(bytes: Buffer, vr: Vr): Buffer {
  if (bytes.length % 2 === 0) return bytes;
  const isBytes = vr === 'UI' || vr === 'UN' || vr.startsWith('O');
  return Buffer.concat([bytes, Buffer.from(isBytes ? '\0' : ' ', 'latin1')]);
}
