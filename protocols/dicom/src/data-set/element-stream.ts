import type { DataSetEncoding } from './data-set.ts';
import { implicitVrOf, type Tag, type Vr } from '../dictionary/dictionary.ts';
import { DicomError, TruncatedError } from '../error.ts';
import { vrOfCode } from './read-data-set.ts';

/** The header of an element as it passes by. */
export type StreamedHeader = {
  readonly tag: Tag;
  readonly vr: Vr;
  /** Null where it is undefined. */
  readonly length: number | null;
  /** 0 outside any sequence. */
  readonly depth: number;
  /** The header's own bytes. */
  readonly bytes: Buffer;
};

/**
 * What becomes of an element: its value (up to the last delimiter where its length is undefined) passed on as `bytes`, or
 * given whole to `collected`; the elements of its items one by one (`descend`, for VR SQ); or it and all that follows
 * in the data set passed on as `bytes` (`rest`).
 */
export type StreamAction = 'pass' | 'collect' | 'descend' | 'rest';

/** Told what passes by, in the order of the encoding. Bytes are views that last until the handler returns. */
export type ElementHandler = {
  element(header: StreamedHeader): StreamAction;
  bytes(bytes: Buffer): void;
  collected(header: StreamedHeader, value: Buffer): void;
  itemStart(length: number | null): void;
  /** `isDelimited`: the item, or the sequence, has a delimiter here. */
  itemEnd(isDelimited: boolean): void;
  sequenceEnd(isDelimited: boolean): void;
};

const maxDepth = 64;
const maxCollectedBytes = 64 * 1024 * 1024;
const undefinedLength = 0xffffffff;
const item = 0xfffee000;
const itemDelimitation = 0xfffee00d;
const sequenceDelimitation = 0xfffee0dd;
const pixelRepresentation = 0x00280103;
const implicitLittleEndian: DataSetEncoding = { explicitVr: false, bigEndian: false };

/** Where reading is: among elements, among items, or among fragments. `end`: null up to a delimiter. */
type Frame = {
  readonly kind: 'elements' | 'items' | 'fragments';
  readonly end: number | null;
  readonly encoding: DataSetEncoding;
  signed: boolean;
  /** Bytes of everything in it go to the same place as those of the element that it belongs to. */
  readonly isOpaque: boolean;
};

type Collecting = { readonly header: StreamedHeader; readonly parts: Buffer[]; total: number };

/**
 * Walks through a data set given in pieces of any size (PS3.5 section 7 and annex A), keeping no more than a header, and
 * what the handler wants collected (64 MiB at most). Throws `DicomError`.
 */
export class ElementStream {
  readonly #handler: ElementHandler;
  #frames: Frame[];
  #pending: Buffer = Buffer.alloc(0);
  #position = 0;
  /** Bytes of a value still to come. */
  #valueLeft = 0;
  #collecting: Collecting | null = null;
  #isRest = false;

  constructor(encoding: DataSetEncoding, handler: ElementHandler) {
    this.#handler = handler;
    this.#frames = [{ kind: 'elements', end: null, encoding, signed: false, isOpaque: false }];
  }

