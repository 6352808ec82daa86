import type { Tx } from '@liaison/db';
import { deleteHolds, insertHolds } from './store.ts';

/** Keeps studies from being purged for as long as `holderId` (an open dossier) needs them; twice is once. */
export async function holdStudies(tx: Tx, studyIds: readonly string[], holderId: string): Promise<void> {
  if (studyIds.length > 0) await insertHolds(tx, studyIds, holderId);
}

/** Lets go of studies, or of all that `holderId` holds. */
export async function releaseStudies(
  tx: Tx,
  holderId: string,
  studyIds: readonly string[] | null = null,
): Promise<void> {
  await deleteHolds(tx, studyIds, holderId);
}
