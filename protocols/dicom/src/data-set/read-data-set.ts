import { DataSet, type DataElement, type DataSetEncoding } from './data-set.ts';
import { hasLongHeader, implicitVrOf, vrs, type Tag, type Vr } from '../dictionary/dictionary.ts';
import { DicomError, TruncatedError } from '../error.ts';
import { transferSyntaxOf } from '../dictionary/uid.ts';

export type ReadOptions = {
  /** Reading ends before the first element, outside any sequence, whose tag is this one or a higher one. */
  readonly stopAtTag?: Tag;
  /** What begins at `stopAtTag` may be in another encoding: its tag alone is looked at. */
  readonly changesEncoding?: boolean;
  /**
   * The buffer may be the beginning of a data set only: reading then says `need-more` where it would have thrown
   * `TruncatedError`, and stops at the value of PixelData when that one is cut.
   */
  readonly isPrefix?: boolean;
  /** How many elements and items at most, nested ones included; 1 000 000 by default. */
  readonly maxElements?: number;
};

/** Where the pixels of an instance are, found without their bytes. */
export type PixelDataLocation = {
  /** PixelData, FloatPixelData or DoubleFloatPixelData. */
  readonly tag: Tag;
  readonly vr: Vr;
  /** In bytes from the start of the data set; encapsulated: that of the basic offset table's item. */
  readonly offset: number;
  /** Null where it is undefined and its end was not in the buffer. Encapsulated: sequence delimiter included. */
  readonly length: number | null;
  readonly encapsulated: boolean;
};

export type DataSetReading = {
  readonly dataSet: DataSet;
  /** `stopped`: at `stopAtTag`, or at a pixel value that is cut. */
  readonly state: 'complete' | 'stopped' | 'need-more';
  /** Where reading ended: the start of the first element that was not read. */
  readonly consumed: number;
  /** With `need-more`: reading again is of no use before the buffer has this length. */
  readonly neededBytes: number;
  readonly pixelData: PixelDataLocation | null;
};

/** Deepest nesting of sequences; real objects stay under 10. */
const maxDepth = 64;
const defaultMaxElements = 1_000_000;

