import type { Config } from '@liaison/config';
import {
  createRolesAndDatabase,
  discoverMigrations,
  migrate,
  startEmbedded,
  type RoleUrls,
} from '@liaison/db';
import { discoverQueues, installQueues } from '@liaison/jobs';
import { join, resolve } from 'node:path';
import { domainRanks } from '../../../architecture.mjs';

const root = resolve(import.meta.dirname, '../../..');

/** The addresses of the three roles: given by the operator, or of the PostgreSQL that we start beside us. */
export async function openServer(config: Config): Promise<{ urls: RoleUrls; stop(): Promise<void> }> {
  if (config.database) return { urls: config.database, stop: async () => {} };
  const server = await startEmbedded(join(config.dataDir, 'postgres'), ['max_connections=60']);
  const urls = await createRolesAndDatabase(server.superUrl, 'liaison', server.password);
  return { urls, stop: () => server.stop() };
}

/** Brings tables and queues to this version; nodes that start together wait for one another. */
export async function prepareDatabase(urls: RoleUrls): Promise<string[]> {
  const applied = await migrate(urls.ownerUrl, discoverMigrations(root, domainRanks));
  await installQueues(urls.ownerUrl, await discoverQueues(root));
  return applied;
}

/** A role gets its database from the supervisor, through the environment. */
export function requireDatabase(config: Config): RoleUrls {
  if (!config.database) throw new Error('DATABASE_URL manque : ce rôle se lance par le superviseur');
  return config.database;
}
