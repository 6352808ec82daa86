import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { Actor } from '@liaison/kernel';
import { openDatabase, withActor, type AppDatabase, type SystemDatabase, type Tx } from './database.ts';
import { roleUrls } from './roles.ts';

declare module 'vitest' {
  interface ProvidedContext {
    superUrl: string;
    rolePassword: string;
    templateDatabase: string;
  }
}

/** A database of its own for one test file, copied from the migrated template; dropped at the end. */
export type TestDatabase = {
  app: AppDatabase;
  system: SystemDatabase;
  urls: { appUrl: string; ownerUrl: string; systemUrl: string };
  close(): Promise<void>;
};

export async function openTestDatabase(): Promise<TestDatabase> {
  const superUrl = inject('superUrl');
  const name = `test_${randomBytes(6).toString('hex')}`;
  await runAsSuper(
    superUrl,
    `create database ${name} template ${inject('templateDatabase')} owner liaison_owner`,
  );
  const urls = roleUrls(superUrl, name, inject('rolePassword'));
  const app = openDatabase('app', urls.appUrl, { max: 8 });
  const system = openDatabase('system', urls.systemUrl, { max: 4 });
  return {
    app,
    system,
    urls,
    async close() {
      await Promise.all([app.close(), system.close()]);
      await runAsSuper(superUrl, `drop database ${name} with (force)`);
    },
  };
}

/** The plan of each statement of `work`, those inside functions too, as the app role has them (auto_explain). */
export async function explain(
  database: TestDatabase,
  actor: Actor,
  work: (tx: Tx) => Promise<unknown>,
): Promise<string[]> {
  const url = new URL(inject('superUrl'));
  url.pathname = new URL(database.urls.appUrl).pathname;
  const watched = openDatabase('app', url.href, { max: 1 });
  const plans: string[] = [];
  watched.pool.on('connect', (client) => {
    client.on('notice', (notice) => plans.push(notice.message ?? ''));
    void client.query(`load 'auto_explain'; set auto_explain.log_min_duration = 0; set auto_explain.log_level = notice;
      set auto_explain.log_nested_statements = on; set role liaison_app`);
  });
  try {
    await withActor(watched, actor, work);
    return plans;
  } finally {
    await watched.close();
  }
}

async function runAsSuper(superUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
