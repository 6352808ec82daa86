import { appendFileSync } from 'node:fs';

import { newId } from '@liaison/kernel';

export type ReceptionEventKind =
  | 'association-accepted'
  | 'association-rejected'
  | 'association-aborted'
  | 'association-released'
  | 'store-refused'
  | 'protocol-error';

/** What happened at the door. Never a value of a data set: these lines are read by operators and kept. */
export type ReceptionEvent = {
  readonly kind: ReceptionEventKind;
  /** The same on every line of one association. */
  readonly association: string;
  readonly callingAeTitle?: string;
  readonly calledAeTitle?: string;
  readonly address: string;
  readonly tls: boolean;
  readonly peerId?: string;
  readonly structureId?: string;
  readonly reason?: string;
  /** DIMSE status answered, as four hexadecimal digits. */
  readonly status?: string;
  readonly storedCount?: number;
  readonly refusedCount?: number;
  readonly storedBytes?: number;
  /** Of stored data sets, from the acceptance of the association to its end. */
  readonly bytesPerSecond?: number;
};

export type EventLog = {
  append(event: ReceptionEvent): void;
  /** Writes what waits, if it can be. */
  close(): void;
};

/** Lines kept in memory while they cannot be written: some 4 MB. The oldest go first. */
const maxWaiting = 10_000;
const retryMs = 1000;

/**
 * One JSON object a line, `{id, at, node, slot, kind, …}`, appended to a file that is opened for each write, so that it may
 * be rotated. Lines that cannot be written are told to `onFailure` once, wait, and are written when they can be.
 */
export function openEventLog(
  file: string,
  origin: { readonly node: string; readonly slot: number },
  onFailure: (error: unknown) => void,
): EventLog {
  const waiting: string[] = [];
  let hasFailed = false;
  const flush = (): void => {
    if (waiting.length === 0) return;
    try {
      // A failed write may have left half a line: it is ended, for readers pass over what is no event.
      appendFileSync(file, `${hasFailed ? '\n' : ''}${waiting.join('\n')}\n`);
      waiting.length = 0;
      hasFailed = false;
    } catch (error) {
      if (!hasFailed) onFailure(error);
      hasFailed = true;
    }
  };
  const timer = setInterval(flush, retryMs);
  timer.unref();
  return {
    append(event) {
      waiting.push(JSON.stringify({ id: newId(), at: new Date().toISOString(), ...origin, ...event }));
      if (waiting.length > maxWaiting) waiting.shift();
      if (!hasFailed) flush();
    },
    close() {
      flush();
      clearInterval(timer);
    },
  };
}
