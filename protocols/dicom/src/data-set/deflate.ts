import { deflateRawSync, inflateRawSync } from 'node:zlib';

import { DicomError } from '../error.ts';

/** A deflated data set may not grow past this. */
const maxInflatedBytes = 1 << 30;

/** The data set that Deflated Explicit VR Little Endian holds (PS3.5 annex A.5). Throws `DicomError`: `malformed`. */
export function inflateDataSet(bytes: Uint8Array): Buffer {
  try {
    return inflateRawSync(bytes, { maxOutputLength: maxInflatedBytes });
  } catch {
    throw new DicomError('malformed', 'a deflated data set that cannot be inflated');
  }
}

/** A data set in explicit VR little endian, deflated; padded to an even length as PS3.5 annex A.5 has it. */
export function deflateDataSet(bytes: Uint8Array): Buffer {
  const deflated = deflateRawSync(bytes);
  return deflated.length % 2 === 0 ? deflated : Buffer.concat([deflated, Buffer.alloc(1)]);
}
