/** A real SMTP server that puts what it takes into the mailboxes of Dovecot, as the mail system of an organisation does. */
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { SMTPServer, type SMTPServerEnvelope } from 'smtp-server';
import type { Dovecot } from './testing-dovecot.ts';

export type Post = {
  readonly port: number;
  /** Answers so to the next mails (RFC 5321 section 4.2). */
  refuse(replies: readonly number[]): void;
  /** Message-IDs in the order in which they were taken. */
  readonly taken: readonly string[];
  stop(): Promise<void>;
};

export async function startPost(dovecot: Dovecot, host = '127.0.0.1'): Promise<Post> {
  const replies: number[] = [];
  const taken: string[] = [];
  const server = new SMTPServer({
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    closeTimeout: 200,
    onData(stream, { envelope }, done) {
      void answer(receive(stream, envelope), done);
    },
  });
  async function receive(stream: Readable, { rcptTo }: SMTPServerEnvelope): Promise<void> {
    const raw = await buffer(stream);
    const reply = replies.shift();
    if (reply !== undefined) throw Object.assign(new Error('refused'), { responseCode: reply });
    taken.push(/^message-id: <([^>]+)>/im.exec(raw.toString('latin1'))?.[1] ?? '');
    for (const { address } of rcptTo) dovecot.deliver(address, raw);
  }
  await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
  const address = server.server.address();
  return {
    port: typeof address === 'object' && address ? address.port : 0,
    refuse: (next) => void replies.push(...next),
    taken,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

async function answer(reception: Promise<void>, done: (error?: Error) => void): Promise<void> {
  const failure = await reception.then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error('reception failed')),
  );
  done(failure);
}