  push(piece: Uint8Array): void {
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let buffer = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    while (buffer.length > 0) {
      const used = this.#step(buffer);
      if (used === 0) break;
      this.#position += used;
      buffer = buffer.subarray(used);
      if (this.#valueLeft === 0 && !this.#isRest) this.#closeFrames();
    }
    this.#pending = Buffer.from(buffer);
  }

  end(): void {
    const isWhole = this.#pending.length === 0 && this.#valueLeft === 0 && this.#frames.length === 1;
    if (!this.#isRest && !isWhole) throw new TruncatedError(this.#position + this.#pending.length + 1);
  }

  /** Takes what it can from the start of `buffer`; 0 when it needs more. */
  #step(buffer: Buffer): number {
    if (this.#isRest) return this.#deliver(buffer);
    if (this.#valueLeft > 0) {
      const part = buffer.subarray(0, this.#valueLeft);
      this.#valueLeft -= part.length;
      return this.#deliver(part);
    }
    const frame = this.#top();
    if (buffer.length < 8) return 0;
    if (frame.kind === 'elements') return this.#readElement(buffer, frame);
    return frame.kind === 'items' ? this.#readItem(buffer, frame) : this.#readFragment(buffer, frame);
  }

  #readElement(buffer: Buffer, frame: Frame): number {
    const { bigEndian, explicitVr } = frame.encoding;
    const tag = tagAt(buffer, 0, bigEndian);
    if (tag === itemDelimitation && frame.end === null && this.#frames.length > 1) {
      this.#endItem(frame, buffer.subarray(0, 8));
      return 8;
    }
    if (tag >>> 16 === 0xfffe) throw new DicomError('malformed', 'delimiter where an element was expected');
    const coded = explicitVr
      ? vrOfCode(buffer.readUInt16BE(4))
      : { vr: implicitVrOf(tag, frame.signed), isLong: false };
    const size = explicitVr && coded.isLong ? 12 : 8;
    if (buffer.length < size) return 0;
    const isShort = explicitVr && !coded.isLong;
    const raw = isShort ? uint16At(buffer, 6, bigEndian) : uint32At(buffer, size - 4, bigEndian);
    if (tag === pixelRepresentation && raw === 2) {
      if (buffer.length < size + 2) return 0;
      frame.signed = uint16At(buffer, size, bigEndian) === 1;
    }
    this.#check(size + (raw === undefinedLength ? 0 : raw), frame);
    const depth = (this.#frames.length - 1) / 2;
    const length = raw === undefinedLength ? null : raw;
    this.#startElement({ tag, vr: coded.vr, length, depth, bytes: buffer.subarray(0, size) }, frame);
    return size;
  }

  #startElement(header: StreamedHeader, frame: Frame): void {
    if (frame.isOpaque) {
      this.#deliver(header.bytes);
      this.#enterValue(header, frame, true);
      return;
    }
    const action = this.#handler.element(header);
    if (action === 'rest') this.#isRest = true;
    else if (action === 'descend') this.#enterSequence(header, frame.encoding, false);
    else {
      if (action === 'collect')
        this.#collecting = { header: { ...header, bytes: Buffer.from(header.bytes) }, parts: [], total: 0 };
      this.#enterValue(header, frame, true);
      this.#finishCollecting();
    }
  }

  #enterValue({ vr, length }: StreamedHeader, frame: Frame, isOpaque: boolean): void {
    if (length !== null) this.#valueLeft = length;
    else if (vr === 'OB' || vr === 'OW')
      this.#enter('fragments', null, frame.encoding, isOpaque, frame.signed);
    else if (vr === 'SQ') this.#enter('items', null, frame.encoding, isOpaque, frame.signed);
    // UN of undefined length holds a sequence in implicit VR little endian (PS3.5 section 6.2.2, note).
    else if (vr === 'UN') this.#enter('items', null, implicitLittleEndian, isOpaque, frame.signed);
    else throw new DicomError('malformed', `undefined length with VR ${vr}`);
  }

  #enterSequence({ length }: StreamedHeader, encoding: DataSetEncoding, isOpaque: boolean): void {
    const headerEnd = this.#position + (encoding.explicitVr ? 12 : 8);
    this.#enter('items', length === null ? null : headerEnd + length, encoding, isOpaque, this.#top().signed);
  }

