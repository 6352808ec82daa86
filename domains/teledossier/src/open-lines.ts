import { newId } from '@liaison/kernel';
import type { LineRecord } from './record.ts';
import type { RecipientRow } from './store.ts';

/** A new line for each recipient, named as the directory names it today. */
export function openLines(dossierId: string, recipients: readonly RecipientRow[]): LineRecord[] {
  return recipients.map((recipient) => ({
    id: newId(),
    dossierId,
    recipient,
    status: 'en-attente-de-reponse',
    takenBy: null,
    takenAt: null,
    refusedBecause: null,
    openedAt: null,
    closing: null,
  }));
}

/** The same lines as the state machine takes them. */
export function toNewLines(lines: readonly LineRecord[]) {
  return lines.map(({ id, recipient }) => ({ id, recipient: { kind: recipient.kind, id: recipient.id } }));
}
