import { grant, revoke } from '@liaison/access';
import type { Tx } from '@liaison/db';

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
