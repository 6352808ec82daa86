import { decodeText, parseCharacterSets, type CharacterSets } from '../text/character-set.ts';
import type { DataSetEncoding } from '../data-set/data-set.ts';
import {
  ElementStream,
  type ElementHandler,
  type StreamAction,
  type StreamedHeader,
} from '../data-set/element-stream.ts';
import { DicomError } from '../error.ts';
import { deflatePieces, inflatePieces, type Pieces } from '../data-set/pieces.ts';
import { isSignature, TextRecoder, type TargetCharacterSet } from '../text/recode-text.ts';
import { transferSyntaxOf, type TransferSyntax } from '../dictionary/uid.ts';
import { encodeElement } from '../data-set/write-data-set.ts';

const specificCharacterSet = 0x00080005;
const firstPixels = 0x7fe00000;
/** What comes before the pixel data is held until all its text is known to fit. */
const mostHeldBytes = 16 * 1024 * 1024;

/**
 * A data set as a system reads it that knows one character set: text in another one is put in `target` (private elements
 * in UN, and pixel data, keep their bytes; digital signatures go). A data set whose text does not fit, or cannot be read,
 * passes as it is, and `onUnfit` is told. One that is in `target` or in plain ASCII passes as it is. A piece lasts until the
 * next is asked for.
 */
export async function* recodeDataSet(
  pieces: Pieces,
  transferSyntaxUID: string,
  target: TargetCharacterSet,
  onUnfit: () => void,
): AsyncGenerator<Buffer> {
  const syntax = transferSyntaxOf(transferSyntaxUID);
  const recoded = recodePlain(syntax.deflated ? inflatePieces(pieces) : pieces, syntax, target, onUnfit);
  yield* syntax.deflated ? deflatePieces(recoded) : recoded;
}

async function* recodePlain(
  pieces: Pieces,
  syntax: TransferSyntax,
  target: TargetCharacterSet,
  onUnfit: () => void,
): AsyncGenerator<Buffer> {
  const out: Buffer[] = [];
  const handler = new Recoding(syntax, target, out);
  const stream = new ElementStream(syntax, handler);
  /** As they came, while it is open whether their text fits; null once it is decided. */
  let held: Buffer[] | null = [];
  let heldBytes = 0;
  let isAsItIs = false;
  const feed = (act: () => void): void => {
    try {
      act();
      if (heldBytes > mostHeldBytes) throw new DicomError('limit', 'too much text to be held');
    } catch (error) {
      if (!(error instanceof DicomError) || !held) throw error;
      isAsItIs = true;
      onUnfit();
    }
  };
  for await (const given of pieces) {
    const piece = Buffer.from(given.buffer, given.byteOffset, given.byteLength);
    if (isAsItIs) {
      yield piece;
      continue;
    }
    if (held) {
      held.push(Buffer.from(piece));
      heldBytes += piece.length;
    }
    feed(() => stream.push(piece));
    if (isAsItIs) yield* held ?? [];
    else if (handler.isDecided) {
      held = null;
      yield* out.splice(0);
    }
  }
  if (isAsItIs) return;
  feed(() => stream.end());
  yield* isAsItIs ? (held ?? []) : out.splice(0);
}

/** A data set on its way to another character set, up to its pixel data. */
class Recoding implements ElementHandler {
  readonly #encoding: DataSetEncoding;
  readonly #target: TargetCharacterSet;
  readonly #out: Buffer[];
  #recoder: TextRecoder | null = null;
  /** Its text fits, or need not be changed. */
  isDecided = false;
  /** It holds signatures of its own, behind its pixels, which other text breaks. */
  #isSigned = false;

  constructor(encoding: DataSetEncoding, target: TargetCharacterSet, out: Buffer[]) {
    this.#encoding = encoding;
    this.#target = target;
    this.#out = out;
  }

  element(header: StreamedHeader): StreamAction {
    const { tag, depth } = header;
    if (depth === 0 && tag === specificCharacterSet) return 'collect';
    if (depth === 0 && this.#recoder && isSignature(tag)) {
      this.#isSigned = true;
      return 'collect';
    }
    const isOver = depth === 0 && (tag >= firstPixels || (tag > specificCharacterSet && !this.#recoder));
    if (!isOver && this.#recoder) return this.#recoder.element(header);
    this.#out.push(Buffer.from(header.bytes));
    if (!isOver) return 'pass';
    this.isDecided = true;
    return this.#isSigned ? 'pass' : 'rest';
  }

  bytes(bytes: Buffer): void {
    this.#out.push(this.isDecided ? bytes : Buffer.from(bytes));
  }

  collected(header: StreamedHeader, value: Buffer): void {
    const { tag, vr, depth } = header;
    if (depth > 0 || tag !== specificCharacterSet) {
      this.#recoder?.collected(header, value);
      return;
    }
    const sets = parseCharacterSets(decodeText(value, [], 'CS'));
    if (areIn(this.#target, sets)) this.#out.push(header.bytes, Buffer.from(value));
    else {
      this.#recoder = new TextRecoder(this.#encoding, sets, this.#target, this.#out);
      this.#out.push(...encodeElement({ tag, vr, value: this.#target }, this.#encoding, []));
    }
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
}

/** Whether text under this SpecificCharacterSet is in `target` as it stands. */
export function isTextIn(target: TargetCharacterSet, specificCharacterSet: string): boolean {
  return areIn(target, parseCharacterSets(specificCharacterSet));
}

/** Plain ASCII is part of both, and declared by nothing. */
function areIn(target: TargetCharacterSet, sets: CharacterSets): boolean {
  const own = parseCharacterSets(target)[0];
  return sets.every((set) => set === '' || set === 'IR 6' || set === own);
}
