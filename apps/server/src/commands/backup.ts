import { spawn } from 'node:child_process';
import { constants } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '@liaison/config';
import { copyCluster, findEmbedded } from '@liaison/db';
import { withoutPurge } from '@liaison/imaging';
import { withSystemDatabase } from './open-system.ts';

/** Below LIAISON_DATA, what is not copied as files: the database has its own way, the cache is made again. */
export const notCopied = new Set(['postgres', 'compile-cache']);
export const manifestName = 'sauvegarde.json';
export const clusterName = 'postgres-cluster';
export const dumpName = 'postgres.dump';

/**
 * Copies database and containers together while the platform runs. The witnesses of the journal come first and the
 * containers last, so that the copy's database knows every witness, and that the copy holds every image that its database
 * names; later images in it are read into the catalogue by the restoration. Done again into the same folder, it copies only
 * what is new of the sealed containers.
 */
export async function backup(config: Config, [target]: string[]): Promise<number> {
  if (!target) throw new Error('donnez le dossier de la copie');
  await mkdir(target, { recursive: true, mode: 0o700 });
  await rm(join(target, manifestName), { force: true });
  const names = (await readdir(config.dataDir)).filter((name) => !notCopied.has(name));
  await withSystemDatabase(config, (database) =>
    withoutPurge(database, async () => {
      await copyFolder(join(config.dataDir, 'journal'), join(target, 'files', 'journal'));
      process.stderr.write('Base de données…\n');
      await copyDatabase(config, target);
      process.stderr.write('Conteneurs…\n');
      for (const name of names.filter((one) => one !== 'journal'))
        await copyFolder(join(config.dataDir, name), join(target, 'files', name));
    }),
  );
  await flush(target);
  const manifest = {
    version: 1,
    at: new Date().toISOString(),
    database: config.database ? 'dump' : 'cluster',
  };
  await writeFile(join(target, manifestName), `${JSON.stringify(manifest, null, 2)}\n`, {
    mode: 0o600,
    flush: true,
  });
  process.stdout.write(`Copie terminée dans ${target}.\n`);
  return 0;
}

async function copyDatabase(config: Config, target: string): Promise<void> {
  const cluster = join(target, clusterName);
  await rm(cluster, { recursive: true, force: true });
  if (config.database) return dump(config, join(target, dumpName));
  const { superUrl, databaseDir, directory } = await findEmbedded(join(config.dataDir, 'postgres'));
  if (!superUrl) throw new Error('la base de données ne répond pas');
  await copyCluster(superUrl, databaseDir, cluster);
  await writeFile(join(target, 'postgres-password'), await readFile(join(directory, 'password')), {
    mode: 0o600,
  });
}

/** A database of the operator's: pg_dump, by a role that row-level security does not bind. */
function dump(config: Config, file: string): Promise<void> {
  const url = config.backupDatabaseUrl;
  if (!url)
    throw new Error(
      'donnez LIAISON_BACKUP_DATABASE_URL : un rôle qui lit toutes les lignes (superutilisateur, ou BYPASSRLS)',
    );
  return runProgram('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${url}`]);
}

export function runProgram(program: string, args: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    child.once('error', () =>
      reject(new Error(`${program} n’a pas pu être lancé : installez les outils clients de PostgreSQL`)),
    );
    child.once('exit', (code) =>
      code === 0 ? resolve() : reject(new Error(`${program} a échoué (${code})`)),
    );
  });
}

/** Sealed containers never change: one that is there already, whole, is left as it is. */
async function copyFolder(from: string, to: string): Promise<void> {
  await cp(from, to, {
    recursive: true,
    mode: constants.COPYFILE_FICLONE,
    filter: async (source, copy) => {
      const here = await stat(source).catch(() => null);
      // Roles that run have sockets there: they are nothing to keep, and cannot be copied.
      if (!here?.isFile()) return here?.isDirectory() ?? false;
      if (!source.includes('sealed') || !source.endsWith('.lsc')) return true;
      return (await stat(copy).catch(() => null))?.size !== here.size;
    },
  });
}

/** The copy counts once it is on the disk. */
async function flush(target: string): Promise<void> {
  if (process.platform === 'linux') await runProgram('sync', ['-f', target]);
}
