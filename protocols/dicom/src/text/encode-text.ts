import { escapes, isClosedSet, isReset, twoByteG0Sets, type CharacterSets } from './character-set.ts';

/**
 * From text to the bytes of a SpecificCharacterSet (PS3.3 section C.12.1.1.2, PS3.5 section 6.1). Tables are what
 * TextDecoder makes of every code of a set, built when first asked for.
 */

/** Code of each character in a set, of one or two bytes; bytes above 0x80 but in the sets of G0. */
type Table = ReadonlyMap<string, number>;

const singleByteLabels: Record<string, string> = {
  'IR 101': 'iso-8859-2',
  'IR 109': 'iso-8859-3',
  'IR 110': 'iso-8859-4',
  'IR 144': 'iso-8859-5',
  'IR 127': 'iso-8859-6',
  'IR 126': 'iso-8859-7',
  'IR 138': 'iso-8859-8',
  'IR 148': 'iso-8859-9',
  'IR 203': 'iso-8859-15',
  'IR 166': 'windows-874',
  'IR 13': 'shift_jis',
};

/** Rows of 94 that a set of two bytes has; what decoders know beyond them is no part of it. */
const twoByteRows: Record<string, { label: string; has: (row: number) => boolean }> = {
  'IR 87': { label: 'euc-jp', has: (row) => row <= 8 || (row >= 16 && row <= 84) },
  'IR 159': { label: 'euc-jp', has: () => true },
  'IR 149': { label: 'euc-kr', has: () => true },
  'IR 58': { label: 'gb18030', has: (row) => row <= 9 || (row >= 16 && row <= 87) },
};

const tables = new Map<string, Table>();

function tableOf(set: string): Table {
  const known = tables.get(set);
  if (known) return known;
  const made = makeTable(set);
  tables.set(set, made);
  return made;
}

function makeTable(set: string): Table {
  if (set === 'IR 100') return latin1Table();
  const label = singleByteLabels[set];
  if (label !== undefined) return singleByteTable(label, set === 'IR 13' ? 0xdf : 0xff);
  const rows = twoByteRows[set];
  return rows ? twoByteTable(set, rows.label, rows.has) : new Map();
}

function latin1Table(): Table {
  return new Map(
    Array.from({ length: 0x60 }, (_, index) => [String.fromCharCode(0xa0 + index), 0xa0 + index]),
  );
}

function singleByteTable(label: string, last: number): Table {
  const decoder = new TextDecoder(label);
  const table = new Map<string, number>();
  for (let byte = 0xa0; byte <= last; byte += 1) add(table, decoder.decode(Uint8Array.of(byte)), byte);
  return table;
}

function twoByteTable(set: string, label: string, has: (row: number) => boolean): Table {
  const decoder = new TextDecoder(label);
  const table = new Map<string, number>();
  const prefix = set === 'IR 159' ? [0x8f] : [];
  const bits = twoByteG0Sets.has(set) ? 0x7f7f : 0xffff;
  for (let high = 0xa1; high <= 0xfe; high += 1) {
    if (!has(high - 0xa0)) continue;
    for (let low = 0xa1; low <= 0xfe; low += 1) {
      add(table, decoder.decode(Uint8Array.of(...prefix, high, low)), ((high << 8) | low) & bits);
    }
  }
  return table;
}

function add(table: Map<string, number>, character: string, code: number): void {
  const isOne = character.length === 1 || (character.codePointAt(0) ?? 0) > 0xffff;
  if (isOne && character !== '\ufffd' && !table.has(character)) table.set(character, code);
}

let gb18030: { pairs: Table; quads: Table } | undefined;

/** Pairs are those of GBK; quads the rest of the Basic Multilingual Plane, as an index from 81 30 81 30. */
function gb18030Tables(): { pairs: Table; quads: Table } {
  if (gb18030) return gb18030;
  const decoder = new TextDecoder('gb18030');
  const pairs = new Map<string, number>();
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      if (low !== 0x7f) add(pairs, decoder.decode(Uint8Array.of(high, low)), (high << 8) | low);
    }
  }
  const quads = new Map<string, number>();
  for (let index = 0; index <= 39_419; index += 1) {
    const character = decoder.decode(Uint8Array.of(...quadOf(index)));
    if (!pairs.has(character)) add(quads, character, index);
  }
  gb18030 = { pairs, quads };
  return gb18030;
}

function quadOf(index: number): number[] {
  return [
    0x81 + Math.floor(index / 12_600),
    0x30 + (Math.floor(index / 1260) % 10),
    0x81 + (Math.floor(index / 10) % 126),
    0x30 + (index % 10),
  ];
}

/** Place of U+10000 among quads (90 30 81 30). */
const firstSupplementaryQuad = 189_000;

function encodeGb(character: string, set: string): number[] | undefined {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return [code];
  const { pairs, quads } = gb18030Tables();
  const pair = pairs.get(character);
  if (pair !== undefined) return [pair >> 8, pair & 0xff];
  if (set === 'GBK') return undefined;
  if (code > 0xffff) return quadOf(firstSupplementaryQuad + code - 0x10000);
  const quad = quads.get(character);
  return quad === undefined ? undefined : quadOf(quad);
}

