import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createTransport } from 'nodemailer';
import { afterEach, expect, test } from 'vitest';

import { startMailbox, type Mailbox, type MailboxOptions } from './mailbox.ts';

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).toReversed()) await cleanup();
});

async function openMailbox(options: Partial<MailboxOptions> = {}): Promise<Mailbox> {
  const mailbox = await startMailbox({ host: '127.0.0.1', port: 0, ...options });
  cleanups.push(mailbox.stop);
  return mailbox;
}

async function send(
  mailbox: Mailbox,
  mail: { to: string | string[]; subject: string; text?: string; html?: string },
) {
  const transport = createTransport({ host: '127.0.0.1', port: mailbox.port });
  try {
    await transport.sendMail({ from: 'liaison@demo.liaison', ...mail });
  } finally {
    transport.close();
  }
}

test('a mail is kept with its accents, its recipients and its two bodies', async () => {
  const mailbox = await openMailbox();
  const subject = 'Nouvelle demande de téléexpertise — à traiter';
  await send(mailbox, {
    to: ['requis@demo.liaison', 'garde@demo.liaison'],
    subject,
    text: 'Été',
    html: '<p>Été</p>',
  });
  expect(mailbox.messages()).toEqual([
    {
      id: expect.any(String),
      at: expect.stringMatching(/^\d{4}-.*Z$/),
      from: 'liaison@demo.liaison',
      to: ['requis@demo.liaison', 'garde@demo.liaison'],
      subject,
      text: 'Été',
      html: '<p>Été</p>',
    },
  ]);
});

test('mails are found by recipient, whatever the case, and by time', async () => {
  const mailbox = await openMailbox();
  await send(mailbox, { to: 'a@demo.liaison', subject: 'un', text: '1' });
  await send(mailbox, { to: 'B@demo.liaison', subject: 'deux', text: '2' });
  expect(mailbox.messages({ to: 'b@DEMO.liaison' }).map((mail) => mail.subject)).toEqual(['deux']);
  expect(mailbox.messages({ to: 'demo.liaison' })).toEqual([]);
  const [, second] = mailbox.messages();
  expect(mailbox.messages({ since: new Date(second?.at ?? '') }).map((mail) => mail.subject)).toContain(
    'deux',
  );
  expect(mailbox.messages({ since: new Date(Date.now() + 60_000) })).toEqual([]);
  mailbox.clear();
  expect(mailbox.messages()).toEqual([]);
});

test('a refused mail is answered 451 and not kept; the next one is', async () => {
  const mailbox = await openMailbox();
  mailbox.refuseNext(1);
  await expect(send(mailbox, { to: 'a@demo.liaison', subject: 'un', text: '1' })).rejects.toMatchObject({
    responseCode: 451,
  });
  await send(mailbox, { to: 'a@demo.liaison', subject: 'deux', text: '2' });
  expect(mailbox.messages().map((mail) => mail.subject)).toEqual(['deux']);
});

test('mails outlive a restart in the store file, and a line cut short is left out', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const storeFile = join(folder, 'demo', 'mails.ndjson');
  const first = await openMailbox({ storeFile });
  await send(first, { to: 'a@demo.liaison', subject: 'gardé', text: '1' });
  await first.stop();
  await appendFile(storeFile, '{"id":"cut');
  const second = await openMailbox({ storeFile });
  await send(second, { to: 'a@demo.liaison', subject: 'suivant', text: '2' });
  await second.stop();
  const third = await openMailbox({ storeFile });
  expect(third.messages().map((mail) => mail.subject)).toEqual(['gardé', 'suivant']);
});

function line(rank: number): string {
  return JSON.stringify({
    id: String(rank),
    at: '2026-01-01T00:00:00.000Z',
    from: '',
    to: [],
    subject: '',
    text: '',
  });
}

test('only the last 500 mails are kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'mailbox-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const storeFile = join(folder, 'mails.ndjson');
  await appendFile(storeFile, Array.from({ length: 510 }, (_, rank) => `${line(rank)}\n`).join(''));
  const mailbox = await openMailbox({ storeFile });
  await send(mailbox, { to: 'a@demo.liaison', subject: 'dernier', text: '1' });
  const kept = mailbox.messages();
  expect(kept).toHaveLength(500);
  expect(kept[0]?.id).toBe('11');
  expect(kept.at(-1)?.subject).toBe('dernier');
});

test('a port that is taken is an error', async () => {
  const mailbox = await openMailbox();
  await expect(openMailbox({ port: mailbox.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
});
