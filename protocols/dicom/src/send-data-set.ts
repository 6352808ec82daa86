import type { DataSetSource } from './association.ts';
import { writeDataPdus } from './write-pdu.ts';

export type DataSetMessage = {
  readonly contextId: number;
  readonly maxPduLength: number;
  /** PDUs that go before: those of the command. */
  readonly before: readonly Uint8Array[];
  readonly dataSet: DataSetSource;
};

/** Writes a message; `write` settles when more may be written. A data set in pieces is never held whole. */
export async function sendDataSet(
  { contextId, maxPduLength, before, dataSet }: DataSetMessage,
  write: (pdus: Uint8Array[]) => Promise<void>,
): Promise<void> {
  const pdusOf = (bytes: Uint8Array, isLast = true): Uint8Array[] =>
    writeDataPdus({ contextId, isCommand: false }, bytes, maxPduLength, isLast);
  if (dataSet instanceof Uint8Array) {
    await write([...before, ...pdusOf(dataSet)]);
    return;
  }
  let ready = [...before];
  let held: Uint8Array = new Uint8Array(0);
  // The last piece is held back until it is known to be the last: only then can its fragment be marked so.
  for await (const piece of dataSet) {
    // Fragments have even lengths (PS3.8 annex E.1): an odd byte travels with the next piece.
    const even = held.length - (held.length % 2);
    if (even > 0) {
      await write([...ready, ...pdusOf(held.subarray(0, even), false)]);
      ready = [];
    }
    held = even === held.length ? piece : Buffer.concat([held.subarray(even), piece]);
  }
  await write([...ready, ...pdusOf(held)]);
}
