import { digest, hashPassword, newToken, verifyPassword } from '@liaison/crypto';
import { withSystem, type SystemDatabase } from '@liaison/db';
import type { Enqueue } from '@liaison/jobs';
import { DomainError } from '@liaison/kernel';
import { journalFailure, takeAttempt, throttled } from './attempts.ts';
import { codeMail } from './queues.ts';
import { findAccount, forgetAttempt, insertChallenge } from './store.ts';

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
  const trier = { loginDigest: digest(asked.login.toLowerCase()), address: asked.address };
  const attempt = await withSystem(database, (tx) => takeAttempt(tx, trier));
  if (!attempt) throw throttled();
  const account = await withSystem(database, (tx) => findAccount(tx, asked.login));
  const isRight = await verifyPassword(account?.password_hash ?? (await decoyHash), asked.password);
  if (!account || !isRight) {
    await withSystem(database, (tx) => journalFailure(tx, trier, 'password'));
    throw new DomainError('unauthenticated', 'signin/wrong-credentials');
  }
  const challenge = newToken();
  await withSystem(database, async (tx) => {
    const tokenDigest = digest(challenge);
    await forgetAttempt(tx, attempt);
    await insertChallenge(tx, tokenDigest, account.professional_id, challengeSeconds);
    await enqueue(tx, codeMail, { tokenDigest });
  });
  return { challenge, sentTo: mask(account.email), expiresInSeconds: challengeSeconds };
}

/** "requerant@demo.liaison" → "r•••@demo.liaison". */
export function mask(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}•••${email.slice(at)}`;
}
