import { UnsentError, type DataSetSource, type SizedDataSet } from './association.ts';
import { DicomError } from '../error.ts';
import { roomOf, writeDataPdus } from '../upper-layer/write-pdu.ts';

export type DataSetMessage = {
  readonly contextId: number;
  readonly maxPduLength: number;
  /** PDUs that go before: those of the command. */
  readonly before: readonly Uint8Array[];
  readonly dataSet: DataSetSource;
};

/** Settles when the bytes are no longer needed. */
export type WritePdus = (pdus: readonly Uint8Array[]) => Promise<void>;

/** What of a data set of unknown length is gathered before it leaves: whole PDUs of about so much. */
const gatheredBytes = 128 * 1024;

/**
 * Writes a message; a data set in pieces is never held whole. Throws `UnsentError` where none of them can be had, what the
 * pieces throw once some have left, and `DicomError` (`malformed`) for a data set that is not as long as it was said to be.
 */
export async function sendDataSet(message: DataSetMessage, write: WritePdus): Promise<void> {
  const { dataSet } = message;
  const sender = new Fragments(message, write);
  try {
    if (dataSet instanceof Uint8Array) await sender.send(dataSet, true);
    else if ('pieces' in dataSet) await sendSized(dataSet, sender);
    else await sendGathered(dataSet, sender);
  } catch (error) {
    throw sender.hasBegun ? error : new UnsentError(error);
  }
}

/** The fragments of one data set, after its command. */
class Fragments {
  readonly #message: DataSetMessage;
  readonly #write: WritePdus;
  #before: readonly Uint8Array[];
  hasBegun = false;

  constructor(message: DataSetMessage, write: WritePdus) {
    this.#message = message;
    this.#write = write;
    this.#before = message.before;
  }

  /** Bytes of a full fragment. */
  get room(): number {
    return roomOf(this.#message.maxPduLength);
  }

  async send(bytes: Uint8Array, isLast: boolean): Promise<void> {
    const { contextId, maxPduLength } = this.#message;
    const pdus = writeDataPdus({ contextId, isCommand: false }, bytes, maxPduLength, isLast);
    const before = this.#before;
    this.#before = [];
    this.hasBegun = true;
    await this.#write(before.length > 0 ? [...before, ...pdus] : pdus);
  }
}

/** Pieces leave as they are, without a copy: how much is still to come says which one is the last. */
async function sendSized({ length, pieces }: SizedDataSet, sender: Fragments): Promise<void> {
  let left = length;
  for await (const piece of pieces) {
    if (piece.length === 0) continue;
    left -= piece.length;
    if (left < 0) throw new DicomError('malformed', 'a data set longer than it was said to be');
    // Fragments have even lengths (PS3.8 annex E.1), but the last one of a data set that breaks the rules.
    if (left > 0 && piece.length % 2 === 1) throw new DicomError('malformed', 'a piece of an odd length');
    await sender.send(piece, left === 0);
  }
  if (left > 0) throw new DicomError('malformed', 'a data set shorter than it was said to be');
  if (length === 0) await sender.send(new Uint8Array(0), true);
}

/** Pieces of a data set of unknown length are copied together: the last bytes are kept until they are known to be the last. */
async function sendGathered(pieces: AsyncIterable<Uint8Array>, sender: Fragments): Promise<void> {
  const capacity = sender.room * Math.max(1, Math.floor(gatheredBytes / sender.room));
  const gathered = Buffer.allocUnsafeSlow(capacity);
  let filled = 0;
  for await (const piece of pieces) {
    for (let at = 0; at < piece.length;) {
      if (filled === capacity) {
        await sender.send(gathered, false);
        filled = 0;
      }
      const taken = Math.min(piece.length - at, capacity - filled);
      gathered.set(piece.subarray(at, at + taken), filled);
      filled += taken;
      at += taken;
    }
  }
  await sender.send(gathered.subarray(0, filled), true);
}
