import { withActor, type AppDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import { findRecipients as endpoint } from './contract.ts';
import { findRecipients } from './find-recipients.ts';

export function mountDirectory(app: App, database: AppDatabase): void {
  route(app, endpoint, async ({ actor, query }) => ({
    recipients: await withActor(database, actor, (tx) => findRecipients(tx, actor, query)),
  }));
}
