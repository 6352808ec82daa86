import { openMailer, type Mailer } from '@liaison/mail';
import { startMailbox, type Mailbox } from '@liaison/mailbox';
import { expect, it } from 'vitest';
import { checkMail } from './check-mail.ts';

/** What is told where the server starts before the `starts`th look, or never. */
async function toldOf(starts: number): Promise<{ told: string[]; looks: number }> {
  const probe = await startMailbox({ host: '127.0.0.1', port: 0 });
  const { port } = probe;
  await probe.stop();
  const mailer = openMailer(`smtp://127.0.0.1:${port}`, 'a@liaison.test');
  const told: string[] = [];
  let looks = 0;
  let mailbox: Mailbox | undefined;
  const looked: Pick<Mailer, 'check'> = {
    async check() {
      looks += 1;
      if (looks === starts) mailbox = await startMailbox({ host: '127.0.0.1', port });
      await mailer.check();
    },
  };
  const { signal } = new AbortController();
  await checkMail(looked, { error: (message) => void told.push(message) }, { signal, times: 3, everyMs: 1 });
  mailer.close();
  await mailbox?.stop();
  return { told, looks };
}

it('says nothing of a mail server that starts a little later, and what it is to know of one that does not', async () => {
  expect(await toldOf(2)).toEqual({ told: [], looks: 2 });
  expect(await toldOf(Infinity)).toEqual({ told: ['the mail server takes no mail from here'], looks: 3 });
});

it('looks no more once it is to end', async () => {
  const told: string[] = [];
  const end = new AbortController();
  const mailer = {
    check: async () => {
      end.abort();
      throw new Error('away');
    },
  };
  await checkMail(mailer, { error: (message) => void told.push(message) }, { signal: end.signal });
  expect(told).toEqual([]);
});
