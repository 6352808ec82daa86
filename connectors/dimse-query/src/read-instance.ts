import { ContainerMissingError, openRange, StoreFailedError } from '@liaison/blobs';
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

/** An image that lies broken in the store, or no longer: it holds up no other. */
export class UnreadableInstanceError extends Error {
  override readonly name = 'UnreadableInstanceError';
  readonly SOPInstanceUID: string;

  constructor(SOPInstanceUID: string, cause: unknown) {
    super('an image cannot be read', { cause });
    this.SOPInstanceUID = SOPInstanceUID;
  }
}

/**
 * Its data set in one of the transfer syntaxes that `mayGive` allows; bit for bit in its own. A piece lasts until the next
 * is asked for. @throws UnreadableInstanceError
 */
export async function* readInstance(
  storeRoot: string,
  instance: StoredInstance,
  to: string,
): AsyncGenerator<Uint8Array> {
  const bytes = storedPieces(storeRoot, instance);
  yield* to === instance.transfer_syntax_uid
    ? bytes
    : reencodePieces(bytes, instance.transfer_syntax_uid, to);
}

async function* storedPieces(storeRoot: string, instance: StoredInstance): AsyncGenerator<Uint8Array> {
  try {
    const range = openRange(storeRoot, instance.container_id);
    try {
      yield* range.verified(instance.data_offset, instance.data_length, instance.crc32);
    } finally {
      range.close();
    }
  } catch (error) {
    if (error instanceof ContainerMissingError || error instanceof StoreFailedError)
      throw new UnreadableInstanceError(instance.sop_instance_uid, error);
    throw error;
  }
}
