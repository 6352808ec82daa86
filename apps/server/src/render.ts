import { mkdirSync } from 'node:fs';
import { availableParallelism, setPriority } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@liaison/db';
import { startDeriver } from '@liaison/imaging';
import { describeError, openLog, readLevel } from '@liaison/log';
import { openPixelPool } from '@liaison/pixels';
import { liveAsRole } from './role.ts';

/**
 * The `render` role: makes thumbnails, previews and HTJ2K of what arrives. An entry of its own, for it loads none of the
 * pages and jobs; the last in line for the processors, so that it never delays reception. Its settings come checked from the
 * supervisor, in its environment.
 */
function need(name: string): string {
  const value = process.env[name];
  if (!value) throw new TypeError(`${name} expected from the supervisor`);
  return value;
}

const lastPriority = 19;
const mostThreads = 4;

// Threads that are started from now on have it too; those that decode ask for it again.
setPriority(lastPriority);
const log = openLog(readLevel(need('LIAISON_LOG')), { role: 'render' });
const threads = Math.max(1, Math.min(mostThreads, availableParallelism() - 1));
const database = openDatabase('system', need('DATABASE_SYSTEM_URL'), {
  max: 2,
  applicationName: 'liaison-render',
  onError: (error) => log.warn('database connection lost', describeError(error)),
});
const pool = openPixelPool({ threads, nice: lastPriority });
const storeRoot = join(need('LIAISON_DATA'), 'containers');
mkdirSync(storeRoot, { recursive: true });
const deriver = startDeriver({
  database,
  storeRoot,
  node: need('LIAISON_NODE'),
  pool,
  abreast: threads,
  log,
});
liveAsRole(log, async () => {
  await deriver.stop();
  await pool.close();
  await database.close();
});
