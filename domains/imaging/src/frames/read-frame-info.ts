import { openRange } from '@liaison/blobs';
import { frameInfoOf, type FrameInfo, type LookupTable } from '@liaison/pixels';
import type { ImageTables } from '../contract.ts';
import { invalid } from '../errors.ts';
import { readAttributes } from '../study/read-attributes.ts';
import type { Whereabouts } from '../store.ts';

/** What an instance says of its frames, tables included, read from its data set. @throws DomainError `imaging/unshowable` */
export async function readFrameInfo(storeRoot: string, source: Whereabouts): Promise<FrameInfo> {
  const range = openRange(storeRoot, source.container_id);
  try {
    const { reading } = await readAttributes(
      (offset, length) => range.read(source.data_offset + offset, length),
      source.data_length,
      source.transfer_syntax_uid,
    );
    if (!reading) throw invalid('imaging/unshowable');
    return frameInfoOf(reading.dataSet);
  } finally {
    range.close();
  }
}

export function toTables({ isWords, palette }: FrameInfo): ImageTables {
  const plain = ({ first, bits, values }: LookupTable) => ({ first, bits, values: [...values] });
  return {
    isWords: isWords === true,
    palette: palette && {
      red: plain(palette.red),
      green: plain(palette.green),
      blue: plain(palette.blue),
    },
  };
}
