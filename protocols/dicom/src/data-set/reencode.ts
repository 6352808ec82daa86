import type { DataSetEncoding } from './data-set.ts';
import { deflateDataSet, inflateDataSet } from './deflate.ts';
import { hasLongHeader } from '../dictionary/dictionary.ts';
import {
  ElementStream,
  type ElementHandler,
  type StreamAction,
  type StreamedHeader,
} from './element-stream.ts';
import { DicomError } from '../error.ts';
import { transferSyntaxOf, type TransferSyntax } from '../dictionary/uid.ts';
import { swapped, wordBytes } from './words.ts';
import { elementHeader, itemHeader } from './write-data-set.ts';
import { deflatePieces, inflatePieces, type Pieces } from './pieces.ts';

const undefinedLength = 0xffffffff;
/** A short header has 16 bits for a length; even ones end here. */
const longestShortValue = 0xfffe;

/**
 * The same data set in another uncompressed transfer syntax, deflated included (PS3.5 annex A). Between implicit and
 * explicit VR, sequences get undefined lengths and group lengths go; otherwise everything keeps its place, so that the
 * way back gives the same bytes. Throws `DicomError`: `unsupported` for other syntaxes, and as reading does.
 */
export function reencode(bytes: Uint8Array, from: string, to: string): Buffer {
  const [source, target] = nativeSyntaxes(from, to);
  const plain = source.deflated
    ? inflateDataSet(bytes)
    : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoded = isSameEncoding(source, target) ? plain : reencodePlain(plain, source, target);
  return target.deflated ? deflateDataSet(encoded) : encoded;
}

/** The same for pieces of any size, in bounded memory: pixels pass through. A piece lasts until the next is asked for. */
export async function* reencodePieces(pieces: Pieces, from: string, to: string): AsyncGenerator<Buffer> {
  const [source, target] = nativeSyntaxes(from, to);
  const plain = source.deflated ? inflatePieces(pieces) : pieces;
  const encoded = reencodePlainPieces(plain, source, target);
  yield* target.deflated ? deflatePieces(encoded) : encoded;
}

/** Between encodings, deflate left aside. */
export function reencodePlain(bytes: Buffer, source: DataSetEncoding, target: DataSetEncoding): Buffer {
  const out: Buffer[] = [];
  const stream = new ElementStream(source, new Reencoder(source, target, out));
  stream.push(bytes);
  stream.end();
  return Buffer.concat(out);
}

async function* reencodePlainPieces(
  pieces: Pieces,
  source: DataSetEncoding,
  target: DataSetEncoding,
): AsyncGenerator<Buffer> {
  const out: Buffer[] = [];
  const stream = new ElementStream(source, new Reencoder(source, target, out));
  for await (const piece of pieces) {
    stream.push(piece);
    yield* out.splice(0);
  }
  stream.end();
  yield* out.splice(0);
}

function nativeSyntaxes(from: string, to: string): [TransferSyntax, TransferSyntax] {
  const [source, target] = [transferSyntaxOf(from), transferSyntaxOf(to)];
  if (source.encapsulated || target.encapsulated)
    throw new DicomError('unsupported', 'only uncompressed transfer syntaxes are re-encoded');
  return [source, target];
}

function isSameEncoding(source: DataSetEncoding, target: DataSetEncoding): boolean {
  return source.explicitVr === target.explicitVr && source.bigEndian === target.bigEndian;
}

class Reencoder implements ElementHandler {
  readonly #source: DataSetEncoding;
  readonly #target: DataSetEncoding;
  readonly #out: Buffer[];
  /** Headers are as long in both, so that lengths stay right. */
  readonly #keepsLengths: boolean;
  /** Of the value that passes: bytes of a word where they change places, else 1. */
  #swapBytes = 1;
  #half: Buffer = Buffer.alloc(0);

  constructor(source: DataSetEncoding, target: DataSetEncoding, out: Buffer[]) {
    this.#source = source;
    this.#target = target;
    this.#out = out;
    this.#keepsLengths = source.explicitVr === target.explicitVr;
  }

  element({ tag, vr, length }: StreamedHeader): StreamAction {
    this.#endValue();
    if ((tag & 0xffff) === 0 && !this.#keepsLengths) return 'collect';
    if (vr === 'SQ') {
      const kept = this.#keepsLengths ? length : null;
      this.#out.push(elementHeader(tag, vr, kept ?? undefinedLength, this.#target));
      return 'descend';
    }
    if (length === null) {
      this.#swapBytes = 1;
      this.#out.push(elementHeader(tag, vr, undefinedLength, this.#target));
      return 'pass';
    }
    // PS3.5 section 6.2.2: what a short header has no room for goes as UN, which is little endian.
    const isTooLong = this.#target.explicitVr && !hasLongHeader(vr) && length > longestShortValue;
    const targetBig = this.#target.bigEndian && !isTooLong;
    this.#swapBytes = this.#source.bigEndian === targetBig ? 1 : wordBytes(vr);
    this.#out.push(elementHeader(tag, isTooLong ? 'UN' : vr, length, this.#target));
    return 'pass';
  }

  bytes(bytes: Buffer): void {
    if (this.#swapBytes < 2) {
      this.#out.push(bytes);
      return;
    }
    const all = this.#half.length === 0 ? bytes : Buffer.concat([this.#half, bytes]);
    const whole = all.length - (all.length % this.#swapBytes);
    this.#half = Buffer.from(all.subarray(whole));
    this.#out.push(swapped(all.subarray(0, whole), this.#swapBytes));
  }

  /** Group lengths, no longer right, and retired (PS3.5 section 7.2). */
  collected(): void {}

  itemStart(length: number | null): void {
    this.#endValue();
    const kept = this.#keepsLengths ? length : null;
    this.#out.push(itemHeader(0xfffee000, kept ?? undefinedLength, this.#target.bigEndian));
  }

  itemEnd(isDelimited: boolean): void {
    this.#endValue();
    if (isDelimited || !this.#keepsLengths) this.#out.push(itemHeader(0xfffee00d, 0, this.#target.bigEndian));
  }

  sequenceEnd(isDelimited: boolean): void {
    if (isDelimited || !this.#keepsLengths) this.#out.push(itemHeader(0xfffee0dd, 0, this.#target.bigEndian));
  }

  /** What is left of a word at the end of a value, whose length breaks the rules, stays as it is. */
  #endValue(): void {
    if (this.#half.length > 0) this.#out.push(this.#half);
    this.#half = Buffer.alloc(0);
  }
}
