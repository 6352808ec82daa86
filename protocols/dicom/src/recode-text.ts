import { decodeText, followsCharacterSet, parseCharacterSets, type CharacterSets } from './character-set.ts';
import type { DataSetEncoding } from './data-set.ts';
import {
  ElementStream,
  type ElementHandler,
  type StreamAction,
  type StreamedHeader,
} from './element-stream.ts';
import { encodeElement, elementHeader, itemHeader } from './write-data-set.ts';

const undefinedLength = 0xffffffff;
const specificCharacterSet = 0x00080005;
/** The character set that can say all text. */
export const unicode: CharacterSets = ['IR 192'];

/**
 * Passes a data set on with its text in ISO_IR 192, that of items too. Sequences get undefined lengths and group lengths
 * go. Text within UN stays: what it is, nobody says.
 */
export class TextRecoder implements ElementHandler {
  readonly #encoding: DataSetEncoding;
  readonly #out: Buffer[];
  /** Character sets of the data set and of the items that are open. */
  readonly #sets: CharacterSets[];

  constructor(encoding: DataSetEncoding, sets: CharacterSets, out: Buffer[]) {
    this.#encoding = encoding;
    this.#sets = [sets];
    this.#out = out;
  }

  element(header: StreamedHeader): StreamAction {
    const { tag, vr, length } = header;
    const isText = followsCharacterSet(vr) && length !== null;
    if (tag === specificCharacterSet || isText || (tag & 0xffff) === 0) return 'collect';
    this.#out.push(
      vr === 'SQ' ? elementHeader(tag, vr, undefinedLength, this.#encoding) : Buffer.from(header.bytes),
    );
    return vr === 'SQ' ? 'descend' : 'pass';
  }

  bytes(bytes: Buffer): void {
    this.#out.push(bytes);
  }

  collected({ tag, vr }: StreamedHeader, value: Buffer): void {
    if ((tag & 0xffff) === 0) return;
    const text = decodeText(value, this.#sets.at(-1) ?? [], vr);
    if (tag !== specificCharacterSet) {
      this.#out.push(...encodeElement({ tag, vr, value: withoutPadding(text) }, this.#encoding, unicode));
      return;
    }
    this.#sets[this.#sets.length - 1] = parseCharacterSets(text);
    this.#out.push(...encodeElement({ tag, vr, value: 'ISO_IR 192' }, this.#encoding, unicode));
  }

  itemStart(): void {
    this.#sets.push(this.#sets.at(-1) ?? []);
    this.#out.push(itemHeader(0xfffee000, undefinedLength, this.#encoding.bigEndian));
  }

  itemEnd(): void {
    this.#sets.pop();
    this.#out.push(itemHeader(0xfffee00d, 0, this.#encoding.bigEndian));
  }

  sequenceEnd(): void {
    this.#out.push(itemHeader(0xfffee0dd, 0, this.#encoding.bigEndian));
  }
}

/** Elements with their text in ISO_IR 192; `sets`: those of the data set that they are from. */
export function recodeText(elements: Buffer, encoding: DataSetEncoding, sets: CharacterSets): Buffer {
  const out: Buffer[] = [];
  const stream = new ElementStream(encoding, new TextRecoder(encoding, sets, out));
  stream.push(elements);
  stream.end();
  return Buffer.concat(out);
}

/** One space at most pads a value; the writer pads again where it must. */
function withoutPadding(text: string): string {
  return text.endsWith(' ') || text.endsWith('\0') ? text.slice(0, -1) : text;
}