  #enter(
    kind: Frame['kind'],
    end: number | null,
    encoding: DataSetEncoding,
    isOpaque: boolean,
    signed: boolean,
  ): void {
    if (this.#frames.length > maxDepth * 2)
      throw new DicomError('limit', `sequences nested deeper than ${maxDepth}`);
    this.#frames.push({ kind, end, encoding, isOpaque, signed });
  }

  #readItem(buffer: Buffer, frame: Frame): number {
    const tag = tagAt(buffer, 0, frame.encoding.bigEndian);
    const length = uint32At(buffer, 4, frame.encoding.bigEndian);
    if (tag === sequenceDelimitation) {
      if (frame.end === null) this.#endSequence(frame, buffer.subarray(0, 8));
      // Seen in the field: a delimiter within a sequence of explicit length. It says nothing more.
      return 8;
    }
    if (tag !== item) throw new DicomError('malformed', 'something else than an item in a sequence');
    const isDelimited = length === undefinedLength;
    this.#check(8 + (isDelimited ? 0 : length), frame);
    if (frame.isOpaque) this.#deliver(buffer.subarray(0, 8));
    else this.#handler.itemStart(isDelimited ? null : length);
    const end = isDelimited ? null : this.#position + 8 + length;
    this.#enter('elements', end, frame.encoding, frame.isOpaque, frame.signed);
    return 8;
  }

  /** Fragments and their delimiter (PS3.5 annex A.4), always little endian and opaque. */
  #readFragment(buffer: Buffer, frame: Frame): number {
    const tag = tagAt(buffer, 0, false);
    const length = buffer.readUInt32LE(4);
    if (tag === sequenceDelimitation) {
      this.#endSequence(frame, buffer.subarray(0, 8));
      return 8;
    }
    if (tag !== item || length === undefinedLength)
      throw new DicomError('malformed', 'not a pixel data fragment');
    this.#deliver(buffer.subarray(0, 8));
    this.#valueLeft = length;
    return 8;
  }

  #endItem(frame: Frame, delimiter: Buffer | null): void {
    this.#frames.pop();
    if (!frame.isOpaque) this.#handler.itemEnd(delimiter !== null);
    else if (delimiter) this.#deliver(delimiter);
  }

  #endSequence(frame: Frame, delimiter: Buffer | null): void {
    this.#frames.pop();
    if (!frame.isOpaque) this.#handler.sequenceEnd(delimiter !== null);
    else if (delimiter) this.#deliver(delimiter);
    this.#finishCollecting();
  }

  /** Ends what ends here by its length. */
  #closeFrames(): void {
    this.#finishCollecting();
    for (let frame = this.#top(); frame.end !== null && this.#position >= frame.end; frame = this.#top()) {
      if (frame.kind === 'elements') this.#endItem(frame, null);
      else this.#endSequence(frame, null);
    }
  }

  #finishCollecting(): void {
    const collecting = this.#collecting;
    if (!collecting || this.#valueLeft > 0 || this.#top().isOpaque) return;
    this.#collecting = null;
    this.#handler.collected(collecting.header, Buffer.concat(collecting.parts));
  }

  #deliver(bytes: Buffer): number {
    const collecting = this.#collecting;
    if (!collecting) this.#handler.bytes(bytes);
    else {
      collecting.total += bytes.length;
      if (collecting.total > maxCollectedBytes) throw new DicomError('limit', 'a value too long to be held');
      collecting.parts.push(Buffer.from(bytes));
    }
    return bytes.length;
  }

  /** What begins here with this many bytes may not go past the end of what holds it. */
  #check(size: number, frame: Frame): void {
    if (frame.end !== null && this.#position + size > frame.end)
      throw new DicomError('malformed', 'a length goes past the end of what holds it');
  }

  #top(): Frame {
    const frame = this.#frames.at(-1);
    if (!frame) throw new DicomError('malformed', 'more ends than beginnings');
    return frame;
  }
}

function tagAt(buffer: Buffer, at: number, bigEndian: boolean): Tag {
  if (bigEndian) return buffer.readUInt32BE(at);
  return buffer.readUInt16LE(at) * 0x10000 + buffer.readUInt16LE(at + 2);
}

function uint16At(buffer: Buffer, at: number, bigEndian: boolean): number {
  return bigEndian ? buffer.readUInt16BE(at) : buffer.readUInt16LE(at);
}

function uint32At(buffer: Buffer, at: number, bigEndian: boolean): number {
  return bigEndian ? buffer.readUInt32BE(at) : buffer.readUInt32LE(at);
}
