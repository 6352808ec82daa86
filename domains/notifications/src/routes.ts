import { withActor, type AppDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import type { Clock } from '@liaison/kernel';
import { listNotifications, markNotificationsRead as markEndpoint } from './contract.ts';
import { markNotificationsRead, readNotifications } from './read-notifications.ts';

export type NotificationRoutes = { database: AppDatabase; clock: Clock };

export function mountNotifications(app: App, given: NotificationRoutes): void {
  route(app, listNotifications, ({ actor, query }) =>
    withActor(given.database, actor, (tx) => readNotifications(tx, actor, query)),
  );
  route(app, markEndpoint, async ({ actor, body }) => {
    await withActor(given.database, actor, (tx) => markNotificationsRead(tx, actor, given.clock, body.upTo));
    return undefined;
  });
}
