import { digest, newToken } from '@liaison/crypto';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { listMemberships } from '@liaison/directory';
import { record } from '@liaison/journal';
import { asId, DomainError, newId, type StructureId, type UserId } from '@liaison/kernel';
import { journalFailure, takeAttempt, throttled } from './attempts.ts';
import { countFailure, forgetAttempts, insertSession, lockChallenge, useChallenge } from './store.ts';

const maxFailures = 5;
export const sessionHours = 12;

/**
 * Second step: the code of the mail opens a session. Someone who works in one community only is in it at once.
 * @returns the token for the cookie
 * @throws DomainError `signin/wrong-code`, `signin/challenge-over`, `signin/throttled`
 */
export async function confirmSignIn(
  database: SystemDatabase,
  asked: { challenge: string; code: string; address: string },
): Promise<string> {
  const tokenDigest = digest(asked.challenge);
  const codeDigest = digest(`${tokenDigest} ${asked.code}`);
  const outcome = await withSystem(database, async (tx) => {
    const challenge = await lockChallenge(tx, tokenDigest);
    if (!challenge || challenge.is_over || challenge.failures >= maxFailures)
      return { kind: 'over' as const };
    // Whoever has the password can ask for challenge after challenge: what counts is the login. Its codes are counted apart
    // from its passwords: a stranger who guesses those does not stop who has his code at hand.
    const trier = { loginDigest: digest(`code ${challenge.email}`), address: asked.address };
    if (!(await takeAttempt(tx, trier))) return { kind: 'throttled' as const };
    if (challenge.code_digest !== codeDigest) {
      await countFailure(tx, tokenDigest);
      await journalFailure(tx, trier, 'code');
      return { kind: 'wrong' as const };
    }
    await useChallenge(tx, tokenDigest);
    for (const login of [challenge.email, `code ${challenge.email}`]) await forgetAttempts(tx, digest(login));
    const places = await listMemberships(tx, challenge.professional_id);
    const [first] = places;
    // Someone who works nowhere any more has nothing to open.
    if (!first) return { kind: 'over' as const };
    const token = newToken();
    const id = newId();
    await insertSession(tx, {
      id,
      tokenDigest: digest(token),
      professionalId: challenge.professional_id,
      communityId: places.length === 1 ? first.community_id : null,
      hours: sessionHours,
    });
    await record(
      tx,
      {
        kind: 'user',
        userId: asId<UserId>(challenge.professional_id),
        structureId: asId<StructureId>(first.structure_id),
        communityIds: [],
        features: [],
        displayName: challenge.name,
      },
      {
        act: 'session.opened',
        resource: { kind: 'session', id },
        details: { mode: 'password+mail-code', address: asked.address },
      },
    );
    return { kind: 'opened' as const, token };
  });
  if (outcome.kind === 'opened') return outcome.token;
  if (outcome.kind === 'over') throw new DomainError('unauthenticated', 'signin/challenge-over');
  if (outcome.kind === 'throttled') throw throttled();
  throw new DomainError('unauthenticated', 'signin/wrong-code');
}