const escapeOf = new Map(escapes.map(([code, set]) => [set, [0x1b, ...Buffer.from(code, 'latin1')]]));

/** Says characters one after the other by what G0 and G1 hold, and changes these where another set is needed. */
class Iso2022Encoder {
  readonly bytes: number[] = [];
  readonly #sets: CharacterSets;
  readonly #initialG0: string;
  readonly #initialG1: string;
  #g0: string;
  #g1: string;

  constructor(sets: CharacterSets) {
    this.#sets = sets;
    this.#initialG1 = sets[0] ?? '';
    this.#initialG0 = this.#initialG1 === 'IR 13' ? 'IR 14' : 'IR 6';
    this.#g0 = this.#initialG0;
    this.#g1 = this.#initialG1;
  }

  /** False where no set has that character: nothing is written then. */
  add(character: string, vr: string): boolean {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) {
      this.restoreG0();
      this.bytes.push(code);
      if (isReset(code, vr)) this.#g1 = this.#initialG1;
      return true;
    }
    const set = [this.#g0, this.#g1, ...this.#sets].find((one) => tableOf(one).has(character));
    if (set === undefined) return false;
    this.#designate(set);
    const found = tableOf(set).get(character) ?? 0;
    if (found > 0xff) this.bytes.push(found >> 8);
    this.bytes.push(found & 0xff);
    return true;
  }

  restoreG0(): void {
    if (this.#g0 === this.#initialG0) return;
    this.bytes.push(...(escapeOf.get(this.#initialG0) ?? []));
    this.#g0 = this.#initialG0;
  }

  #designate(set: string): void {
    if (!twoByteG0Sets.has(set)) this.restoreG0();
    if (set === this.#g0 || set === this.#g1) return;
    this.bytes.push(...(escapeOf.get(set) ?? []));
    if (twoByteG0Sets.has(set)) this.#g0 = set;
    else this.#g1 = set;
  }
}

export type EncodeOptions = {
  /** VR of the value, which decides what delimits; LO by default. */
  readonly vr?: string;
  /** What no set has is written without its accent, by its letters in ASCII, or as `?`. Otherwise it is refused. */
  readonly replaces?: boolean;
};

/**
 * Bytes of a text by its SpecificCharacterSet, with the escapes of code extensions where there are several sets;
 * undefined when these cannot say it (never with `replaces`).
 */
export function encodeText(
  text: string,
  sets: CharacterSets,
  options: EncodeOptions = {},
): Buffer | undefined {
  const { vr = 'LO', replaces = false } = options;
  const set = sets[0] ?? '';
  if (set === 'IR 192') return Buffer.from(text, 'utf8');
  if (isAscii(text)) return Buffer.from(text, 'latin1');
  const composed = text.normalize('NFC');
  return isClosedSet(set)
    ? encodeClosed(composed, (character) => encodeGb(character, set), replaces)
    : encodeExtended(composed, sets, vr, replaces);
}

export function isAscii(text: string): boolean {
  return !/[\u0080-\uffff]/.test(text);
}

function encodeClosed(
  text: string,
  encode: (character: string) => number[] | undefined,
  replaces: boolean,
): Buffer | undefined {
  const bytes: number[] = [];
  for (const character of text) {
    const found =
      encode(character) ??
      (replaces ? Array.from(plain(character)).flatMap((one) => encode(one) ?? 0x3f) : undefined);
    if (found === undefined) return undefined;
    bytes.push(...found);
  }
  return Buffer.from(bytes);
}

function encodeExtended(
  text: string,
  sets: CharacterSets,
  vr: string,
  replaces: boolean,
): Buffer | undefined {
  const encoder = new Iso2022Encoder(sets);
  for (const character of text) {
    if (encoder.add(character, vr)) continue;
    if (!replaces) return undefined;
    for (const one of plain(character)) if (!encoder.add(one, vr)) encoder.add('?', vr);
  }
  encoder.restoreG0();
  return Buffer.from(encoder.bytes);
}

const spelledOut: Readonly<Record<string, string>> = {
  œ: 'oe',
  Œ: 'OE',
  æ: 'ae',
  Æ: 'AE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ß: 'ss',
  ı: 'i',
  þ: 'th',
  Þ: 'Th',
  ð: 'd',
  Ð: 'D',
  '€': 'EUR',
  '’': "'",
  '‘': "'",
  '‚': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '«': '"',
  '»': '"',
  '–': '-',
  '—': '-',
  '‑': '-',
  '…': '...',
  '\u00a0': ' ',
  '\u2009': ' ',
  '\u202f': ' ',
};

/** A character in simpler ones: without accents, or by its usual letters. Itself where there are none. */
function plain(character: string): string {
  return spelledOut[character] ?? character.normalize('NFKD').replaceAll(/\p{M}/gu, '');
}
