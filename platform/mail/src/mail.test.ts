import { SMTPServer } from 'smtp-server';
import { expect, it } from 'vitest';
import { openMailer } from './index.ts';

/** A server that has no STARTTLS, and would take any password. */
async function listen(host: string, taken: string[]) {
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    allowInsecureAuth: true,
    disableReverseLookup: true,
    closeTimeout: 200,
    onAuth: ({ password }, _session, done) => {
      taken.push(password ?? '');
      done(null, { user: 'liaison' });
    },
    onData: (stream, _session, done) => void stream.resume().on('end', () => done()),
  });
  await new Promise<void>((resolve) => server.listen(0, host, () => resolve()));
  const address = server.server.address();
  return { server, port: typeof address === 'object' && address ? address.port : 0 };
}

it('says no password in the clear but to its own machine', async () => {
  const taken: string[] = [];
  const told: unknown[] = [];
  for (const host of ['127.0.0.2', '127.0.0.1']) {
    const { server, port } = await listen(host, taken);
    const mailer = openMailer(`smtp://liaison@${host}:${port}`, 'a@liaison.test', {
      password: `secret ${host}`,
    });
    for (const work of [
      () => mailer.check(),
      () => mailer.send({ to: 'b@liaison.test', subject: 'Essai', text: '' }),
    ])
      told.push(
        await work().then(
          () => 'taken',
          ({ name, code }: { name: string; code: string }) => [name, code],
        ),
      );
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
  expect(told).toEqual([['MailError', 'ETLS'], ['MailError', 'ETLS'], 'taken', 'taken']);
  expect(new Set(taken)).toEqual(new Set(['secret 127.0.0.1']));
});
