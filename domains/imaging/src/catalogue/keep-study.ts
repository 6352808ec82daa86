import { grant } from '@liaison/access';
import type { ContainerAbout, RecordHeader } from '@liaison/blobs';
import type { Tx } from '@liaison/db';
import { newId } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { announcedFacts, type Described } from './describe-entry.ts';
import { lockStudy, refreshStudy, updateFacts } from './projection-store.ts';
import { followersOf } from '../study/share-study.ts';

/** The study's row, and the structure's right to it when it is new. `first`: null where only a header is known. */
export async function keepStudy(
  tx: Tx,
  about: ContainerAbout,
  header: RecordHeader,
  first: Pick<Described, 'study' | 'keep'> | null,
): Promise<{ id: string }> {
  const facts = first?.study;
  const study = await lockStudy(tx, {
    id: newId(),
    structureId: about.structureId,
    studyInstanceUid: about.StudyInstanceUID,
    callingAeTitle: about.callingAeTitle,
    receivedAt: header.receivedAt,
    facts: facts ?? announcedFacts(header),
    attributes: () => first?.keep().study ?? {},
  });
  if (study.isNew)
    await grant(tx, [about.structureId], ['study:read'], { kind: 'study', id: study.id }, 'received');
  if (facts && !study.isNew && study.image_count === 0)
    await updateFacts(tx, study.id, facts, first.keep().study);
  return study;
}

/** The study is held already. */
export async function tellChange(
  tx: Tx,
  studyId: string,
  added: Parameters<typeof refreshStudy>[2],
): Promise<void> {
  await refreshStudy(tx, studyId, added);
  await announce(tx, [`study:${studyId}`, ...(await followersOf(tx, studyId))]);
}
