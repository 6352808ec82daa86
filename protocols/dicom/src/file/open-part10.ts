import { DicomError } from '../error.ts';
import { readPart10Head, type Part10 } from './part10-file.ts';

/** A deflated data set may not grow past this in a browser. */
const maxInflatedBytes = 256 * 1024 * 1024;

export type OpenOptions = {
  /** The bytes may be the beginning of a file only: what can be inflated of it is taken. */
  readonly isPrefix?: boolean;
};

/**
 * Takes a file apart where there is no node:zlib. Rejects with `DicomError`: `malformed` without `DICM` or
 * TransferSyntaxUID or when it cannot be inflated, `limit` for a data set that inflates past 256 MiB.
 */
export async function openPart10(file: Uint8Array, options: OpenOptions = {}): Promise<Part10> {
  const { meta, transferSyntaxUID, dataSetOffset, isDeflated, storedBytes } = readPart10Head(file);
  const dataSetBytes = isDeflated ? await inflate(storedBytes, options.isPrefix ?? false) : storedBytes;
  return { meta, transferSyntaxUID, dataSetOffset, dataSetBytes };
}

/** NULs after the end that are put up with: PS3.5 annex A.5 pads with one, media with more. */
const maxPaddingBytes = 4;

async function inflate(bytes: Uint8Array, isPrefix: boolean): Promise<Buffer> {
  // What comes after the end is an error to a browser, as is an end that does not come.
  for (let padding = 0; padding <= maxPaddingBytes; padding += 1) {
    const { parts, isWhole } = await inflated(bytes.subarray(0, bytes.length - padding));
    if (isWhole || isPrefix) return Buffer.concat(parts);
    if (bytes[bytes.length - 1 - padding] !== 0) break;
  }
  throw new DicomError('malformed', 'a deflated data set that cannot be inflated');
}

async function inflated(bytes: Uint8Array): Promise<{ parts: Uint8Array[]; isWhole: boolean }> {
  const parts: Uint8Array[] = [];
  let total = 0;
  const stream = new Blob([Uint8Array.from(bytes)]).stream();
  const reader = stream.pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  for (;;) {
    // The kind of error depends on the browser.
    const read = await reader.read().catch(() => null);
    if (read === null || read.done) return { parts, isWhole: read !== null };
    parts.push(read.value);
    total += read.value.length;
    if (total > maxInflatedBytes) {
      await reader.cancel();
      throw new DicomError('limit', 'a deflated data set that inflates without end');
    }
  }
}
