import { z } from 'zod';
import type { notificationKind } from './contract.ts';

export type NotificationKind = z.infer<typeof notificationKind>;

/** What a sentence is built from. Never patient data: mails leave the platform, screens may be locked ones. */
export const subject = z.object({
  /** "AVC-2611-000123". */
  number: z.string(),
  /** "demande d’avis AVC aigu". */
  typeLabel: z.string(),
  /** The structure of who acted. */
  structureName: z.string(),
});
export type Subject = z.infer<typeof subject>;

/**
 * Whom to tell. `user`: a person; `community`: its clinical members and its generic mailbox; `mailbox`: the generic
 * mailbox of a community alone.
 */
export type Audience = { readonly kind: 'user' | 'community' | 'mailbox'; readonly id: string };

/** What is told on which channel; in-app is always told. A taking is good to know but interrupts nobody by mail. */
export const goesByMail: Readonly<Record<NotificationKind, boolean>> = {
  'dossier-received': true,
  'complement-received': true,
  'answer-received': true,
  'information-requested': true,
  'dossier-refused': true,
  'dossier-taken': false,
};

/** Path of the screen that a notification opens. */
export function dossierPath(dossierId: string): string {
  return `/teledossiers/${dossierId}`;
}
