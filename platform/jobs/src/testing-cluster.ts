import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createRolesAndDatabase, discoverMigrations, migrate, startEmbedded } from '@liaison/db';
import type { TestProject } from 'vitest/node';
import { domainRanks } from '../../../architecture.mjs';
import { discoverQueues, installQueues } from './install.ts';

/** Vitest's global set-up for `*.pg.test.ts`: one real PostgreSQL, one migrated template that each test file copies. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'liaison-test-'));
  const server = await startEmbedded(directory, [
    'fsync=off',
    'synchronous_commit=off',
    'max_connections=200',
  ]);
  const template = 'liaison_template';
  const urls = await createRolesAndDatabase(server.superUrl, template, server.password);
  const root = resolve(import.meta.dirname, '../../..');
  await migrate(urls.ownerUrl, discoverMigrations(root, domainRanks));
  await installQueues(urls.ownerUrl, await discoverQueues(root));
  project.provide('superUrl', server.superUrl);
  project.provide('rolePassword', server.password);
  project.provide('templateDatabase', template);
  return async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
}
