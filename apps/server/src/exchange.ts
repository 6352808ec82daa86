import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Config } from '@liaison/config';
import { openDatabase } from '@liaison/db';
import { startQueryService } from '@liaison/dimse-query';
import { intakeSlots, recoverIntake } from '@liaison/intake';
import { openEnqueue, startWorkers } from '@liaison/jobs';
import { systemClock } from '@liaison/kernel';
import { describeError, openLog } from '@liaison/log';
import { keepPeersSnapshot, startRetriever } from '@liaison/pacs';
import { noteCommitmentReport, startTransfers } from '@liaison/transfers';
import { requireDatabase } from './database.ts';
import { startExchangeService } from './exchanges/start-exchange-service.ts';
import { takeLock } from './lock.ts';
import { callerOf, openLinkOf } from './pacs-link.ts';
import { liveAsRole } from './role.ts';
import { startUpdates } from './updates.ts';

/**
 * The `exchange` role: what is brought from PACS and sent to them, whom reception knows, and MIO messages. A process of its
 * own, so that no transfer slows the catalogue or a page (docs/adr/0012).
 */
export async function runExchange(config: Config): Promise<void> {
  const log = openLog(config.logLevel, { role: 'exchange' });
  const { appUrl, systemUrl } = requireDatabase(config);
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
  // What peers ask of us is read as the machine of their structure.
  const appDatabase = openDatabase('app', appUrl, {
    max: 8,
    applicationName: 'liaison-exchange-queries',
    onError: (error) => log.warn('database connection lost', describeError(error)),
  });
  const queries = await startQueryService({
    database: appDatabase,
    systemDatabase: database,
    storeRoot,
    socketPath: join(config.dataDir, 'reception', 'exchange', 'query.sock'),
    move: link,
    enqueue: jobs.enqueue,
    log,
    caller: callerOf(config),
    commitmentReport: (report) => noteCommitmentReport(given, report),
  });
  const handlers = [...retriever.handlers, ...transfers.handlers, ...queries.handlers];
  const workers = await startWorkers(database, handlers, log);
  const messages = startExchangeService({ config, database, log });
  const updates = startUpdates(config, log);
  liveAsRole(log, async () => {
    await updates.stop();
    await messages.stop();
    await queries.stop();
    await workers.stop();
    await Promise.all([retriever.stop(), transfers.stop(), snapshot.stop()]);
    await jobs.close();
    await Promise.all([database.close(), appDatabase.close()]);
  });
}
