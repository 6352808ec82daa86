import { execFileSync } from 'node:child_process';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { expect, it } from 'vitest';
import { openMailer } from './index.ts';

/** A server that would take any password. */
async function listen(host: string, taken: string[], options: SMTPServerOptions) {
  const server = new SMTPServer({
    ...options,
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
    const { server, port } = await listen(host, taken, { disabledCommands: ['STARTTLS'] });
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

it('tells a certificate that is not recognised from a server that does not answer', async () => {
  const make = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=relais';
  const pem = execFileSync('openssl', [...make.split(' '), '-keyout', '-'], { stdio: 'pipe' });
  const taken: string[] = [];
  const told: unknown[] = [];
  for (const secure of [false, true]) {
    const { server, port } = await listen('127.0.0.1', taken, { secure, key: pem, cert: pem });
    server.on('error', () => {});
    const mailer = openMailer(`${secure ? 'smtps' : 'smtp'}://liaison:secret@127.0.0.1:${port}`, 'a@b.test');
    await mailer.check().catch(({ code }: { code: string }) => told.push(code));
    mailer.close();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
  const away = openMailer('smtp://127.0.0.1:1', 'a@b.test');
  await away.check().catch(({ code }: { code: string }) => told.push(code));
  away.close();
  expect(told).toEqual(['ETLS', 'ETLS', 'ESOCKET']);
  expect(taken).toEqual([]);
});
