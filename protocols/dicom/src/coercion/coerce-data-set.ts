import { Coercer } from './coercer.ts';
import { ElementStream } from '../data-set/element-stream.ts';
import { DicomError } from '../error.ts';
import { deflatePieces, inflatePieces, type Pieces } from '../data-set/pieces.ts';
import { transferSyntaxOf, type TransferSyntax } from '../dictionary/uid.ts';
import { listElements, type DataSetInput, type ElementInput } from '../data-set/write-data-set.ts';

export type CoercionOptions = {
  /** Of PS3.3 section C.12.1.1.9.1.1: `COERCE` (to fit another system's identifiers) or `CORRECT`. */
  readonly reason: 'COERCE' | 'CORRECT';
  /** Which system does it (0400,0563), as an LO; in plain letters where the data set's character set lacks some. */
  readonly modifyingSystem: string;
  /** Where the previous values came from (0400,0564), as an LO; empty where unknown. */
  readonly sourceOfPreviousValues: string;
  readonly modifiedAt: Date;
};

/** Changes have to lie before OriginalAttributesSequence, which is written as soon as it is passed. */
const originalAttributes = 0x04000561;

/**
 * A data set with attributes replaced or added (an empty value empties the attribute), the values before kept in an item
 * added to OriginalAttributesSequence (0400,0561), where an attribute that was not there is one without value. Other
 * attributes and pixel data keep their bytes, in any transfer syntax; group lengths go, and so do digital signatures, which
 * no longer hold. Where the new text cannot be said
 * in the data set's SpecificCharacterSet, all that comes before the pixel data is put in ISO_IR 192. Where all values are
 * as they should be already, none of this happens. A piece lasts until the next is asked for.
 *
 * Throws `DicomError`: `unsupported` for changes to attributes from (0400,0561) on, and as reading does.
 */
export async function* coerceDataSet(
  pieces: Pieces,
  transferSyntaxUID: string,
  changes: DataSetInput,
  options: CoercionOptions,
): AsyncGenerator<Buffer> {
  const syntax = transferSyntaxOf(transferSyntaxUID);
  const elements = listElements(changes);
  if (elements.some(({ tag }) => tag >= originalAttributes || tag <= 0x00080005))
    throw new DicomError('unsupported', 'only attributes from (0008,0006) to (0400,0560) are coerced');
  const plain = syntax.deflated ? inflatePieces(pieces) : pieces;
  const coerced = coercePlain(plain, syntax, elements, options);
  yield* syntax.deflated ? deflatePieces(coerced) : coerced;
}

async function* coercePlain(
  pieces: Pieces,
  syntax: TransferSyntax,
  changes: readonly ElementInput[],
  options: CoercionOptions,
): AsyncGenerator<Buffer> {
  const out: Buffer[] = [];
  const coercer = new Coercer(syntax, changes, options, out);
  const stream = new ElementStream(syntax, coercer);
  for await (const piece of pieces) {
    stream.push(piece);
    yield* out.splice(0);
  }
  stream.end();
  coercer.end();
  yield* out.splice(0);
}
