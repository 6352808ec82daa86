import { digest, newToken } from '@liaison/crypto';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { listMemberships } from '@liaison/directory';
import { record } from '@liaison/journal';
import { asId, DomainError, newId, type StructureId, type UserId } from '@liaison/kernel';
import { noteFailure } from './sign-in.ts';
import { countFailure, forgetAttempts, insertSession, lockChallenge, useChallenge } from './store.ts';

const maxFailures = 5;
export const sessionHours = 12;

/**
 * Second step: the code of the mail opens a session. Someone who works in one community only is in it at once.
 * @returns the token for the cookie
 * @throws DomainError `signin/wrong-code`, `signin/challenge-over`
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
    if (challenge.code_digest !== codeDigest) {
      await countFailure(tx, tokenDigest);
      return { kind: 'wrong' as const, email: challenge.email };
    }
    await useChallenge(tx, tokenDigest);
    await forgetAttempts(tx, digest(challenge.email));
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
  await noteFailure(database, digest(outcome.email), asked.address, 'code');
  throw new DomainError('unauthenticated', 'signin/wrong-code');
}
