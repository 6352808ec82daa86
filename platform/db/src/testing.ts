import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { openDatabase, type AppDatabase, type SystemDatabase } from './database.ts';
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

async function runAsSuper(superUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
