import { digest, hashPassword, newToken, verifyPassword } from '@liaison/crypto';
import { withSystem, type SystemDatabase } from '@liaison/db';
import type { Enqueue } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { DomainError } from '@liaison/kernel';
import { codeMail } from './queues.ts';
import { countAttempts, findAccount, insertAttempt, insertChallenge } from './store.ts';

/** A login may fail 5 times, an address 50 times, in 15 minutes. */
const limits = { perLogin: 5, perAddress: 50, minutes: 15 };
const challengeSeconds = 600;

// Verified when the login is unknown, so that the time to answer does not tell whether an account exists.
const decoyHash = hashPassword(newToken());

export type Challenge = { challenge: string; sentTo: string; expiresInSeconds: number };

/**
 * First step: e-mail and password. A code leaves by mail.
 * @throws DomainError `signin/wrong-credentials`, `signin/throttled`
 */
export async function signIn(
  database: SystemDatabase,
  enqueue: Enqueue,
  asked: { login: string; password: string; address: string },
): Promise<Challenge> {
  const loginDigest = digest(asked.login.toLowerCase());
  await refuseTooMany(database, loginDigest, asked.address);
  const account = await withSystem(database, (tx) => findAccount(tx, asked.login));
  const isRight = await verifyPassword(account?.password_hash ?? (await decoyHash), asked.password);
  if (!account || !isRight) {
    await noteFailure(database, loginDigest, asked.address, 'password');
    throw new DomainError('unauthenticated', 'signin/wrong-credentials');
  }
  const challenge = newToken();
  await withSystem(database, async (tx) => {
    const tokenDigest = digest(challenge);
    await insertChallenge(tx, tokenDigest, account.professional_id, challengeSeconds);
    await enqueue(tx, codeMail, { tokenDigest });
  });
  return { challenge, sentTo: mask(account.email), expiresInSeconds: challengeSeconds };
}

async function refuseTooMany(database: SystemDatabase, loginDigest: string, address: string): Promise<void> {
  const isTooMany = await withSystem(database, async (tx) => {
    const counts = await countAttempts(tx, loginDigest, address, limits.minutes);
    const over = counts.by_login >= limits.perLogin || counts.by_address >= limits.perAddress;
    if (over)
      await record(
        tx,
        { kind: 'anonymous', name: address },
        { act: 'session.throttled', outcome: 'refused' },
      );
    return over;
  });
  if (isTooMany) throw new DomainError('limited', 'signin/throttled', { minutes: limits.minutes });
}

/** Counts a failure against the login and the address, and journals it. */
export async function noteFailure(
  database: SystemDatabase,
  loginDigest: string,
  address: string,
  step: 'password' | 'code',
): Promise<void> {
  await withSystem(database, async (tx) => {
    await insertAttempt(tx, loginDigest, address);
    await record(
      tx,
      { kind: 'anonymous', name: address },
      {
        act: 'session.refused',
        outcome: 'refused',
        details: { step, loginDigest: loginDigest.slice(0, 16) },
      },
    );
  });
}

/** "requerant@demo.liaison" → "r•••@demo.liaison". */
export function mask(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}
