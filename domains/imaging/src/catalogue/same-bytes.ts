import { openRange } from '@liaison/blobs';
import type { Whereabouts } from '../store.ts';

const step = 1024 * 1024;

/** Whether two records hold the same data set, byte by byte; CRC-32 alone may be made to agree. */
export async function sameBytes(storeRoot: string, one: Whereabouts, other: Whereabouts): Promise<boolean> {
  if (one.data_length !== other.data_length || one.crc32 !== other.crc32) return false;
  if (one.transfer_syntax_uid !== other.transfer_syntax_uid) return false;
  const left = openRange(storeRoot, one.container_id);
  try {
    const right = openRange(storeRoot, other.container_id);
    try {
      for (let at = 0; at < one.data_length; at += step) {
        const length = Math.min(step, one.data_length - at);
        const [a, b] = await Promise.all([
          left.read(one.data_offset + at, length),
          right.read(other.data_offset + at, length),
        ]);
        if (!a.equals(b)) return false;
      }
      return true;
    } finally {
      right.close();
    }
  } finally {
    left.close();
  }
}
