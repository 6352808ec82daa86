import { decodeText, parseCharacterSets, type CharacterSets } from '../text/character-set.ts';
import type { CoercionOptions } from './coerce-data-set.ts';
import type { DataSetEncoding } from '../data-set/data-set.ts';
import type { Tag } from '../dictionary/dictionary.ts';
import type { ElementHandler, StreamAction, StreamedHeader } from '../data-set/element-stream.ts';
import { DicomError } from '../error.ts';
import { isSignature, recodeText, TextRecoder } from '../text/recode-text.ts';
import { reencodePlain } from '../data-set/reencode.ts';
import { encodeElement, elementHeader, itemHeader, type ElementInput } from '../data-set/write-data-set.ts';

const specificCharacterSet = 0x00080005;
const originalAttributes = 0x04000561;
const firstPixels = 0x7fe00000;
const unicode: CharacterSets = ['IR 192'];
const implicitLittleEndian: DataSetEncoding = { explicitVr: false, bigEndian: false };

/** Passes a data set on with attributes changed outside its sequences, and says in it what they were. */
export class Coercer implements ElementHandler {
  readonly #encoding: DataSetEncoding;
  readonly #options: CoercionOptions;
  readonly #out: Buffer[];
  /** Those that are still to come, in tag order. */
  readonly #changes: ElementInput[];
  /** What the changed attributes were, each a whole element. */
  readonly #originals: Buffer[] = [];
  /** Character sets of the data set as it came; undefined until they are known. */
  #sets: CharacterSets | undefined;
  /** Where the data set changes its character set. */
  #recoder: TextRecoder | null = null;
  #isPastOriginals = false;
  /** It holds signatures of its own, which changes break. */
  #isSigned = false;

  constructor(
    encoding: DataSetEncoding,
    changes: readonly ElementInput[],
    options: CoercionOptions,
    out: Buffer[],
  ) {
    this.#encoding = encoding;
    this.#changes = [...changes];
    this.#options = options;
    this.#out = out;
  }

  element(header: StreamedHeader): StreamAction {
    const { tag, depth } = header;
    if (depth > 0) return this.#passOn(header);
    if (tag > specificCharacterSet) this.#settleCharacterSet('');
    this.#addThoseBefore(tag);
    if (tag === specificCharacterSet || tag === originalAttributes || this.#changes[0]?.tag === tag)
      return 'collect';
    // Group lengths are no longer right, and are retired (PS3.5 section 7.2).
    if ((tag & 0xffff) === 0) return 'collect';
    if (isSignature(tag) && this.#hasChanged()) {
      this.#isSigned = true;
      return 'collect';
    }
    if (tag < firstPixels) return this.#passOn(header);
    this.#out.push(Buffer.from(header.bytes));
    // The signatures themselves lie behind the pixel data.
    return this.#isSigned ? 'pass' : 'rest';
  }

  bytes(bytes: Buffer): void {
    this.#out.push(bytes);
  }

  collected(header: StreamedHeader, value: Buffer): void {
    const { tag, depth } = header;
    if (depth > 0) this.#recoder?.collected(header, value);
    else if (tag === specificCharacterSet)
      this.#settleCharacterSet(decodeText(value, [], 'CS'), header, value);
    else if (tag === originalAttributes) this.#appendOriginals(header, value);
    else if (this.#changes[0]?.tag === tag) this.#change(Buffer.concat([header.bytes, value]));
    else if (isSignature(tag)) return;
    else this.#recoder?.collected(header, value);
  }

  itemStart(): void {
    this.#recoder?.itemStart();
  }

  itemEnd(): void {
    this.#recoder?.itemEnd();
  }

  sequenceEnd(): void {
    this.#recoder?.sequenceEnd();
  }

  /** The data set has ended: what was to come after its last element comes now. */
  end(): void {
    this.#settleCharacterSet('');
    this.#addThoseBefore(Number.POSITIVE_INFINITY);
  }

  #passOn(header: StreamedHeader): StreamAction {
    if (this.#recoder) return this.#recoder.element(header);
    this.#out.push(Buffer.from(header.bytes));
    return 'pass';
  }

  /** Keeps SpecificCharacterSet, or sees that it cannot say the changes and goes over to ISO_IR 192. */
  #settleCharacterSet(term: string, header?: StreamedHeader, value?: Buffer): void {
    if (this.#sets) return;
    this.#sets = parseCharacterSets(term);
    if (!this.#canSay(this.#sets)) {
      this.#recoder = new TextRecoder(this.#encoding, this.#sets, 'ISO_IR 192', this.#out);
      const declared: ElementInput = { tag: specificCharacterSet, vr: 'CS', value: 'ISO_IR 192' };
      this.#out.push(...encodeElement(declared, this.#encoding, []));
    } else if (header && value) this.#out.push(header.bytes, value);
  }

  #canSay(sets: CharacterSets): boolean {
    try {
      for (const change of this.#changes) encodeElement(change, this.#encoding, sets);
      return true;
    } catch (error) {
      if (error instanceof DicomError && error.reason === 'unsupported') return false;
      throw error;
    }
  }

  #hasChanged(): boolean {
    return this.#originals.length > 0 || this.#recoder !== null;
  }

  #setsOfOutput(): CharacterSets {
    return this.#recoder ? unicode : (this.#sets ?? []);
  }

