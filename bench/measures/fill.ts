import { setTimeout as pause } from 'node:timers/promises';

import type { Slice } from '../inputs/slices.ts';
import { parted } from '../senders/sender.ts';
import { Wire } from '../senders/wire.ts';

/** A store with a catalogue: how many images that shows by now. */
export type Filled = {
  readonly name: string;
  readonly port: number;
  readonly aeTitle: string;
  readonly callingAeTitle: string;
  countShown(): Promise<number>;
};

const associations = 4;
/** Without one image more. */
const longestStillMs = 60_000;

/** Sends these by C-STORE on several associations, and waits until the catalogue has them all. Gives the seconds of it. */
export async function fill(receiver: Filled, slices: readonly Slice[], signal: AbortSignal): Promise<number> {
  const start = performance.now();
  const before = await receiver.countShown();
  await Promise.all(parted(slices, associations).map((part) => sendAll(receiver, part)));
  await untilShown(receiver, before + slices.length, signal);
  return (performance.now() - start) / 1000;
}

async function sendAll(receiver: Filled, slices: readonly Slice[]): Promise<void> {
  const [first] = slices;
  if (!first) return;
  const wire = await Wire.open(receiver, first);
  try {
    for (const slice of slices) await wire.store(wire.encode(slice));
    await wire.release();
  } finally {
    wire.destroy();
  }
}

async function untilShown(receiver: Filled, expected: number, signal: AbortSignal): Promise<void> {
  let [most, movedAt] = [0, performance.now()];
  for (;;) {
    signal.throwIfAborted();
    const count = await receiver.countShown();
    if (count >= expected) return;
    if (count > most) [most, movedAt] = [count, performance.now()];
    if (performance.now() - movedAt > longestStillMs)
      throw new Error(`${receiver.name} shows ${count} of ${expected} images, and no more`);
    await pause(200);
  }
}
