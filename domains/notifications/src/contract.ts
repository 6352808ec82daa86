import { endpoint, instant, noContent, slice } from '@liaison/http/contract';
import { z } from 'zod';

/** The four steps of CCTP 3.1.2.6, and what else a person should know at once. No patient data in any of them. */
export const notificationKind = z.enum([
  'dossier-received',
  'complement-received',
  'answer-received',
  'information-requested',
  'dossier-refused',
  'dossier-taken',
]);

export const notification = z.object({
  id: z.uuid(),
  kind: notificationKind,
  /** French sentence without patient data: "Nouvelle demande d’avis AVC aigu AVC-2611-000001, CH de Valombre". */
  text: z.string(),
  /** Path of the screen to open. */
  link: z.string(),
  at: instant,
  readAt: instant.nullable(),
});
export type Notification = z.infer<typeof notification>;

export const listNotifications = endpoint({
  method: 'GET',
  url: '/api/notifications',
  summary: 'Mes notifications, la plus récente d’abord.',
  query: slice,
  reply: z.object({
    notifications: z.array(notification),
    unreadCount: z.number().int(),
    nextCursor: z.string().nullable(),
  }),
});

export const markNotificationsRead = endpoint({
  method: 'POST',
  url: '/api/notifications/read',
  summary: 'Marque mes notifications comme lues, jusqu’à celle-ci.',
  body: z.object({ upTo: z.uuid() }),
  reply: noContent,
});
