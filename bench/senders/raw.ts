import type { Slice } from '../inputs/slices.ts';
import type { Receiver } from '../receivers/receiver.ts';
import { parted, type Sender } from './sender.ts';
import { Wire } from './wire.ts';

/**
 * Our own replay: data sets in memory, one write for each image, each response awaited, one thread. Associations are open
 * and requests encoded before the clock starts; it stops at the last response.
 */
export const rawSender: Sender = {
  name: 'raw replay',
  async prepare(study, associations) {
    const parts = parted(study.slices, associations);
    return { send: (receiver) => sendParts(receiver, parts), [Symbol.dispose]: () => {} };
  },
};

async function sendParts(receiver: Receiver, parts: readonly Slice[][]): Promise<number> {
  const wires: Wire[] = [];
  try {
    const ready = [];
    for (const slices of parts) ready.push(await openAndEncode(receiver, slices, wires));
    const start = performance.now();
    await Promise.all(ready.map(({ wire, requests }) => sendAll(wire, requests)));
    const seconds = (performance.now() - start) / 1000;
    await Promise.all(wires.map((wire) => wire.release()));
    return seconds;
  } finally {
    for (const wire of wires) wire.destroy();
  }
}

async function openAndEncode(receiver: Receiver, slices: readonly Slice[], wires: Wire[]) {
  const [first] = slices;
  if (!first) throw new TypeError('fewer images than associations');
  const wire = await Wire.open(receiver, first);
  wires.push(wire);
  return { wire, requests: slices.map((slice) => wire.encode(slice)) };
}

async function sendAll(wire: Wire, requests: readonly Buffer[]): Promise<void> {
  for (const request of requests) await wire.store(request);
}
