import { grant, listGrantees, revoke } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Topic } from '@liaison/live';

/**
 * Opens a study to `subjects` (users, communities, structures) for `reason`, such as a télédossier that holds it. The
 * domain above decides; its transaction carries both. 'received' is the reason of the structure that sent it.
 */
export async function grantStudyTo(
  tx: Tx,
  studyId: string,
  subjects: readonly string[],
  reason: string,
): Promise<void> {
  await grant(tx, subjects, ['study:read'], { kind: 'study', id: studyId }, reason);
}

/** Takes back what `grantStudyTo` gave for that reason. */
export async function revokeStudyFrom(
  tx: Tx,
  studyId: string,
  subjects: readonly string[],
  reason: string,
): Promise<void> {
  await revoke(tx, subjects, { kind: 'study', id: studyId }, reason);
}

/** The lists that may hold a study, for a hint that it changed. */
export async function followersOf(tx: Tx, studyId: string): Promise<Topic[]> {
  const followers = await listGrantees(tx, { kind: 'study', id: studyId }, 'study:read');
  // A grant does not say what its subject is: a hint on a topic that nobody can have reaches nobody.
  return followers.flatMap((id) => [`structure:${id}`, `community:${id}`, `user:${id}`] as const);
}
