import { mkdtempSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRolesAndDatabase, discoverMigrations, giveCluster, migrate, startEmbedded } from '@liaison/db';
import { discoverQueues, installQueues } from '@liaison/jobs';
import { domainRanks } from '../../architecture.mjs';

const root = resolve(import.meta.dirname, '../..');
/** Names the folder of the cluster to the processes of the tests. */
const variable = 'PREPARED_CLUSTER';

/**
 * Vitest's global set-up for whole-system tests: one PostgreSQL cluster with roles, tables and queues, at rest, that each
 * platform copies rather than makes.
 */
export default async function setUp(): Promise<() => void> {
  const directory = mkdtempSync(join(tmpdir(), 'liaison-prepared-'));
  const server = await startEmbedded(directory, ['fsync=off']);
  const urls = await createRolesAndDatabase(server.superUrl, 'liaison', server.password);
  await migrate(urls.ownerUrl, discoverMigrations(root, domainRanks));
  await installQueues(urls.ownerUrl, await discoverQueues(root));
  await server.stop();
  process.env[variable] = directory;
  return () => rmSync(directory, { recursive: true, force: true });
}

/** Copies the prepared cluster into the folder of a server that has not started yet. */
export async function copyPreparedCluster(directory: string): Promise<void> {
  const prepared = process.env[variable];
  if (prepared === undefined) throw new Error(`no cluster was prepared: ${variable} names none`);
  await cp(prepared, directory, { recursive: true });
  await giveCluster(join(directory, 'cluster'));
}
