import type { Socket } from 'node:net';

import type { Transport } from './served-association.ts';

/** What one call to the kernel is given at most: so much waits for a peer that is slow to take it. */
const batchBytes = 256 * 1024;

/** An association's connection over a socket, whose `drain` is to be told to the association; nothing while there is none. */
export function transportOver(socketOf: () => Socket | null): Transport {
  return {
    write: (bytes) => void socketOf()?.write(bytes),
    writeTogether(parts, taken) {
      const socket = socketOf();
      if (socket) writeTogether(socket, parts, taken);
      else taken();
    },
    pendingBytes: () => socketOf()?.writableLength ?? 0,
    end: () => void socketOf()?.end(),
    destroy: () => void socketOf()?.destroy(),
  };
}

/** One `writev`, without a copy; `taken` is called when the kernel has all of it, or never will. */
export function writeTogether(socket: Socket, parts: readonly Uint8Array[], taken: () => void): void {
  const last = parts.length - 1;
  if (last < 0) {
    taken();
    return;
  }
  socket.cork();
  for (const [at, part] of parts.entries()) {
    if (at === last) socket.write(part, taken);
    else socket.write(part);
  }
  socket.uncork();
}

/** The same parts in their order, a batch at a time. */
export function* batchesOf(parts: readonly Uint8Array[]): Generator<readonly Uint8Array[]> {
  for (let at = 0; at < parts.length;) {
    const from = at;
    for (let bytes = 0; at < parts.length && bytes < batchBytes; at += 1) bytes += parts[at]?.length ?? 0;
    yield parts.slice(from, at);
  }
}