const item = 0xfffee000;
const itemDelimitation = 0xfffee00d;
const sequenceDelimitation = 0xfffee0dd;
const undefinedLength = 0xffffffff;
const pixelRepresentation = 0x00280103;
const pixelDataTags = new Set<Tag>([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const implicitLittleEndian: DataSetEncoding = { explicitVr: false, bigEndian: false };

type Header = { tag: Tag; vr: Vr; offset: number; length: number };
type Level = { encoding: DataSetEncoding; depth: number; signed: boolean };

/**
 * Reads a data set (PS3.5 section 7 and annex A). Elements point into `buffer`, which must not change afterwards.
 * Throws `DicomError`: `truncated` (never with `isPrefix`), `malformed`, or `limit` for nesting and number.
 */
export function readDataSet(
  buffer: Buffer,
  transferSyntaxUID: string,
  options: ReadOptions = {},
): DataSetReading {
  const syntax = transferSyntaxOf(transferSyntaxUID);
  if (syntax.deflated) throw new DicomError('unsupported', 'a deflated data set is to be inflated first');
  return new DataSetReader(buffer, options).readTop(syntax);
}

type CodedVr = { readonly vr: Vr; readonly isLong: boolean };
const codedVrs = new Map<number, CodedVr>();
for (const vr of vrs) {
  codedVrs.set(vr.charCodeAt(0) * 256 + vr.charCodeAt(1), { vr, isLong: hasLongHeader(vr) });
}
const unknownVr: CodedVr = { vr: 'UN', isLong: true };

/** The VR that two bytes name. One that this edition of the standard lacks is UN with a long header (PS3.5 7.1.2). */
export function vrOfCode(code: number): CodedVr {
  const known = codedVrs.get(code);
  if (known) return known;
  const [first, second] = [code >> 8, code & 0xff];
  const areLetters = first >= 0x41 && first <= 0x5a && second >= 0x41 && second <= 0x5a;
  if (!areLetters) throw new DicomError('malformed', 'no value representation where one was expected');
  return unknownVr;
}

class DataSetReader {
  readonly #buffer: Buffer;
  readonly #stopAtTag: Tag;
  readonly #changesEncoding: boolean;
  readonly #isPrefix: boolean;
  #elementsLeft: number;
  #at = 0;

  constructor(buffer: Buffer, options: ReadOptions) {
    this.#buffer = buffer;
    this.#stopAtTag = options.stopAtTag ?? 0x1_0000_0000;
    this.#changesEncoding = options.changesEncoding ?? false;
    this.#isPrefix = options.isPrefix ?? false;
    this.#elementsLeft = options.maxElements ?? defaultMaxElements;
  }

  readTop(encoding: DataSetEncoding): DataSetReading {
    const elements = new Map<Tag, DataElement>();
    const dataSet = new DataSet(this.#buffer, elements, encoding, null);
    const level: Level = { encoding, depth: 0, signed: false };
    let pixelData: PixelDataLocation | null = null;
    let start = 0;
    const end = this.#buffer.length;
    try {
      while (this.#at < end) {
        start = this.#at;
        if (this.#isAtOtherEncoding(end)) return reading(dataSet, 'stopped', start, 0, pixelData);
        const header = this.#readHeader(end, level);
        if (header.tag >= this.#stopAtTag) return reading(dataSet, 'stopped', start, 0, pixelData);
        const isPixelData = pixelDataTags.has(header.tag);
        const element = isPixelData
          ? this.#readPixelData(header)
          : this.#readValue(header, end, level, dataSet);
        keepFirst(elements, element);
        if (element.tag === pixelRepresentation) level.signed = dataSet.number(pixelRepresentation) === 1;
        if (!isPixelData) continue;
        pixelData = locate(element);
        if (this.#at > end) return reading(dataSet, 'stopped', start, 0, pixelData);
      }
    } catch (error) {
      if (!(error instanceof TruncatedError) || !this.#isPrefix) throw error;
      return reading(dataSet, 'need-more', start, error.neededBytes, pixelData);
    }
    return reading(dataSet, 'complete', this.#at, 0, pixelData);
  }

  #isAtOtherEncoding(end: number): boolean {
    return this.#changesEncoding && this.#at + 4 <= end && this.#tagAt(this.#at, false) >= this.#stopAtTag;
  }

  /** With a prefix, the value may lie outside the buffer: `#at` then points past its end. */
  #readPixelData(header: Header): DataElement {
    const { tag, vr, offset, length } = header;
    if (length !== undefinedLength) {
      if (!this.#isPrefix) this.#need(offset + length, this.#buffer.length);
      this.#at = offset + length;
      return { tag, vr, offset, length };
    }
    try {
      this.#skipFragments(this.#buffer.length);
      return { tag, vr, offset, length: this.#at - offset, fragmented: true };
    } catch (error) {
      if (!(error instanceof TruncatedError) || !this.#isPrefix) throw error;
      this.#at = Number.POSITIVE_INFINITY;
      return { tag, vr, offset, length: null, fragmented: true };
    }
  }

  #readHeader(end: number, level: Level): Header {
    this.#count();
    const at = this.#at;
    this.#need(at + 8, end);
    const tag = this.#tagAt(at, level.encoding.bigEndian);
    if (tag >>> 16 === 0xfffe) throw new DicomError('malformed', 'delimiter where an element was expected');
    if (!level.encoding.explicitVr) {
      const length = this.#buffer.readUInt32LE(at + 4);
      return this.#headerOf(tag, implicitVrOf(tag, level.signed), at + 8, length);
    }
    const { vr, isLong } = vrOfCode(this.#buffer.readUInt16BE(at + 4));
    if (!isLong) return this.#headerOf(tag, vr, at + 8, this.#uint16At(at + 6, level));
    this.#need(at + 12, end);
    return this.#headerOf(tag, vr, at + 12, this.#uint32At(at + 8, level.encoding.bigEndian));
  }

  #headerOf(tag: Tag, vr: Vr, offset: number, length: number): Header {
    this.#at = offset;
    return { tag, vr, offset, length };
  }

  #readValue(header: Header, end: number, level: Level, owner: DataSet): DataElement {
    const { tag, vr, offset, length } = header;
    if (length === undefinedLength) return this.#readUndefinedLength(header, end, level, owner);
    this.#need(offset + length, end);
    if (vr !== 'SQ') {
      this.#at = offset + length;
      return { tag, vr, offset, length };
    }
    const items = this.#readItems(offset + length, false, deeper(level, level.encoding), owner);
    return { tag, vr, offset, length, items };
  }

  #readUndefinedLength(header: Header, end: number, level: Level, owner: DataSet): DataElement {
    const { tag, vr, offset } = header;
    if (vr === 'OB' || vr === 'OW') {
      this.#skipFragments(end);
      return { tag, vr, offset, length: this.#at - offset, fragmented: true };
    }
    if (vr !== 'SQ' && vr !== 'UN') throw new DicomError('malformed', `undefined length with VR ${vr}`);
    // UN of undefined length holds a sequence in implicit VR little endian (PS3.5 section 6.2.2, note).
    const encoding = vr === 'UN' ? implicitLittleEndian : level.encoding;
    const items = this.#readItems(end, true, deeper(level, encoding), owner);
    return { tag, vr: 'SQ', offset, length: this.#at - offset, items };
  }

  /** Items up to `end`, or up to the delimiter that must come before it. */
  #readItems(end: number, delimited: boolean, level: Level, owner: DataSet): DataSet[] {
    const items: DataSet[] = [];
    for (;;) {
      if (!delimited && this.#at >= end) return items;
      this.#count();
      this.#need(this.#at + 8, end);
      const tag = this.#tagAt(this.#at, level.encoding.bigEndian);
      const length = this.#uint32At(this.#at + 4, level.encoding.bigEndian);
      this.#at += 8;
      if (tag === sequenceDelimitation) {
        if (delimited) return items;
        // Seen in the field: a delimiter within a sequence of explicit length. It says nothing more.
        continue;
      }
      if (tag !== item) throw new DicomError('malformed', 'something else than an item in a sequence');
      items.push(this.#readItem(length, end, level, owner));
    }
  }

  #readItem(length: number, end: number, level: Level, owner: DataSet): DataSet {
    const delimited = length === undefinedLength;
    const itemEnd = delimited ? end : this.#at + length;
    this.#need(itemEnd, end);
    const elements = new Map<Tag, DataElement>();
    const dataSet = new DataSet(this.#buffer, elements, level.encoding, owner, this.#at - 8);
    // An icon has a PixelRepresentation of its own.
    const inner: Level = { ...level };
    for (;;) {
      if (delimited ? this.#atDelimiter(itemEnd, level) : this.#at >= itemEnd) return dataSet;
      const header = this.#readHeader(itemEnd, inner);
      const element = this.#readValue(header, itemEnd, inner, dataSet);
      keepFirst(elements, element);
      if (element.tag === pixelRepresentation) inner.signed = dataSet.number(pixelRepresentation) === 1;
    }
  }

  #atDelimiter(end: number, level: Level): boolean {
    this.#need(this.#at + 8, end);
    if (this.#tagAt(this.#at, level.encoding.bigEndian) !== itemDelimitation) return false;
    this.#at += 8;
    return true;
  }

  /** Fragments and their delimiter (PS3.5 annex A.4), always little endian. */
  #skipFragments(end: number): void {
    for (;;) {
      this.#count();
      this.#need(this.#at + 8, end);
      const tag = this.#tagAt(this.#at, false);
      const length = this.#uint32At(this.#at + 4, false);
      this.#at += 8;
      if (tag === sequenceDelimitation) return;
      if (tag !== item || length === undefinedLength)
        throw new DicomError('malformed', 'not a pixel data fragment');
      this.#need(this.#at + length, end);
      this.#at += length;
    }
  }

  /** `position` must not be past `end`: the end of the buffer means more bytes, that of an item a lie. */
  #need(position: number, end: number): void {
    if (position <= end) return;
    if (end === this.#buffer.length) throw new TruncatedError(position);
    throw new DicomError('malformed', 'a length goes past the end of what holds it');
  }

  #count(): void {
    this.#elementsLeft -= 1;
    if (this.#elementsLeft < 0) throw new DicomError('limit', 'too many elements');
  }

  #tagAt(at: number, bigEndian: boolean): Tag {
    if (bigEndian) return this.#buffer.readUInt32BE(at);
    return this.#buffer.readUInt16LE(at) * 0x10000 + this.#buffer.readUInt16LE(at + 2);
  }

  #uint16At(at: number, level: Level): number {
    return level.encoding.bigEndian ? this.#buffer.readUInt16BE(at) : this.#buffer.readUInt16LE(at);
  }

  #uint32At(at: number, bigEndian: boolean): number {
    return bigEndian ? this.#buffer.readUInt32BE(at) : this.#buffer.readUInt32LE(at);
  }
}

function deeper(level: Level, encoding: DataSetEncoding): Level {
  if (level.depth >= maxDepth) throw new DicomError('limit', `sequences nested deeper than ${maxDepth}`);
  return { encoding, depth: level.depth + 1, signed: level.signed };
}

/** An attribute occurs once (PS3.5 section 7.1); of two, the first is what was announced when the image arrived. */
function keepFirst(elements: Map<Tag, DataElement>, element: DataElement): void {
  if (!elements.has(element.tag)) elements.set(element.tag, element);
}

function locate(element: DataElement): PixelDataLocation {
  const { tag, vr, offset, length } = element;
  return { tag, vr, offset, length, encapsulated: element.fragmented === true };
}

function reading(
  dataSet: DataSet,
  state: DataSetReading['state'],
  consumed: number,
  neededBytes: number,
  pixelData: PixelDataLocation | null,
): DataSetReading {
  return { dataSet, state, consumed, neededBytes, pixelData };
}
