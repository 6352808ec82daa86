import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '@liaison/config';
import { openDatabase } from '@liaison/db';
import { intakeSlots, recoverIntake } from '@liaison/intake';
import { openEnqueue, startWorkers } from '@liaison/jobs';
import { systemClock } from '@liaison/kernel';
import { describeError, openLog } from '@liaison/log';
import { keepPeersSnapshot, startRetriever } from '@liaison/pacs';
import { startTransfers } from '@liaison/transfers';
import { requireDatabase } from './database.ts';
import { takeLock } from './lock.ts';
import { openLinkOf } from './pacs-link.ts';
import { liveAsRole } from './role.ts';

/**
 * The `exchange` role: what is brought from PACS and sent to them, and whom reception knows. A process of its own, so that
 * no transfer slows the catalogue or a page (docs/adr/0012).
 */
export async function runExchange(config: Config): Promise<void> {
  const log = openLog(config.logLevel, { role: 'exchange' });
  const { systemUrl } = requireDatabase(config);
  const storeRoot = join(config.dataDir, 'containers');
  // One that was cut off from its supervisor may still be closing its containers.
  while (!(await takeLock(`${storeRoot} ${config.node}.${intakeSlots.exchange}`))) await wait(100);
  recoverIntake(storeRoot, config.node, intakeSlots.exchange, (_path, error) =>
    log.error('container could not be recovered', describeError(error)),
  );
  const database = openDatabase('system', systemUrl, {
    max: 8,
    applicationName: 'liaison-exchange',
    onError: (error) => log.warn('database connection lost', describeError(error)),
  });
  const jobs = await openEnqueue(systemUrl);
  const link = openLinkOf(config, intakeSlots.exchange, log);
  const given = { database, link, clock: systemClock, log };
  const snapshot = keepPeersSnapshot(database, join(config.dataDir, 'reception', 'peers.json'), log);
  const retriever = startRetriever(given);
  const transfers = startTransfers({
    ...given,
    storeRoot,
    enqueue: jobs.enqueue,
    ownAeTitle: config.aeTitle,
  });
  const workers = await startWorkers(database, [...retriever.handlers, ...transfers.handlers], log);
  liveAsRole(log, async () => {
    await workers.stop();
    await Promise.all([retriever.stop(), transfers.stop(), snapshot.stop()]);
    await jobs.close();
    await database.close();
  });
}
