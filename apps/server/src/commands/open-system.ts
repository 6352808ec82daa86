import { join } from 'node:path';
import type { Config } from '@liaison/config';
import { findEmbedded, openDatabase, roleUrls, type SystemDatabase } from '@liaison/db';
import { openServer } from '../database.ts';

/**
 * Runs `work` on the installation's database, whether the platform runs or not: a database of ours that is down is started
 * for it.
 */
export async function withSystemDatabase<Value>(
  config: Config,
  work: (database: SystemDatabase) => Promise<Value>,
): Promise<Value> {
  const server = await reachServer(config);
  const database = openDatabase('system', server.systemUrl, { max: 4, applicationName: 'liaison-operate' });
  try {
    return await work(database);
  } finally {
    await database.close();
    await server.stop();
  }
}

async function reachServer(config: Config): Promise<{ systemUrl: string; stop(): Promise<void> }> {
  if (!config.database) {
    const { superUrl } = await findEmbedded(join(config.dataDir, 'postgres'));
    if (superUrl) {
      const { systemUrl } = roleUrls(superUrl, 'liaison', decodeURIComponent(new URL(superUrl).password));
      return { systemUrl, stop: async () => {} };
    }
  }
  const server = await openServer(config);
  return { systemUrl: server.urls.systemUrl, stop: () => server.stop() };
}
