import type { DataSet } from './data-set.ts';
import type { Vr } from './dictionary.ts';
import type { ElementInput } from './write-data-set.ts';

/** One attribute of the DICOM JSON Model (PS3.18 section F.2.2), as `JSON.parse` gives it. */
export type JsonAttribute = {
  readonly vr: Vr;
  readonly Value?: readonly unknown[];
  /** Base64. */
  readonly InlineBinary?: string;
  readonly BulkDataURI?: string;
};

/** A data set of the DICOM JSON Model: attributes by tag, eight upper-case hexadecimal digits. */
export type JsonDataSet = { readonly [Tag in string]: JsonAttribute };

export type JsonOptions = {
  /**
   * Address of a value that is left out, or undefined to put it in (base64). Asked for values of byte VRs, and for
   * PixelData whatever its encoding (only there may the value be absent from what was read). `path`: tag of the
   * element, before it those of the sequences that hold it, each followed by the item's number from 0.
   */
  readonly bulkDataUri?: (path: readonly number[], lengthBytes: number | null) => string | undefined;
};

/** A data set as DICOM JSON text (PS3.18 annex F), one object. */
export declare function toDicomJson(dataSet: DataSet, options?: JsonOptions): string;

/** The elements of a DICOM JSON object, ready to be written. `bulkData` gives the bytes behind a BulkDataURI. */
export declare function fromDicomJson(
  json: JsonDataSet,
  bulkData?: (uri: string) => Uint8Array | undefined,
): ElementInput[];
