import { connect, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import type { Study } from '../inputs/slices.ts';

/** Something that takes C-STORE, alive. */
export type Receiver = AsyncDisposable & {
  readonly name: string;
  readonly port: number;
  readonly aeTitle: string;
  readonly callingAeTitle: string;
  /** The process that receives. */
  readonly pid: number;
  /** Images that are whole in its store; when it has a catalogue, images in it once it has all of them or 20 s passed. */
  countStored(study: Pick<Study, 'accessionNumber'> & { readonly imageCount: number }): Promise<number>;
  /** Empties its store. */
  forget(): Promise<void>;
};

/** How to start one; `missing` says what to install instead, where it cannot be. */
export type ReceiverKind = {
  readonly name: string;
  readonly isOurs: boolean;
  readonly missing: string | null;
  start(): Promise<Receiver>;
};

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}

/** Resolves once something accepts connections there. Rejects after 20 s. */
export async function untilListening(port: number): Promise<void> {
  for (const deadline = performance.now() + 20_000; performance.now() < deadline; await pause(50)) {
    const isThere = await new Promise<boolean>((resolve) => {
      const socket = connect({ host: '127.0.0.1', port }, () => resolve(true));
      socket.once('error', () => resolve(false));
      socket.once('connect', () => socket.destroy());
    });
    if (isThere) return;
  }
  throw new Error(`nothing listens on port ${port}`);
}
