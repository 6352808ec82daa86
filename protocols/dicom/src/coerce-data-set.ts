import type { DataSetInput } from './write-data-set.ts';

export type CoercionOptions = {
  /** PS3.3 section C.12.1.1.9: `COERCE` (to fit another system's identifiers) or `CORRECT`. */
  readonly reason: 'COERCE' | 'CORRECT';
  /** Which system does it (0400,0563), as an LO. */
  readonly modifyingSystem: string;
  /** Where the previous values came from (0400,0564), as an LO; empty where unknown. */
  readonly sourceOfPreviousValues: string;
  readonly modifiedAt: Date;
};

/**
 * A data set with attributes replaced or added (those before PixelData; an empty value empties the attribute), the values
 * before kept in an item added to OriginalAttributesSequence (0400,0561). Other attributes and pixel data keep their
 * bytes, in any transfer syntax. Where the new text cannot be said in the data set's SpecificCharacterSet, the whole
 * header is put in ISO_IR 192. What changes nothing leaves the data set as it is.
 */
export declare function coerceDataSet(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  transferSyntaxUID: string,
  changes: DataSetInput,
  options: CoercionOptions,
): AsyncGenerator<Buffer>;
