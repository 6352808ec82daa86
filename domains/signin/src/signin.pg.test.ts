import { hashPassword } from '@liaison/crypto';
import { withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { openEnqueue, startWorkers } from '@liaison/jobs';
import { seenEntries } from '@liaison/journal/testing';
import { DomainError, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { openMailer } from '@liaison/mail';
import { sql } from 'kysely';
import { SMTPServer } from 'smtp-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { confirmSignIn } from './confirm.ts';
import { codeMailHandler } from './send-code.ts';
import { chooseContext, endSession, findActor, findSession } from './session.ts';
import { signIn } from './sign-in.ts';
import { saveAccount } from './store.ts';

const password = 'un mot de passe assez long';

describe('sign-in', () => {
  let database: TestDatabase;
  let jobs: Awaited<ReturnType<typeof openEnqueue>>;
  let workers: { stop(): Promise<void> };
  let smtp: SMTPServer;
  let mailer: ReturnType<typeof openMailer>;
  const mails: string[] = [];
  let isMailDown = false;
  let person: UserActor;
  let email: string;

  const emailOf = async (id: string): Promise<string> => {
    const found = await sql<{
      email: string;
    }>`select email from directory.professional where id = ${id}`.execute(database.system.kysely);
    return found.rows[0]?.email ?? '';
  };
  const nextCode = async (before: number): Promise<string> => {
    while (mails.length <= before) await new Promise((resolve) => setTimeout(resolve, 20));
    return /: (\d{6})/.exec(mails.at(-1) ?? '')?.[1] ?? '';
  };
  const begin = (login: string, secret = password, address = '10.0.0.1') =>
    signIn(database.system, jobs.enqueue, { login, password: secret, address });
  const open = async (login: string): Promise<string> => {
    const before = mails.length;
    const { challenge } = await begin(login);
    return confirmSignIn(database.system, { challenge, code: await nextCode(before), address: '10.0.0.1' });
  };

  beforeAll(async () => {
    database = await openTestDatabase();
    smtp = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      onData(stream, _session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          if (isMailDown) return done(Object.assign(new Error('try later'), { responseCode: 451 }));
          mails.push(Buffer.concat(chunks).toString());
          return done();
        });
      },
    });
    await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
    const address = smtp.server.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    mailer = openMailer(`smtp://127.0.0.1:${port}`, 'Liaison <ne-pas-repondre@demo.liaison>');
    jobs = await openEnqueue(database.urls.appUrl);
    workers = await startWorkers(
      database.system,
      [codeMailHandler(database.system, mailer)],
      openLog('silent'),
    );
    const place = await makePlace(database.system, 'CH de Valombre');
    person = await makePerson(database.system, place, 'Arnaud');
    email = await emailOf(person.userId);
    const hash = await hashPassword(password);
    await withSystem(database.system, (tx) => saveAccount(tx, person.userId, hash));
  });
  afterAll(async () => {
    await workers.stop();
    await jobs.close();
    mailer.close();
    await new Promise<void>((resolve) => smtp.close(() => resolve()));
    await database.close();
  });

  it('opens a session with the password and the mailed code, in the only place of work', async () => {
    const token = await open(email.toUpperCase());
    expect(await findActor(database.system, token)).toEqual(person);
    const opened = (await seenEntries(database.system)).findLast((entry) => entry.act === 'session.opened');
    expect(opened).toMatchObject({ actor_id: person.userId, details: { mode: 'password+mail-code' } });
  });

  it('tells a wrong password and an unknown login in the same words, and journals both', async () => {
    const known = begin(email, 'faux', '10.0.0.2');
    await expect(known).rejects.toThrow('signin/wrong-credentials');
    await expect(begin('personne@demo.liaison', 'faux', '10.0.0.2')).rejects.toThrow(
      'signin/wrong-credentials',
    );
    const refused = (await seenEntries(database.system)).filter((entry) => entry.act === 'session.refused');
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(JSON.stringify(refused)).not.toContain('personne@');
  });

  it('refuses a code that is wrong, then a challenge that served or was tried too often', async () => {
    const before = mails.length;
    const { challenge } = await begin(email);
    const code = await nextCode(before);
    const wrong = code === '000000' ? '000001' : '000000';
    const tryCode = (attempt: string) =>
      confirmSignIn(database.system, { challenge, code: attempt, address: '10.0.0.1' });
    await expect(tryCode(wrong)).rejects.toThrow('signin/wrong-code');
    await tryCode(code);
    await expect(tryCode(code)).rejects.toThrow('signin/challenge-over');

    const again = mails.length;
    const second = await begin(email);
    const rightCode = await nextCode(again);
    for (let i = 0; i < 5; i += 1) {
      await expect(
        confirmSignIn(database.system, {
          challenge: second.challenge,
          code: rightCode === '111111' ? '222222' : '111111',
          address: '10.0.0.1',
        }),
      ).rejects.toThrow('signin/wrong-code');
    }
    await expect(
      confirmSignIn(database.system, { challenge: second.challenge, code: rightCode, address: '10.0.0.1' }),
    ).rejects.toThrow('signin/challenge-over');
    await sql`delete from signin.attempt`.execute(database.system.kysely);
  });

  it('throttles a login after five failures, right password or not', async () => {
    const victim = await makePerson(
      database.system,
      await makePlace(database.system, 'CH de Brumes'),
      'Victime',
    );
    const login = await emailOf(victim.userId);
    for (let i = 0; i < 5; i += 1)
      await expect(begin(login, 'faux', '10.0.0.3')).rejects.toThrow('signin/wrong-credentials');
    await expect(begin(login, password, '10.0.0.4')).rejects.toThrow('signin/throttled');
  });

  it('throttles guesses made all at once, of passwords as of codes', async () => {
    const place = await makePlace(database.system, 'CH des Rochers');
    const victim = await makePerson(database.system, place, 'Assailli');
    const login = await emailOf(victim.userId);
    const hash = await hashPassword(password);
    await withSystem(database.system, (tx) => saveAccount(tx, victim.userId, hash));
    const codes = async (tries: Promise<unknown>[]) =>
      (await Promise.allSettled(tries)).map((one) =>
        one.status === 'rejected' && one.reason instanceof DomainError ? one.reason.code : 'through',
      );
    const guessed = await codes(Array.from({ length: 12 }, () => begin(login, 'faux', '10.0.0.5')));
    expect(guessed.filter((code) => code === 'signin/wrong-credentials')).toHaveLength(5);
    expect(guessed.filter((code) => code === 'signin/throttled')).toHaveLength(7);

    await sql`delete from signin.attempt`.execute(database.system.kysely);
    const challenges: string[] = [];
    const before = mails.length;
    for (let rank = 0; rank < 6; rank += 1) challenges.push((await begin(login)).challenge);
    const tried = await codes(
      challenges.flatMap((challenge) =>
        ['0', '1'].map((code) => confirmSignIn(database.system, { challenge, code, address: '10.0.0.6' })),
      ),
    );
    expect(tried.filter((code) => code === 'signin/wrong-code')).toHaveLength(5);
    expect(tried.filter((code) => code === 'signin/throttled')).toHaveLength(7);
    await expect.poll(() => mails.length, { timeout: 10_000 }).toBe(before + 6);
  });

  it('keeps the code for when the mail server comes back', async () => {
    isMailDown = true;
    const before = mails.length;
    const { challenge } = await begin(email);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(mails.length).toBe(before);
    isMailDown = false;
    const code = await nextCode(before);
    await expect(
      confirmSignIn(database.system, { challenge, code, address: '10.0.0.1' }),
    ).resolves.toBeTypeOf('string');
  });

  it('asks someone with several communities to choose, and refuses a foreign one', async () => {
    const second = await makePlace(database.system, 'CHU de Saint-Aurèle');
    const foreign = await makePlace(database.system, 'Clinique des Tilleuls');
    await sql`insert into directory.membership values (${person.userId}, ${second.communityId})`.execute(
      database.system.kysely,
    );
    const token = await open(email);
    expect((await findSession(database.system, token))?.context).toBeNull();
    expect(await findActor(database.system, token)).toBeNull();
    await expect(chooseContext(database.system, token, foreign.communityId)).rejects.toThrow(
      'signin/unknown-context',
    );
    await chooseContext(database.system, token, second.communityId);
    expect((await findActor(database.system, token))?.communityIds).toEqual([second.communityId]);
    const next = await findSession(database.system, await open(email));
    expect(next?.contexts[0]?.communityId, 'the last choice comes first').toBe(second.communityId);
  });

  it('ends when nobody acts for two hours, whatever an open page asks by itself', async () => {
    const token = await open(email);
    const age = (minutes: number) =>
      sql`update signin.session set last_seen_at = now() - make_interval(mins => ${minutes}) where ended_at is null`.execute(
        database.system.kysely,
      );
    await age(119);
    await findActor(database.system, token, 'look');
    await age(121);
    expect(await findSession(database.system, token)).toBeNull();
  });

  it('ends: the cookie is worth nothing after', async () => {
    const token = await open(email);
    await endSession(database.system, token);
    expect(await findSession(database.system, token)).toBeNull();
    expect(await findSession(database.system, 'made up')).toBeNull();
  });
});
