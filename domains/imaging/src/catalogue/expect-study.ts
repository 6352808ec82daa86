import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { newId, type Actor } from '@liaison/kernel';
import { announce } from '@liaison/live';
import type { Awaiting } from '../contract.ts';
import type { StudyFacts } from './describe-image.ts';
import { followersOf } from '../study/share-study.ts';
import { deleteAwaiting, insertExpected, updateExpected, writeAwaiting } from './expected-store.ts';

/** What a PACS says of a study before its images do: a claim that the first image replaces. */
export type ExpectedFacts = StudyFacts & { modalities: readonly string[] };

export type ExpectedStudy = {
  StudyInstanceUID: string;
  /** AE title of the PACS that has it. */
  aeTitle: string;
  facts: ExpectedFacts;
  /** Images that the PACS has of it; null where it did not say. */
  expectedCount: number | null;
};

/**
 * The row of a study of the actor's structure that is asked of a PACS, so that a dossier can hold it before its first image.
 * One that is there already is left as it is.
 */
export async function expectStudy(tx: Tx, actor: Actor, study: ExpectedStudy): Promise<string> {
  authoriseFeature(actor, 'study:retrieve');
  const studyId = await insertExpected(tx, newId(), study);
  await announce(tx, [`study:${studyId}`, `structure:${actor.structureId ?? ''}`]);
  return studyId;
}

/** What the PACS says of an expected study, once it was asked again; nothing once an image has come. For workers. */
export async function refreshExpected(
  tx: Tx,
  studyId: string,
  told: { facts: ExpectedFacts; expectedCount: number | null },
): Promise<void> {
  await updateExpected(tx, studyId, told);
}

/** What is shown of the bringing of a study wherever it is listed; null once nothing is awaited. */
export async function noteAwaiting(tx: Tx, studyId: string, awaiting: Awaiting | null): Promise<void> {
  const isTurn = await (awaiting ? writeAwaiting(tx, studyId, awaiting) : deleteAwaiting(tx, studyId));
  // Lists hear of images by themselves; of a count, who looks at the study.
  await announce(tx, [`study:${studyId}`, ...(isTurn ? await followersOf(tx, studyId) : [])]);
}
