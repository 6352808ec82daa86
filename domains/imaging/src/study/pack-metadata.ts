import { authorise } from '@liaison/access';
import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import { metadataTexts, type DescribedInstance } from './instance-metadata.ts';
import {
  keepMetadata,
  listDescribed,
  listPackedSeries,
  listUnpackedSeries,
  type PackedSeries,
} from './metadata-store.ts';
import { packText } from './packed-text.ts';

/** Of a series whose metadata are worth keeping: what has more is read as it is sent. */
const mostImages = 4000;

/**
 * Packs the metadata of the series of a study that have changed. They tell what lies in the containers, which never changes,
 * and how many images they tell of: a pack that does not have all images of its series is as good as none.
 */
export async function packMetadata(
  { database, storeRoot, log }: { database: SystemDatabase; storeRoot: string; log: Log },
  studyId: string,
): Promise<void> {
  const series = await withSystem(database, (tx) => listUnpackedSeries(tx, studyId, mostImages));
  for (const { id, study_instance_uid } of series) {
    const instances = await withSystem(database, (tx) => listDescribed(tx, id));
    const packed = await packTexts(storeRoot, study_instance_uid, instances).catch((error: unknown) => {
      log.warn('a series without packed metadata', describeError(error));
      return null;
    });
    if (packed) await withSystem(database, (tx) => keepMetadata(tx, id, instances.length, packed));
  }
}

async function packTexts(
  storeRoot: string,
  studyUid: string,
  instances: readonly DescribedInstance[],
): Promise<Buffer> {
  let text = '';
  for await (const piece of metadataTexts(storeRoot, studyUid, instances)) text += piece;
  return packText(text);
}

/** The series of a study with what is packed of them. @throws DomainError `access/refused` */
export async function listPackedSeriesOf(
  tx: Tx,
  actor: Actor,
  studyId: string,
  seriesInstanceUid: string | undefined,
): Promise<PackedSeries[]> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  return listPackedSeries(tx, studyId, seriesInstanceUid);
}
