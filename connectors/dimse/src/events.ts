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
  readonly structureId?: string;
  readonly reason?: string;
  /** DIMSE status answered, as four hexadecimal digits. */
  readonly status?: string;
  readonly storedCount?: number;
  readonly refusedCount?: number;
  readonly storedBytes?: number;
};

export type EventLog = { append(event: ReceptionEvent): void };

/**
 * One JSON object a line, `{id, at, node, slot, kind, …}`, appended to a file that is opened for each line, so that it may
 * be rotated. A line that cannot be written is told to `onFailure` and lost: reception goes on.
 */
export function openEventLog(
  file: string,
  origin: { readonly node: string; readonly slot: number },
  onFailure: (error: unknown) => void,
): EventLog {
  return {
    append(event) {
      const line = JSON.stringify({ id: newId(), at: new Date().toISOString(), ...origin, ...event });
      try {
        appendFileSync(file, `${line}\n`);
      } catch (error) {
        onFailure(error);
      }
    },
  };
}
