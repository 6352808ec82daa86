import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listOpenContainers, recoverContainer } from '@liaison/blobs';
import type { Config } from '@liaison/config';
import { findEmbedded, giveCluster } from '@liaison/db';
import { verifyStore } from '@liaison/imaging';
import { takeLock } from '../lock.ts';
import { clusterName, dumpName, manifestName, runProgram } from './backup.ts';
import { withSystemDatabase } from './open-system.ts';
import { tell } from './verify-store.ts';

/**
 * Puts a copy made by `backup` back, into an empty LIAISON_DATA (and, where the database is the operator's, an empty
 * database): files, then database; the containers that were being written are made whole, and what the database does not
 * know of them is handed to the catalogue, which reads it at the next start.
 */
export async function restore(config: Config, [source]: string[]): Promise<number> {
  if (!source || !existsSync(join(source, manifestName)))
    throw new Error('donnez le dossier d’une copie terminée');
  if (!(await takeLock(`${config.dataDir} ${config.node}`)))
    throw new Error('arrêtez Liaison d’abord : il tourne avec ce dossier de données');
  await mkdir(config.dataDir, { recursive: true });
  if ((await readdir(config.dataDir)).length > 0)
    throw new Error(`${config.dataDir} n’est pas vide : la restauration n’écrase rien`);
  for (const name of await readdir(join(source, 'files')))
    await cp(join(source, 'files', name), join(config.dataDir, name), { recursive: true });
  await restoreDatabase(config, source);
  const storeRoot = join(config.dataDir, 'containers');
  for (const { path } of listOpenContainers(storeRoot)) recoverContainer(storeRoot, path);
  const verdict = await withSystemDatabase(config, (database) =>
    verifyStore(database, storeRoot, { repair: true }),
  );
  process.stdout.write(`${tell(verdict).join('\n')}\nRestauration terminée. Démarrez Liaison.\n`);
  return verdict.faults.length > verdict.repaired ? 1 : 0;
}

async function restoreDatabase(config: Config, source: string): Promise<void> {
  if (config.database) {
    const url = config.backupDatabaseUrl;
    if (!url)
      throw new Error('donnez LIAISON_BACKUP_DATABASE_URL : un superutilisateur de la base à remplir');
    return runProgram('pg_restore', [
      '--exit-on-error',
      '--single-transaction',
      `--dbname=${url}`,
      join(source, dumpName),
    ]);
  }
  const { directory, databaseDir } = await findEmbedded(join(config.dataDir, 'postgres'));
  await rm(databaseDir, { recursive: true, force: true });
  await cp(join(source, clusterName), databaseDir, { recursive: true });
  await giveCluster(databaseDir);
  const password = await readFile(join(source, 'postgres-password'));
  await writeFile(join(directory, 'password'), password, { mode: 0o600 });
}
