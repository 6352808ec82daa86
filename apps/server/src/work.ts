import { join } from 'node:path';
import { keepSignaturesFresh } from '@liaison/authority';
import type { Config } from '@liaison/config';
import { openSigner } from '@liaison/crypto';
import { openDatabase, type SystemDatabase } from '@liaison/db';
import { startProjector } from '@liaison/imaging';
import { openEnqueue, startWorkers } from '@liaison/jobs';
import { sealJournal } from '@liaison/journal';
import { systemClock } from '@liaison/kernel';
import { describeError, openLog, type Log } from '@liaison/log';
import { openMailer } from '@liaison/mail';
import { handlers as notificationHandlers } from '@liaison/notifications';
import { startPurger } from '@liaison/retention';
import { codeMailHandler } from '@liaison/signin';
import { authorityOf } from './authority.ts';
import { checkMail } from './check-mail.ts';
import { requireDatabase } from './database.ts';
import { liveAsRole } from './role.ts';

const sealEveryMs = 500;

/** The `work` role: catalogue of what was received, jobs, seal of the journal. */
export async function runWork(config: Config): Promise<void> {
  const log = openLog(config.logLevel, { role: 'work' });
  const { systemUrl } = requireDatabase(config);
  const database = openDatabase('system', systemUrl, {
    applicationName: 'liaison-work',
    onError: (error) => log.warn('database connection lost', describeError(error)),
  });
  const jobs = await openEnqueue(systemUrl);
  const reception = join(config.dataDir, 'reception');
  const projector = startProjector({
    database,
    enqueue: jobs.enqueue,
    storeRoot: join(config.dataDir, 'containers'),
    eventsDir: reception,
    log,
    pollMs: 100,
  });
  const purger = startPurger({
    database,
    storeRoot: join(config.dataDir, 'containers'),
    clock: systemClock,
    log,
  });
  const mailer = openMailer(config.smtpUrl ?? 'smtp://127.0.0.1:25', config.mailFrom);
  const ending = new AbortController();
  void checkMail(mailer, log, { signal: ending.signal });
  const workers = await startWorkers(
    database,
    [
      codeMailHandler(database, mailer),
      ...notificationHandlers({ database, mailer, publicUrl: config.publicUrl, clock: systemClock }),
    ],
    log,
  );
  const signatures = config.authority ? keepSignaturesFresh(database, authorityOf(config), log) : null;
  const sealer = startSealer(database, config, log);
  liveAsRole(log, async () => {
    ending.abort();
    clearInterval(sealer);
    await signatures?.stop();
    await projector.stop();
    await purger.stop();
    await workers.stop();
    await jobs.close();
    mailer.close();
    await database.close();
  });
}

function startSealer(database: SystemDatabase, config: Config, log: Log): NodeJS.Timeout {
  const signer = openSigner(join(config.dataDir, 'journal', 'signing-key.pem'));
  const checkpoints = join(config.dataDir, 'journal', 'checkpoints.ndjson');
  let isBusy = false;
  return setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    sealJournal(database, signer, checkpoints)
      .catch((error: unknown) => log.warn('journal not sealed, trying again', describeError(error)))
      .finally(() => {
        isBusy = false;
      });
  }, sealEveryMs);
}
