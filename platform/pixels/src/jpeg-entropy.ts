import { PixelsError } from './error.ts';

/** A Huffman table (T.81 annex C): symbols in the order of their codes, and where the codes of each length are. */
export type HuffmanTable = {
  readonly symbols: Uint8Array;
  /** For codes of up to 8 bits: length and symbol by the next 8 bits; 0 for a longer code. */
  readonly fast: Uint16Array;
  /** By length: the largest code, or −1, and what is added to a code to find its symbol. */
  readonly largest: Int32Array;
  readonly shift: Int32Array;
};

const fastBits = 8;

/** @throws PixelsError `damaged` for more codes than their lengths hold */
export function buildHuffmanTable(counts: Uint8Array, symbols: Uint8Array): HuffmanTable {
  const fast = new Uint16Array(1 << fastBits);
  const largest = new Int32Array(18).fill(-1);
  const shift = new Int32Array(18);
  let code = 0;
  let at = 0;
  for (let length = 1; length <= 16; length += 1) {
    const count = counts[length - 1] ?? 0;
    shift[length] = at - code;
    if (count > 0) largest[length] = code + count - 1;
    for (let i = 0; i < count; i += 1, code += 1, at += 1) {
      if (code >= 1 << length) throw new PixelsError('damaged', 'a Huffman table that holds too much');
      if (length > fastBits) continue;
      const first = code << (fastBits - length);
      fast.fill((length << 8) | (symbols[at] ?? 0), first, first + (1 << (fastBits - length)));
    }
    code <<= 1;
  }
  return { symbols, fast, largest, shift };
}

/** Bits of entropy-coded data, up to its next marker (T.81 section F.2.2). */
export class BitReader {
  readonly #bytes: Uint8Array;
  #at: number;
  #bits = 0;
  #count = 0;
  /** Bits in hand that are not of the data: what lies behind its end is read as zeros, and never used. */
  #padding = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  /** Where the marker after the data is, once all of it was read. */
  get at(): number {
    return this.#at;
  }

  /** The next symbol. @throws PixelsError `damaged` */
  decode(table: HuffmanTable): number {
    if (this.#count < 16) this.#fill();
    const found = table.fast[(this.#bits >>> (this.#count - fastBits)) & 0xff] ?? 0;
    if (found !== 0) {
      this.#take(found >> 8);
      return found & 0xff;
    }
    for (let length = fastBits + 1; length <= 16; length += 1) {
      const code = (this.#bits >>> (this.#count - length)) & ((1 << length) - 1);
      if (code > (table.largest[length] ?? -1)) continue;
      this.#take(length);
      return table.symbols[code + (table.shift[length] ?? 0)] ?? 0;
    }
    throw new PixelsError('damaged', 'a code that is in no Huffman table');
  }

  /** A difference of `size` bits, extended to its sign (T.81 section F.2.2.1); 0 to 16 bits. */
  receive(size: number): number {
    if (size === 0) return 0;
    if (this.#count < size) this.#fill();
    const value = (this.#bits >>> (this.#count - size)) & ((1 << size) - 1);
    this.#take(size);
    return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
  }

  /** Goes past a restart marker. @throws PixelsError `damaged` where there is none */
  restart(): void {
    const marker = this.#bytes[this.#at + 1] ?? 0;
    if (this.#bytes[this.#at] !== 0xff || marker < 0xd0 || marker > 0xd7)
      throw new PixelsError('damaged', 'no restart marker where one must be');
    this.#at += 2;
    this.#bits = 0;
    this.#count = 0;
    this.#padding = 0;
  }

  #take(size: number): void {
    this.#count -= size;
    if (this.#count < this.#padding) throw new PixelsError('damaged', 'coded data that is cut');
  }

  #fill(): void {
    while (this.#count <= 24) {
      const byte = this.#next();
      if (byte < 0) this.#padding += 8;
      this.#bits = (this.#bits << 8) | Math.max(0, byte);
      this.#count += 8;
    }
  }

  /** The next byte without its stuffing; −1 at a marker or at the end. */
  #next(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) return -1;
    if (byte !== 0xff) {
      this.#at += 1;
      return byte;
    }
    let after = this.#at + 1;
    while (this.#bytes[after] === 0xff) after += 1;
    if (this.#bytes[after] !== 0) {
      if (this.#bytes[after] !== undefined) this.#at = after - 1;
      return -1;
    }
    this.#at = after + 1;
    return byte;
  }
}
