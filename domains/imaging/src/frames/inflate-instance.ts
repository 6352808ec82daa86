import { openRange } from '@liaison/blobs';
import { invalid } from '../errors.ts';
import { inflateAll } from '../study/read-attributes.ts';
import type { Whereabouts } from '../store.ts';

/** A deflated data set (PS3.5 annex A.5) as it was before. @throws DomainError `imaging/unshowable` */
export async function inflateInstance(
  storeRoot: string,
  source: Pick<Whereabouts, 'container_id' | 'data_offset' | 'data_length'>,
): Promise<Buffer> {
  const range = openRange(storeRoot, source.container_id);
  try {
    const read = (offset: number, length: number) => range.read(source.data_offset + offset, length);
    const inflated = await inflateAll(read, source.data_length);
    if (!inflated) throw invalid('imaging/unshowable');
    return inflated;
  } finally {
    range.close();
  }
}
