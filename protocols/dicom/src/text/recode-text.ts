import { decodeText, followsCharacterSet, parseCharacterSets, type CharacterSets } from './character-set.ts';
import type { DataSetEncoding } from '../data-set/data-set.ts';
import { implicitVrOf, type Vr } from '../dictionary/dictionary.ts';
import {
  ElementStream,
  type ElementHandler,
  type StreamAction,
  type StreamedHeader,
} from '../data-set/element-stream.ts';
import { DicomError } from '../error.ts';
import { encodeElement, elementHeader, itemHeader } from '../data-set/write-data-set.ts';

const undefinedLength = 0xffffffff;
const specificCharacterSet = 0x00080005;
const implicitLittleEndian: DataSetEncoding = { explicitVr: false, bigEndian: false };

/** What a data set declares, as SpecificCharacterSet. */
export type TargetCharacterSet = 'ISO_IR 100' | 'ISO_IR 192';

/** Signatures of a data set or an item, and what they were made with (PS3.3 section C.12.1.1.3). */
const signatures: ReadonlySet<number> = new Set([0x4ffe0001, 0xfffafffa]);

export function isSignature(tag: number): boolean {
  return signatures.has(tag);
}

/**
 * Passes a data set on with its text in another character set, that of items too. Sequences get undefined lengths, and
 * group lengths and signatures go. Within UN, what the dictionary knows is recoded; of private elements nobody says what
 * they are, and they stay. Throws `DicomError` (`unsupported`) for text that the character set cannot say.
 */
export class TextRecoder implements ElementHandler {
  readonly #encoding: DataSetEncoding;
  readonly #out: Buffer[];
  /** Character sets of the data set and of the items that are open. */
  readonly #sets: CharacterSets[];
  readonly #target: TargetCharacterSet;
  readonly #targetSets: CharacterSets;

  constructor(encoding: DataSetEncoding, sets: CharacterSets, target: TargetCharacterSet, out: Buffer[]) {
    this.#encoding = encoding;
    this.#sets = [sets];
    this.#target = target;
    this.#targetSets = parseCharacterSets(target);
    this.#out = out;
  }

  element(header: StreamedHeader): StreamAction {
    const { tag, vr, length } = header;
    const isText = followsCharacterSet(vr) && length !== null;
    if (tag === specificCharacterSet || isText || (tag & 0xffff) === 0 || isSignature(tag)) return 'collect';
    if (vr === 'UN' && (length === null || mayHoldText(implicitVrOf(tag, false)))) return 'collect';
    this.#out.push(
      vr === 'SQ' ? elementHeader(tag, vr, undefinedLength, this.#encoding) : Buffer.from(header.bytes),
    );
    return vr === 'SQ' ? 'descend' : 'pass';
  }

  bytes(bytes: Buffer): void {
    this.#out.push(bytes);
  }

  collected(header: StreamedHeader, value: Buffer): void {
    const { tag, vr } = header;
    if ((tag & 0xffff) === 0 || isSignature(tag)) return;
    if (tag === specificCharacterSet) {
      this.#sets[this.#sets.length - 1] = parseCharacterSets(decodeText(value, [], 'CS'));
      this.#push(tag, vr, this.#target);
    } else if (vr === 'UN') this.#unknown(header, value);
    else this.#push(tag, vr, this.#decode(value, vr));
  }

  #decode(value: Buffer, vr: Vr): string {
    return withoutPadding(decodeText(value, this.#sets.at(-1) ?? [], vr));
  }

  #push(tag: number, vr: Vr, value: string): void {
    this.#out.push(...encodeElement({ tag, vr, value }, this.#encoding, this.#targetSets));
  }

  /** An element that came as UN stays one, its text recoded. A sequence in it is in implicit VR little endian (PS3.5 section 6.2.2). */
  #unknown({ tag, length, bytes }: StreamedHeader, value: Buffer): void {
    const vr = length === null ? 'SQ' : implicitVrOf(tag, false);
    if (vr !== 'SQ') {
      const text = Buffer.concat(
        encodeElement({ tag, vr, value: this.#decode(value, vr) }, implicitLittleEndian, this.#targetSets),
      ).subarray(8);
      this.#out.push(elementHeader(tag, 'UN', text.length, this.#encoding), text);
      return;
    }
    const sequence = [elementHeader(tag, 'SQ', length ?? undefinedLength, implicitLittleEndian), value];
    const recoded = this.#recodeUnknown(Buffer.concat(sequence));
    if (recoded)
      this.#out.push(elementHeader(tag, 'UN', undefinedLength, this.#encoding), recoded.subarray(8));
    else this.#out.push(bytes, value);
  }

  /** Null where it is no sequence after all. */
  #recodeUnknown(sequence: Buffer): Buffer | null {
    try {
      return recodeText(sequence, implicitLittleEndian, this.#sets.at(-1) ?? [], this.#target);
    } catch (error) {
      if (error instanceof DicomError && error.reason !== 'unsupported') return null;
      throw error;
    }
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

function mayHoldText(vr: Vr): boolean {
  return vr === 'SQ' || followsCharacterSet(vr);
}

/** Elements with their text in another character set; `sets`: those of the data set that they are from. */
export function recodeText(
  elements: Buffer,
  encoding: DataSetEncoding,
  sets: CharacterSets,
  target: TargetCharacterSet,
): Buffer {
  const out: Buffer[] = [];
  const stream = new ElementStream(encoding, new TextRecoder(encoding, sets, target, out));
  stream.push(elements);
  stream.end();
  return Buffer.concat(out);
}

/** One space at most pads a value; the writer pads again where it must. */
function withoutPadding(text: string): string {
  return text.endsWith(' ') || text.endsWith('\0') ? text.slice(0, -1) : text;
}
