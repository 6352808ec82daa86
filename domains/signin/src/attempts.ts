import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, newId } from '@liaison/kernel';
import { countAttempts, insertAttempt, lockAttempts } from './store.ts';

/** A login may fail 5 times, an address 50 times, in 15 minutes; passwords and codes are counted apart. */
const limits = { perLogin: 5, perAddress: 50, minutes: 15 };

/** Who tries, as the journal may name him: a mistyped password in the login field is not kept. */
export type Trier = { loginDigest: string; address: string };

/**
 * Takes one of the tries that a login and an address have left, before it is known whether it is right: a thousand made at
 * once are as few as one after another.
 * @returns its id, to be forgotten if it was right; null when none is left, which the journal then has
 */
export async function takeAttempt(tx: Tx, trier: Trier): Promise<string | null> {
  const { loginDigest, address } = trier;
  await lockAttempts(tx, loginDigest, address);
  const counts = await countAttempts(tx, loginDigest, address, limits.minutes);
  if (counts.by_login >= limits.perLogin || counts.by_address >= limits.perAddress) {
    await record(tx, { kind: 'anonymous', name: address }, { act: 'session.throttled', outcome: 'refused' });
    return null;
  }
  const id = newId();
  await insertAttempt(tx, id, loginDigest, address);
  return id;
}

/** The try was wrong: the journal has it. */
export async function journalFailure(tx: Tx, trier: Trier, step: 'password' | 'code'): Promise<void> {
  const details = { step, loginDigest: trier.loginDigest.slice(0, 16) };
  await record(
    tx,
    { kind: 'anonymous', name: trier.address },
    { act: 'session.refused', outcome: 'refused', details },
  );
}

export function throttled(): DomainError {
  return new DomainError('limited', 'signin/throttled', { minutes: limits.minutes });
}
