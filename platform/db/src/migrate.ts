import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';

/** The numbered SQL files of one domain. `rank` is that of architecture.mjs: lower ranks migrate first. */
export type MigrationSet = { domain: string; rank: number; directory: string };

type Migration = { id: string; statements: string; checksum: string };

/** The migrations of every domain below `root`/domains, in rank order. */
export function discoverMigrations(root: string, ranks: Readonly<Record<string, number>>): MigrationSet[] {
  return Object.entries(ranks)
    .map(([domain, rank]) => ({ domain, rank, directory: join(root, 'domains', domain, 'migrations') }))
    .filter((set) => existsSync(set.directory))
    .toSorted((a, b) => a.rank - b.rank || a.domain.localeCompare(b.domain));
}

const lockKey = 727_001;

/**
 * Applies what is new, each file in its own transaction, as the owner role and under an advisory lock: nodes that start
 * together wait for one another. A file that changed after it was applied stops the start.
 * @returns the ids applied now, such as `imaging/0001-catalogue`
 */
export async function migrate(ownerUrl: string, sets: readonly MigrationSet[]): Promise<string[]> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'liaison-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey]);
    await client.query(`
      create schema if not exists platform;
      create table if not exists platform.migration (
        id text primary key, checksum text not null, applied_at timestamptz not null default now());
      grant usage on schema platform to liaison_app, liaison_system;
      grant select on platform.migration to liaison_app, liaison_system`);
    const { rows } = await client.query<{ id: string; checksum: string }>(
      'select id, checksum from platform.migration',
    );
    const applied = new Map(rows.map((row) => [row.id, row.checksum]));
    const fresh = sets.flatMap(readMigrations).filter((migration) => isFresh(migration, applied));
    for (const migration of fresh) await apply(client, migration);
    return fresh.map((migration) => migration.id);
  } finally {
    await client.end();
  }
}

function readMigrations(set: MigrationSet): Migration[] {
  return readdirSync(set.directory)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.sql$/.test(name))
    .toSorted()
    .map((name) => {
      const statements = readFileSync(join(set.directory, name), 'utf8');
      const checksum = createHash('sha256').update(statements).digest('hex');
      return { id: `${set.domain}/${name.replace(/\.sql$/, '')}`, statements, checksum };
    });
}

function isFresh(migration: Migration, applied: ReadonlyMap<string, string>): boolean {
  const known = applied.get(migration.id);
  if (known === undefined) return true;
  if (known === migration.checksum) return false;
  throw new Error(`migration ${migration.id} changed after it was applied: add a new one instead`);
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(migration.statements);
    await client.query('insert into platform.migration (id, checksum) values ($1, $2)', [
      migration.id,
      migration.checksum,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`migration ${migration.id} failed`, { cause: error });
  }
}
