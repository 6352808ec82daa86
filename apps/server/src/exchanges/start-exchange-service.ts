import { readFileSync } from 'node:fs';
import type { Config } from '@liaison/config';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { openFolder } from '@liaison/exchange-folder';
import { MailTaker, openMailChannel, type Mailbox } from '@liaison/exchange-mail';
import { openSftp } from '@liaison/exchange-sftp';
import {
  FileTaker,
  findStructureOf,
  openFileChannel,
  openPlatformChannel,
  SoftwareFolderKeeper,
  softwareFolders,
  startExchanges,
  startRounds,
  type FileExchange,
  type Round,
  type Rounds,
} from '@liaison/exchanges';
import { systemClock } from '@liaison/kernel';
import type { Log } from '@liaison/log';
import { readTrust } from '@liaison/mio-authority';
import { openRenewedPool } from '@liaison/mio-control';
import type { Trust } from '@liaison/pki';
import { nomenclaturesOf } from '../updates.ts';
import { product } from './product.ts';
import { readExchangeSettings, readSecret, type ExchangeSettings } from './settings.ts';

export type Service = { stop(): Promise<void> };

type Given = { readonly config: Config; readonly database: SystemDatabase; readonly log: Log };

/** The exchange of MIO messages: what examines and sends, and what looks at each of the operator's channels. */
export function startExchangeService({ config, database, log }: Given): Service {
  const settings = readExchangeSettings(config.exchangesFile);
  const pool = openRenewedPool(
    {
      identity: { id: 'liaison-echanges', product: product.name, version: product.version },
      nomenclatures: nomenclaturesOf(config, log),
    },
    { threads: 1 },
  );
  const fileExchanges: FileExchange[] = [];
  const mailboxes: Mailbox[] = [];
  const mail = openMailChannel(mailboxes);
  const worker = startExchanges({
    database,
    log,
    examining: {
      pool,
      trust: openTrust(config),
      isProduction: config.environment === 'production',
      product,
      clock: systemClock,
    },
    channels: {
      http: openPlatformChannel(database),
      folder: openFileChannel('folder', fileExchanges),
      sftp: openFileChannel('sftp', fileExchanges),
      mail,
    },
  });
  const rounds = [
    ...startSoftwareFolders(settings, database, log),
    ...startSharedFolders(settings, { database, log, fileExchanges }),
    ...startSftp(settings, { database, log, fileExchanges }),
    ...startMailboxes(settings, { config, database, log, mailboxes }),
  ];
  return {
    async stop() {
      await Promise.all(rounds.map((one) => one.stop()));
      await worker.stop();
      await Promise.all(fileExchanges.map(({ space }) => space.close()));
      mail.close();
      await pool.close();
    },
  };
}

/** How long a list of revocations may have changed before we see it. */
const trustForMs = 60_000;

function openTrust({ mio: { trustFolder: folder } }: Config): () => Trust | null {
  if (folder === null) return () => null;
  let known: { trust: Trust; untilMs: number } | undefined;
  return () => {
    if (!known || known.untilMs < performance.now())
      known = { trust: readTrust(folder), untilMs: performance.now() + trustForMs };
    return known.trust;
  };
}

const everyMs = 1000;

function startSoftwareFolders({ software }: ExchangeSettings, database: SystemDatabase, log: Log): Rounds[] {
  return software.map(({ structure, name, path }) => {
    let keeper: SoftwareFolderKeeper | undefined;
    const look = async (round: Round) => {
      keeper ??= new SoftwareFolderKeeper(database, {
        structureId: await readStructure(database, structure),
        endpoint: name,
        space: await openFolder(path, softwareFolders),
      });
      await keeper.look(round);
    };
    return startRounds(`logiciel ${name}`, look, { everyMs, log });
  });
}

type Sharing = {
  readonly database: SystemDatabase;
  readonly log: Log;
  /** What is open by now: the channel finds it here. */
  readonly fileExchanges: FileExchange[];
};

function startSharedFolders({ folders }: ExchangeSettings, sharing: Sharing): Rounds[] {
  return folders.map(({ structure, name, path, outgoing, incoming, done }) =>
    startTaking(name, sharing, async () => ({
      structureId: await readStructure(sharing.database, structure),
      endpoint: name,
      kind: 'folder',
      folders: { outgoing, incoming, done },
      space: await openFolder(path, [outgoing, incoming, done]),
    })),
  );
}

/** Connections are made at each look that needs one. */
const sftpEveryMs = 10_000;

function startSftp({ sftp }: ExchangeSettings, sharing: Sharing): Rounds[] {
  return sftp.map(({ structure, name, outgoing, incoming, done, privateKeyFile, passwordFile, ...at }) =>
    startTaking(
      name,
      sharing,
      async () => ({
        structureId: await readStructure(sharing.database, structure),
        endpoint: name,
        kind: 'sftp',
        folders: { outgoing, incoming, done },
        space: openSftp({
          ...at,
          privateKey: privateKeyFile === undefined ? null : readFileSync(privateKeyFile, 'utf8'),
          password: passwordFile === undefined ? null : readSecret(passwordFile),
        }),
      }),
      sftpEveryMs,
    ),
  );
}

/** Opened at the first round that can: a share may be away when we start. */
function startTaking(
  name: string,
  { database, log, fileExchanges }: Sharing,
  open: () => Promise<FileExchange>,
  lookEveryMs: number = everyMs,
): Rounds {
  let taker: FileTaker | undefined;
  const look = async (round: Round) => {
    if (!taker) {
      const exchange = await open();
      fileExchanges.push(exchange);
      taker = new FileTaker(database, exchange);
    }
    await taker.look(round);
  };
  return startRounds(name, look, { everyMs: lookEveryMs, log });
}

/** Mail servers count connections. */
const mailEveryMs = 15_000;

function startMailboxes(
  { mailboxes }: ExchangeSettings,
  { config, database, log, mailboxes: open }: Given & { readonly mailboxes: Mailbox[] },
): Rounds[] {
  return mailboxes.map((given) => {
    let taker: MailTaker | undefined;
    const look = async (round: Round) => {
      if (!taker) {
        const mailbox: Mailbox = {
          structureId: await readStructure(database, given.structure),
          endpoint: given.name,
          address: given.address,
          imapUrl: given.imap,
          imapPassword: readSecret(given.passwordFile),
          smtpUrl: given.smtp ?? config.smtpUrl ?? 'smtp://127.0.0.1:25',
          smtpPassword: given.smtpPasswordFile === undefined ? null : readSecret(given.smtpPasswordFile),
          authenticationServer: given.authenticationServer ?? null,
        };
        open.push(mailbox);
        taker = new MailTaker(database, mailbox);
      }
      await taker.look(round);
    };
    return startRounds(`boîte ${given.name}`, look, { everyMs: mailEveryMs, log });
  });
}

async function readStructure(database: SystemDatabase, identifier: string): Promise<string> {
  const scheme = identifier.length === 14 ? '0009' : 'FINESS';
  const found = await withSystem(database, (tx) => findStructureOf(tx, { scheme, id: identifier }));
  if (found === null) throw new Error('a structure of LIAISON_EXCHANGES is not in the directory');
  return found;
}
