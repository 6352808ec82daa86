import { decodeText, parseCharacterSets, singleTextVrs, type CharacterSets } from '../text/character-set.ts';
import { tagOf, type Keyword, type Tag, type Vr } from '../dictionary/dictionary.ts';
import { DicomError, TruncatedError } from '../error.ts';

/** One element, its value left where it is. */
export type DataElement = {
  readonly tag: Tag;
  readonly vr: Vr;
  /** Where the value starts, in bytes from the start of the buffer that was read. */
  readonly offset: number;
  /** Value length in bytes; null where the encoding left it undefined and its end was not in the buffer. */
  readonly length: number | null;
  /** Items of a sequence. */
  readonly items?: readonly DataSet[];
  /** Whether the value is a sequence of fragments (PS3.5 annex A.4). */
  readonly fragmented?: true;
};

export type DataSetEncoding = { readonly explicitVr: boolean; readonly bigEndian: boolean };

const specificCharacterSet = 0x00080005;
const binaryVrs = new Set<Vr>(['US', 'SS', 'UL', 'SL', 'FL', 'FD', 'AT', 'SV', 'UV']);
const numberWidths: Partial<Record<Vr, number>> = {
  US: 2,
  SS: 2,
  UL: 4,
  SL: 4,
  AT: 4,
  FL: 4,
  FD: 8,
  SV: 8,
  UV: 8,
};

/** A data set over the bytes it was read from (PS3.5 section 7); values are decoded when asked for, and not kept. */
export class DataSet {
  readonly #bytes: Buffer;
  readonly #elements: ReadonlyMap<Tag, DataElement>;
  readonly #parent: DataSet | null;
  readonly encoding: DataSetEncoding;
  /** Where an item's header starts, in bytes from the start of the buffer that was read; 0 for a whole data set. */
  readonly offset: number;
  #characterSets: CharacterSets | undefined;

  constructor(
    bytes: Buffer,
    elements: ReadonlyMap<Tag, DataElement>,
    encoding: DataSetEncoding,
    parent: DataSet | null,
    offset = 0,
  ) {
    this.#bytes = bytes;
    this.#elements = elements;
    this.encoding = encoding;
    this.#parent = parent;
    this.offset = offset;
  }

  /** Every element, in the order of the encoding. */
  elements(): Iterable<DataElement> {
    return this.#elements.values();
  }

  find(attribute: Keyword | Tag): DataElement | undefined {
    return this.#elements.get(tagOf(attribute));
  }

  has(attribute: Keyword | Tag): boolean {
    return this.find(attribute) !== undefined;
  }

  /** Raw value as a view (no copy); undefined without the element. Throws `TruncatedError` if it is not in the buffer. */
  bytes(attribute: Keyword | Tag): Buffer | undefined {
    const element = this.find(attribute);
    return element && this.#valueOf(element);
  }

