import { writeFileSync } from 'node:fs';
import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { assertExists, newId } from '@liaison/kernel';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';

export type Mail = {
  readonly id: string;
  /** When it came, ISO 8601. */
  readonly at: string;
  readonly from: string;
  /** The addresses that the sender gave to the server, blind copies included. */
  readonly to: string[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
};

export type MailboxOptions = {
  readonly host: string;
  /** 0 for any free port. */
  readonly port: number;
  /** One JSON mail a line; read at start, then added to. */
  readonly storeFile?: string;
};

export type Mailbox = {
  readonly port: number;
  /** Oldest first. `to`: one recipient, whatever the case; `since`: those that came at that time or later. */
  readonly messages: (filter?: { readonly to?: string; readonly since?: Date }) => Mail[];
  readonly clear: () => void;
  /** Answers 451 (try again later, RFC 5321 section 4.2.2) to the next `count` mails. */
  readonly refuseNext: (count: number) => void;
  readonly stop: () => Promise<void>;
};

const keptMails = 500;
const maxMailBytes = 20 * 1024 * 1024;

/** Starts an SMTP server without encryption or password. Rejects when the port is taken. */
export async function startMailbox({ host, port, storeFile }: MailboxOptions): Promise<Mailbox> {
  const mails: Mail[] = storeFile === undefined ? [] : await readStore(storeFile);
  let refusals = 0;

  const receive = async (stream: AsyncIterable<Buffer>, session: SMTPServerSession): Promise<void> => {
    const mail = await readMail(stream, session);
    if (refusals > 0) {
      refusals -= 1;
      throw new TemporaryRefusal('Mailbox temporarily unavailable');
    }
    if (storeFile !== undefined) await appendFile(storeFile, `${JSON.stringify(mail)}\n`);
    mails.push(mail);
    mails.splice(0, Math.max(0, mails.length - keptMails));
  };

  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: maxMailBytes,
    closeTimeout: 200,
    onData: (stream, session, done) => {
      void answer(receive(stream, session), done);
    },
  });
  const listening = await listen(server, host, port);

  return {
    port: listening,
    messages: (filter) => mails.filter((mail) => matches(mail, filter ?? {})),
    clear: () => {
      mails.length = 0;
      if (storeFile !== undefined) writeFileSync(storeFile, '');
    },
    refuseNext: (count) => {
      refusals = count;
    },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

async function answer(reception: Promise<void>, done: (error?: Error) => void): Promise<void> {
  const failure = await reception.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error('reception failed')),
  );
  done(failure);
}

/** smtp-server reads the reply code of an error from `responseCode`. */
class TemporaryRefusal extends Error {
  readonly responseCode = 451;
}

async function readMail(stream: AsyncIterable<Buffer>, { envelope }: SMTPServerSession): Promise<Mail> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk);
  const { from, subject, text, html } = await PostalMime.parse(Buffer.concat(chunks));
  const sender = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
  return {
    id: newId(),
    at: new Date().toISOString(),
    from: from?.address || sender,
    to: envelope.rcptTo.map(({ address }) => address),
    subject: subject ?? '',
    text: (text ?? '').trimEnd(),
    ...(html === undefined ? {} : { html: html.trimEnd() }),
  };
}

function matches(mail: Mail, { to, since }: { readonly to?: string; readonly since?: Date }): boolean {
  if (since && mail.at < since.toISOString()) return false;
  return to === undefined || mail.to.some((address) => address.toLowerCase() === to.toLowerCase());
}

async function readStore(path: string): Promise<Mail[]> {
  await mkdir(dirname(path), { recursive: true });
  const stored = await readFile(path, { encoding: 'utf8', flag: 'a+' });
  // A sudden stop may have cut the last line short: what follows must not be glued to it.
  if (stored !== '' && !stored.endsWith('\n')) await appendFile(path, '\n');
  return stored.split('\n').flatMap(parseStored).slice(-keptMails);
}

function parseStored(line: string): Mail[] {
  try {
    const value: unknown = JSON.parse(line);
    return isMail(value) ? [value] : [];
  } catch {
    return [];
  }
}

function isMail(value: unknown): value is Mail {
  if (typeof value !== 'object' || value === null) return false;
  const texts = ['id', 'at', 'from', 'subject', 'text'].map((key): unknown => Reflect.get(value, key));
  return texts.every((text) => typeof text === 'string') && 'to' in value && Array.isArray(value.to);
}

function listen(server: SMTPServer, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      // A client that goes away in the middle of a mail is no concern of the server's.
      server.on('error', () => undefined);
      const address = assertExists(server.server.address(), 'a listening server');
      resolve(typeof address === 'string' ? port : address.port);
    });
  });
}
