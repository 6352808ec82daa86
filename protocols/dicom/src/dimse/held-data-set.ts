import { DicomError } from '../error.ts';

/** Longest data set of a message that is not C-STORE: identifiers, actions, reports. */
export const maxHeldDataSetLength = 1024 * 1024;

/** Collects the data set of a message, which must be short. */
export class HeldDataSet {
  readonly #pieces: Buffer[] = [];
  #length = 0;

  /** Copies `bytes`. Throws `DicomError` (`limit`). */
  add(bytes: Buffer): void {
    this.#length += bytes.length;
    if (this.#length > maxHeldDataSetLength) throw new DicomError('limit', 'an identifier too long');
    this.#pieces.push(Buffer.from(bytes));
    // A piece costs more than its bytes: fragments of one byte would weigh hundreds of times what they hold.
    if (this.#pieces.length >= 256) this.#pieces.splice(0, this.#pieces.length, this.bytes());
  }

  bytes(): Buffer {
    return Buffer.concat(this.#pieces);
  }
}
