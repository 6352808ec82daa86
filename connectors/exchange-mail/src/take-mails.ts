import type { SystemDatabase } from '@liaison/db';
import { noteRefusal, OneByOne, takeArrival, type Round } from '@liaison/exchanges';
import { isThisMachine } from '@liaison/mail';
import { ImapFlow } from 'imapflow';
import { mailFolders, type Mailbox } from './mailbox.ts';
import { readMail } from './read-mail.ts';

/** Of a mail: a message in base64, with room for what goes with it. */
const mostMailBytes = 96 * 1024 * 1024;

/**
 * Takes the messages out of a mailbox. A mail stays in the inbox until each message in it is kept: only then is it moved. One
 * that comes up again, for the move failed, is known by its UID (RFC 9051 section 2.3.1.1).
 */
export class MailTaker {
  readonly #database: SystemDatabase;
  readonly #mailbox: Mailbox;
  readonly #mails = new OneByOne<Found>(({ key }) => key, isRefusedThere);
  /** By key, where mails go that are dealt with and could not be moved yet: at the next try they are only moved. */
  readonly #unmoved = new Map<string, string>();

  constructor(database: SystemDatabase, mailbox: Mailbox) {
    this.#database = database;
    this.#mailbox = mailbox;
  }

  /** One look at the inbox, over a connection of its own. @throws Error where the server is away, or refuses the account */
  async look(round: Round): Promise<void> {
    const { signal } = round;
    const client = connectionTo(this.#mailbox);
    // Whatever was asked last rejects; this only keeps it from ending the process.
    client.on('error', () => {});
    const cut = () => client.close();
    signal.addEventListener('abort', cut, { once: true });
    try {
      await client.connect();
      await makeFolders(client);
      const lock = await client.getMailboxLock(mailFolders.inbox);
      try {
        await this.#takeAll(client, round);
      } finally {
        lock.release();
      }
      await client.logout();
    } finally {
      signal.removeEventListener('abort', cut);
      client.close();
    }
  }

  async #takeAll(client: ImapFlow, round: Round): Promise<void> {
    const { mailbox } = client;
    if (mailbox === false) return;
    const uids = (await client.search({ all: true }, { uid: true })) || [];
    const found = uids
      .toSorted((one, other) => one - other)
      .map((uid) => ({ uid, key: `${mailbox.uidValidity}/${uid}` }));
    const there = new Set(found.map(({ key }) => key));
    for (const key of this.#unmoved.keys()) if (!there.has(key)) this.#unmoved.delete(key);
    await this.#mails.each(found, round, async ({ uid, key }) => {
      const folder = this.#unmoved.get(key) ?? (await this.#folderOf(client, uid, key));
      this.#unmoved.set(key, folder);
      await move(client, uid, folder);
      this.#unmoved.delete(key);
    });
  }

  async #folderOf(client: ImapFlow, uid: number, key: string): Promise<string> {
    return (await this.#take(client, uid, key)) ? mailFolders.done : mailFolders.refused;
  }

  /** @returns whether at least one message of it was kept; otherwise the journal says why not */
  async #take(client: ImapFlow, uid: number, key: string): Promise<boolean> {
    const about = await client.fetchOne(String(uid), { size: true }, { uid: true });
    // Somebody took it away meanwhile: there is nothing to move either.
    if (about === false) return false;
    if ((about.size ?? 0) > mostMailBytes) return this.#refuse('too-large', null, '');
    const fetched = await client.fetchOne(String(uid), { source: true }, { uid: true });
    if (fetched === false || !fetched.source) return false;
    const read = await readMail(fetched.source, this.#mailbox.authenticationServer);
    if ('trouble' in read) return this.#refuse(read.trouble, read.from, '');
    let isKept = false;
    for (const [index, { name, bytes }] of read.mail.messages.entries())
      isKept = (await this.#keep(read.mail.from, { name, bytes, key: `${key}/${index}` })) || isKept;
    return isKept;
  }

  async #keep(
    from: string | null,
    { name, bytes, key }: { name: string; bytes: Uint8Array; key: string },
  ): Promise<boolean> {
    if (bytes.length === 0) return this.#refuse('empty', from, name);
    const { structureId, endpoint } = this.#mailbox;
    const taken = await takeArrival(this.#database, {
      structureId,
      channel: 'mail',
      endpoint,
      sourceKey: key,
      fileName: name,
      bytes,
      ...(from === null ? {} : { address: from }),
    });
    return taken.kind !== 'refused';
  }

  async #refuse(why: string, from: string | null, fileName: string): Promise<false> {
    const { structureId, endpoint } = this.#mailbox;
    const address = from === null ? {} : { address: from };
    await noteRefusal(this.#database, { structureId, channel: 'mail', endpoint, fileName, why, ...address });
    return false;
  }
}

type Found = { readonly uid: number; readonly key: string };

/** The server would not move a mail (no room, no right, no folder any more). */
class MailNotMovedError extends Error {
  override readonly name = 'MailNotMovedError';
}

/** @throws MailNotMovedError where it is still there: the client only returns `false` for whatever the server answers */
async function move(client: ImapFlow, uid: number, folder: string): Promise<void> {
  if (await client.messageMove(String(uid), folder, { uid: true })) return;
  if ((await client.fetchOne(String(uid), { uid: true }, { uid: true })) !== false)
    throw new MailNotMovedError(folder);
}

/** The server answers, and would not do this one thing (RFC 9051 section 7.1). */
function isRefusedThere(error: unknown): boolean {
  if (error instanceof MailNotMovedError) return true;
  return error instanceof Error && 'responseStatus' in error && error.responseStatus === 'NO';
}

function connectionTo({ imapUrl, imapPassword }: Mailbox): ImapFlow {
  const url = new URL(imapUrl);
  const isSecure = url.protocol === 'imaps:';
  return new ImapFlow({
    host: url.hostname,
    port: Number(url.port === '' ? (isSecure ? 993 : 143) : url.port),
    secure: isSecure,
    // A password never travels in the clear.
    ...(isSecure || isThisMachine(url.hostname) ? {} : { doSTARTTLS: true }),
    auth: { user: decodeURIComponent(url.username), pass: imapPassword },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: 10_000,
    greetingTimeout: 10_000,
    socketTimeout: 120_000,
  });
}

async function makeFolders(client: ImapFlow): Promise<void> {
  const known = new Set((await client.list()).map(({ path }) => path));
  for (const folder of [mailFolders.done, mailFolders.refused])
    if (!known.has(folder)) await client.mailboxCreate(folder);
}