  /** Every value as text without its padding; empty values stay as empty strings; no element, no values. */
  texts(attribute: Keyword | Tag): string[] {
    const element = this.find(attribute);
    if (!element || element.length === 0 || element.items || element.fragmented) return [];
    if (binaryVrs.has(element.vr)) return this.numbers(attribute).map(String);
    const text = decodeText(this.#valueOf(element), this.characterSets(), element.vr);
    if (singleTextVrs.has(element.vr)) return [trimEnd(text)];
    return text
      .split('\\')
      .map((value) => (element.vr === 'UC' ? trimEnd(value) : trimEnd(value).trimStart()));
  }

  /** First value as text; undefined when the element is absent or empty. */
  text(attribute: Keyword | Tag): string | undefined {
    return this.texts(attribute)[0] || undefined;
  }

  /** Every value as a number, from binary, DS or IS; what is no number is NaN. AT values are tags. */
  numbers(attribute: Keyword | Tag): number[] {
    const element = this.find(attribute);
    if (!element || element.length === 0) return [];
    const width = numberWidths[element.vr];
    if (width === undefined) return this.texts(attribute).map(parseNumber);
    const value = this.#valueOf(element);
    const numbers: number[] = [];
    for (let at = 0; at + width <= value.length; at += width)
      numbers.push(this.#numberAt(value, at, element.vr));
    return numbers;
  }

  /** Every value of an SV or UV, which a number may be too small for; undefined for other VRs. */
  integers(attribute: Keyword | Tag): bigint[] | undefined {
    const element = this.find(attribute);
    if (!element || (element.vr !== 'SV' && element.vr !== 'UV')) return undefined;
    const value = this.#valueOf(element);
    return Array.from({ length: value.length >>> 3 }, (_, index) =>
      bigIntegerAt(value, index * 8, element.vr, this.encoding.bigEndian),
    );
  }

  /** First value as a finite number; undefined when there is none. */
  number(attribute: Keyword | Tag): number | undefined {
    const first = this.numbers(attribute)[0];
    return first !== undefined && Number.isFinite(first) ? first : undefined;
  }

  /** Items of a sequence, none when it is absent. */
  items(attribute: Keyword | Tag): readonly DataSet[] {
    return this.find(attribute)?.items ?? [];
  }

  /** Those of this data set, or of the one that holds it (PS3.5 section 7.5.3). */
  characterSets(): CharacterSets {
    this.#characterSets ??= this.#readCharacterSets();
    return this.#characterSets;
  }

  #readCharacterSets(): CharacterSets {
    const element = this.#elements.get(specificCharacterSet);
    if (!element) return this.#parent?.characterSets() ?? [];
    return parseCharacterSets(decodeText(this.#valueOf(element), [], 'CS'));
  }

  #valueOf(element: DataElement): Buffer {
    if (element.length === null)
      throw new DicomError('unsupported', 'a value of undefined length has no plain bytes');
    const end = element.offset + element.length;
    if (end > this.#bytes.length) throw new TruncatedError(end);
    return this.#bytes.subarray(element.offset, end);
  }

  #numberAt(value: Buffer, at: number, vr: Vr): number {
    const big = this.encoding.bigEndian;
    switch (vr) {
      case 'US':
        return big ? value.readUInt16BE(at) : value.readUInt16LE(at);
      case 'SS':
        return big ? value.readInt16BE(at) : value.readInt16LE(at);
      case 'UL':
        return big ? value.readUInt32BE(at) : value.readUInt32LE(at);
      case 'SL':
        return big ? value.readInt32BE(at) : value.readInt32LE(at);
      case 'FL':
        return big ? value.readFloatBE(at) : value.readFloatLE(at);
      case 'FD':
        return big ? value.readDoubleBE(at) : value.readDoubleLE(at);
      case 'SV':
      case 'UV':
        return Number(bigIntegerAt(value, at, vr, big));
      default:
        return this.#tagAt(value, at);
    }
  }

  #tagAt(value: Buffer, at: number): Tag {
    const group = this.encoding.bigEndian ? value.readUInt16BE(at) : value.readUInt16LE(at);
    const element = this.encoding.bigEndian ? value.readUInt16BE(at + 2) : value.readUInt16LE(at + 2);
    return group * 0x10000 + element;
  }
}

function bigIntegerAt(value: Buffer, at: number, vr: Vr, bigEndian: boolean): bigint {
  if (vr === 'SV') return bigEndian ? value.readBigInt64BE(at) : value.readBigInt64LE(at);
  return bigEndian ? value.readBigUInt64BE(at) : value.readBigUInt64LE(at);
}

/** Padding is a space, or a NUL in UI and in many products' text (PS3.5 sections 6.2 and 9.1). */
function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && (text.charCodeAt(end - 1) === 0x20 || text.charCodeAt(end - 1) === 0)) end -= 1;
  return text.slice(0, end);
}

function parseNumber(text: string): number {
  return text === '' ? Number.NaN : Number(text);
}
