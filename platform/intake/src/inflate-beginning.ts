import { constants, inflateRawSync } from 'node:zlib';

/** Deflate makes at most 1032 bytes of one: this many give no more than the limit of what is inflated at once. */
const firstBytes = 1024;
/** Inflated bytes among which an instance must have named itself. */
const maxInflatedBytes = 4 * 1024 * 1024;

/**
 * Inflates more and more of a deflated data set (PS3.5 annex A.5), or of its beginning, until `read` has what it needs: a
 * bomb is cut off before it unfolds. `isEnd`: nothing of `deflated` is left. `unreadable`: no deflated bytes, or a bomb.
 */
export function inflateBeginning<Reading extends { readonly kind: string }>(
  deflated: Buffer,
  read: (inflated: Buffer, isEnd: boolean) => Reading,
): Reading | 'unreadable' {
  for (let length = firstBytes; ; length *= 2) {
    const isEnd = length >= deflated.length;
    const inflated = inflate(deflated.subarray(0, length));
    if (!inflated) return 'unreadable';
    const reading = read(inflated, isEnd);
    if (reading.kind !== 'need-more' || isEnd) return reading;
  }
}

function inflate(bytes: Buffer): Buffer | null {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return inflateRawSync(bytes, { finishFlush, maxOutputLength: maxInflatedBytes });
  } catch {
    return null;
  }
}
