import { join } from 'node:path';
import type { Config } from '@liaison/config';
import type { SystemDatabase } from '@liaison/db';
import { route, type App } from '@liaison/http';
import { startMailbox } from '@liaison/mailbox';
import { demoRegion } from '@liaison/region';
import { archivedStudies, startPacs } from '@liaison/pacs-simulator';
import { emptyMailbox, listTransfers, readDemo, readMailbox, startTransfer } from '@liaison/region/contract';
import { demoPacsAeTitle } from './prepare.ts';
import { publishDemoLists } from './publish-lists.ts';
import { Transfers } from './transfers.ts';

/** The demo page's endpoints: logins, simulated scanners, the mailbox where every mail lands. */
export async function mountDemo(
  app: App,
  config: Config,
  database: SystemDatabase,
): Promise<{ stop(): Promise<void> }> {
  if (process.env['LIAISON_DEMO_AUTHORITY']) await publishDemoLists(config, database);
  const mailbox =
    process.env['LIAISON_DEMO_MAILBOX'] && config.smtpUrl ? await openMailbox(config, config.smtpUrl) : null;
  const pacs = await openPacs(config);
  const transfers = new Transfers(config);
  const scanners = demoRegion.structures.flatMap(({ aeTitle, name }) =>
    aeTitle ? [{ aeTitle, structureName: name }] : [],
  );

  route(app, readDemo, async () => ({
    password: config.demoPassword,
    logins: demoRegion.people.flatMap((person) =>
      person.role
        ? [
            {
              login: person.email,
              displayName: `${person.familyName.toUpperCase()} ${person.givenName}`,
              role: person.role,
            },
          ]
        : [],
    ),
    scanners,
  }));
  route(app, startTransfer, async ({ body }) => transfers.start(body));
  route(app, listTransfers, async () => ({ transfers: transfers.list() }));
  route(app, readMailbox, async ({ query }) => ({
    mails: (mailbox?.messages(query.to ? { to: query.to } : {}) ?? [])
      .map(({ id, at, from, to, subject, text }) => ({ id, at, from, to, subject, text }))
      .toSorted((a, b) => b.at.localeCompare(a.at)),
  }));
  route(app, emptyMailbox, async () => {
    mailbox?.clear();
    return undefined;
  });
  return {
    async stop() {
      transfers.stop();
      await pacs?.stop();
      await mailbox?.stop();
    },
  };
}

/** As fast as a PACS over a hospital's network. */
const pacsImagesPerSecond = 25;

function openPacs(config: Config) {
  const port = Number(process.env['LIAISON_DEMO_PACS_PORT'] ?? 0);
  if (port === 0) return null;
  return startPacs({
    host: '127.0.0.1',
    port,
    aeTitle: demoPacsAeTitle,
    studies: archivedStudies('CHA', new Date()),
    destinations: new Map([[config.aeTitle, { host: '127.0.0.1', port: config.dicomPort }]]),
    imagesPerSecond: pacsImagesPerSecond,
  });
}

function openMailbox(config: Config, smtpUrl: string) {
  const { hostname, port } = new URL(smtpUrl);
  return startMailbox({
    host: hostname,
    port: Number(port),
    storeFile: join(config.dataDir, 'demo', 'mailbox.ndjson'),
  });
}