  /** Attributes that the data set did not have, and OriginalAttributesSequence, at their place before `tag`. */
  #addThoseBefore(tag: Tag): void {
    for (let [next] = this.#changes; next && next.tag < tag; [next] = this.#changes) {
      this.#changes.shift();
      this.#out.push(...encodeElement(next, this.#encoding, this.#setsOfOutput()));
      this.#originals.push(
        ...encodeElement({ ...next, value: next.vr === 'SQ' ? [] : null }, this.#encoding, []),
      );
    }
    if (tag > originalAttributes && !this.#isPastOriginals) this.#writeOriginals();
  }

  /** `old`: the element that is there, whole. */
  #change(old: Buffer): void {
    const change = this.#changes.shift();
    if (!change) return;
    const kept = this.#recoder ? recodeText(old, this.#encoding, this.#sets ?? [], 'ISO_IR 192') : old;
    const wanted = Buffer.concat(encodeElement(change, this.#encoding, this.#setsOfOutput()));
    this.#out.push(wanted);
    if (!kept.equals(wanted)) this.#originals.push(kept);
  }

  #writeOriginals(): void {
    this.#isPastOriginals = true;
    const item = this.#itemOfOriginals(this.#encoding);
    if (item) this.#out.push(elementHeader(originalAttributes, 'SQ', item.length, this.#encoding), item);
  }

  /** Existing items stay as they are, before ours. */
  #appendOriginals(header: StreamedHeader, value: Buffer): void {
    this.#isPastOriginals = true;
    // A sequence that came as UN holds implicit VR little endian (PS3.5 section 6.2.2).
    const encoding = header.vr === 'SQ' ? this.#encoding : implicitLittleEndian;
    const element = Buffer.concat([header.bytes, value]);
    const isRecoded = this.#recoder !== null && header.vr === 'SQ';
    const old = isRecoded ? recodeText(element, this.#encoding, this.#sets ?? [], 'ISO_IR 192') : element;
    const item = this.#itemOfOriginals(encoding);
    if (!item) {
      this.#out.push(old);
      return;
    }
    const isDelimited = isRecoded || header.length === null;
    const items = old.subarray(header.bytes.length, isDelimited ? -8 : undefined);
    const vr = header.vr === 'SQ' ? 'SQ' : 'UN';
    this.#out.push(
      elementHeader(originalAttributes, vr, items.length + item.length, this.#encoding),
      items,
      item,
    );
  }

  /** An item of OriginalAttributesSequence (PS3.3 table C.12-1); null where nothing was changed. */
  #itemOfOriginals(encoding: DataSetEncoding): Buffer | null {
    if (this.#originals.length === 0) return null;
    const { modifiedAt, modifyingSystem, sourceOfPreviousValues, reason } = this.#options;
    const values: ElementInput[] = [
      { tag: 0x04000562, vr: 'DT', value: `${modifiedAt.toISOString().replaceAll(/[-:TZ]/g, '')}+0000` },
      { tag: 0x04000563, vr: 'LO', value: modifyingSystem },
      { tag: 0x04000564, vr: 'LO', value: sourceOfPreviousValues },
      { tag: 0x04000565, vr: 'CS', value: reason },
    ];
    const modified = Buffer.concat(this.#originals);
    const inItem = encoding === this.#encoding ? modified : reencodePlain(modified, this.#encoding, encoding);
    const replacing = { ...encoding, replaces: true };
    const content = Buffer.concat([
      elementHeader(0x04000550, 'SQ', inItem.length + 8, encoding),
      itemHeader(0xfffee000, inItem.length, encoding.bigEndian),
      inItem,
      ...values.flatMap((value) => encodeElement(value, replacing, this.#setsOfOutput())),
    ]);
    return Buffer.concat([itemHeader(0xfffee000, content.length, encoding.bigEndian), content]);
  }
}
