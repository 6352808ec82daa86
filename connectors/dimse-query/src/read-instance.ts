import { openRange } from '@liaison/blobs';
import { findTransferSyntax, reencodePieces } from '@liaison/dicom';
import type { InstanceRow } from '@liaison/imaging';

export type StoredInstance = Pick<
  InstanceRow,
  | 'sop_class_uid'
  | 'sop_instance_uid'
  | 'transfer_syntax_uid'
  | 'container_id'
  | 'data_offset'
  | 'data_length'
  | 'crc32'
>;

/** Whether an instance can be given in that transfer syntax: its own, or any uncompressed one if it is so itself. */
export function mayGive(from: string, to: string): boolean {
  if (from === to) return true;
  const [source, target] = [findTransferSyntax(from), findTransferSyntax(to)];
  return source?.encapsulated === false && target?.encapsulated === false;
}

/**
 * Its data set in one of the transfer syntaxes that `mayGive` allows; bit for bit in its own. A piece lasts until the next
 * is asked for. @throws ContainerMissingError, StoreFailedError
 */
export async function* readInstance(
  storeRoot: string,
  instance: StoredInstance,
  to: string,
): AsyncGenerator<Uint8Array> {
  const range = openRange(storeRoot, instance.container_id);
  try {
    const bytes = range.verified(instance.data_offset, instance.data_length, instance.crc32);
    yield* to === instance.transfer_syntax_uid
      ? bytes
      : reencodePieces(bytes, instance.transfer_syntax_uid, to);
  } finally {
    range.close();
  }
}
