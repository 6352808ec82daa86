import { spawnSync } from 'node:child_process';
import { chown, cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import pg from 'pg';

/** Contents that a base backup leaves out: they belong to the running server (PostgreSQL manual, section 25.3.4.3). */
const ofTheServer = new Set([
  'pg_wal',
  'pg_replslot',
  'pg_dynshmem',
  'pg_notify',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const ownFiles = new Set(['postmaster.pid', 'postmaster.opts', 'backup_label', 'tablespace_map']);

/**
 * Copies the files of a running PostgreSQL server so that another can start from them, by the low-level API of base
 * backups: the copy is as the database was when it ended. `superUrl`: a superuser of the server of `databaseDir`.
 */
export async function copyCluster(superUrl: string, databaseDir: string, target: string): Promise<void> {
  const client = new pg.Client({ connectionString: superUrl, application_name: 'liaison-backup' });
  await client.connect();
  try {
    // The slot keeps the log that the copy needs; it goes with the session.
    await client.query("select pg_create_physical_replication_slot('liaison_backup', true, true)");
    await client.query("select pg_backup_start('liaison', true)");
    await mkdir(target, { recursive: true, mode: 0o700 });
    await cp(databaseDir, target, { recursive: true, filter: (from) => isCopied(databaseDir, from) });
    for (const name of ofTheServer) await mkdir(join(target, name), { recursive: true, mode: 0o700 });
    await mkdir(join(target, 'pg_wal', 'archive_status'), { recursive: true, mode: 0o700 });
    const { rows } = await client.query<{ labelfile: string; spcmapfile: string }>(
      'select labelfile, spcmapfile from pg_backup_stop(false)',
    );
    const [stopped] = rows;
    if (!stopped) throw new Error('pg_backup_stop said nothing');
    await writeFile(join(target, 'backup_label'), stopped.labelfile, { mode: 0o600 });
    if (stopped.spcmapfile)
      await writeFile(join(target, 'tablespace_map'), stopped.spcmapfile, { mode: 0o600 });
    await copyLog(join(databaseDir, 'pg_wal'), join(target, 'pg_wal'));
  } finally {
    await client.end();
  }
}

function isCopied(databaseDir: string, from: string): boolean {
  const [first = '', second] = relative(databaseDir, from).split(sep);
  if (second === undefined) return !ownFiles.has(first) && !ofTheServer.has(first);
  return !from.includes(`${sep}pgsql_tmp`);
}

async function copyLog(from: string, to: string): Promise<void> {
  const segments = (await readdir(from)).filter((name) => /^[0-9A-F]{24}$|\.history$/.test(name));
  for (const name of segments) await cp(join(from, name), join(to, name));
}

/** PostgreSQL does not run as root: under root, a copied cluster is given to the user that its server runs as. */
export async function giveCluster(databaseDir: string): Promise<void> {
  if (process.getuid?.() !== 0) return;
  const [uid, gid] = ['-u', '-g'].map((which) => idOf('postgres', which));
  if (uid === undefined || gid === undefined) return;
  for (const entry of await readdir(databaseDir, { recursive: true }))
    await chown(join(databaseDir, entry), uid, gid);
  await chown(databaseDir, uid, gid);
}

function idOf(user: string, which: string): number {
  const { status, stdout } = spawnSync('id', [which, user], { encoding: 'utf8' });
  if (status !== 0)
    throw new Error(`il faut un utilisateur ${user} sur cette machine pour faire tourner la base`);
  return Number(stdout.trim());
}
