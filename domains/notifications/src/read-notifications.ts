import type { Tx } from '@liaison/db';
import { isId, type Clock, type UserActor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import type { Notification } from './contract.ts';
import { notificationText } from './fr.ts';
import { dossierPath } from './model.ts';
import { countUnread, listRows, markRead, type NotificationRow } from './store.ts';

export type NotificationPage = {
  notifications: Notification[];
  unreadCount: number;
  nextCursor: string | null;
};

/** The actor's own notifications, the newest first. An unreadable cursor is the first page. */
export async function readNotifications(
  tx: Tx,
  actor: UserActor,
  slice: { cursor?: string | undefined; limit: number },
): Promise<NotificationPage> {
  const before = isId(slice.cursor) ? slice.cursor : null;
  const found = await listRows(tx, actor.userId, before, slice.limit + 1);
  const page = found.slice(0, slice.limit);
  return {
    notifications: page.map(toNotification),
    unreadCount: await countUnread(tx, actor.userId),
    nextCursor: found.length > slice.limit ? (page.at(-1)?.id ?? null) : null,
  };
}

function toNotification(row: NotificationRow): Notification {
  return {
    id: row.id,
    kind: row.kind,
    text: notificationText(row.kind, row.subject),
    link: dossierPath(row.dossier_id),
    at: row.at.toISOString(),
    readAt: row.read_at?.toISOString() ?? null,
  };
}

/** Marks the actor's own notifications as read, up to and including `upTo`. */
export async function markNotificationsRead(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  upTo: string,
): Promise<void> {
  await markRead(tx, actor.userId, upTo, clock.now());
  await announce(tx, [`user:${actor.userId}`]);
}
