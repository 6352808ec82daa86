import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import type { DicomTraits, StudySummary } from '../contract.ts';
import { findStudy, readStudies, type Arrival } from '../store.ts';
import { toSummary, toTraits } from './summary.ts';

/** The studies of these ids that the actor may read, the last received first; the others are left out. */
export async function readStudySummaries(
  tx: Tx,
  actor: Actor,
  ids: readonly string[],
): Promise<StudySummary[]> {
  authoriseFeature(actor, 'study:read');
  return (await readStudies(tx, ids)).map(toSummary);
}

/** Traits as the images of a study carry them, or undefined where the transaction may not see it. */
export async function studyTraits(tx: Tx, studyId: string): Promise<DicomTraits | undefined> {
  const row = await findStudy(tx, studyId);
  return row && toTraits(row);
}

/** How far the arrival of a study is, or undefined where the transaction may not see it. */
export async function arrivalOf(tx: Tx, studyId: string): Promise<Arrival | undefined> {
  return (await findStudy(tx, studyId))?.arrival;
}
