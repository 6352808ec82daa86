import { ContainerMissingError } from '@liaison/blobs';
import { withSystem } from '@liaison/db';
import { newUid } from '@liaison/dicom';
import { openCovers, sessionCoverMs } from '@liaison/journal';
import { fixedClock } from '@liaison/kernel';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueBench } from '../catalogue/testing-catalogue.ts';
import { purgeStudy, unlinkPurged } from '../storage/purge-study.ts';
import { catalogueAll, makeCtImage, openContainer, storeImage } from '../testing.ts';
import { openFrameReader } from './read-frame.ts';

describe('a reader of frames that knows where they lie', () => {
  let bench: CatalogueBench;
  beforeAll(async () => {
    bench = await CatalogueBench.open();
  });
  afterAll(() => bench.database.close());
  beforeEach(() => bench.begin());
  afterEach(() => bench.end());

  it('looks anew for those of a study that was purged and has come again', async () => {
    const [StudyInstanceUID, SeriesInstanceUID] = [newUid(), newUid()];
    const uids = [newUid(), newUid()];
    const receive = async () => {
      const container = openContainer(bench.storeRoot, {
        structureId: bench.place.structureId,
        StudyInstanceUID,
      });
      for (const [index, SOPInstanceUID] of uids.entries()) {
        const ids = { StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID };
        storeImage(container, makeCtImage({ ...ids, InstanceNumber: index + 1 }));
      }
      container.close();
      await catalogueAll(bench.database.system, bench.storeRoot);
    };
    await receive();
    const { id: studyId } = await bench.singleStudy();
    // No time passes: what a reader knows and may see stays so for a while.
    const clock = fixedClock(new Date('2026-03-01T10:00:00Z'));
    const reader = openFrameReader({
      database: bench.database.app,
      storeRoot: bench.storeRoot,
      clock,
      openings: openCovers(clock, sessionCoverMs),
      through: 'viewer',
    });
    const read = async (uid: string) =>
      (await reader.read(await reader.find(bench.reader, studyId, uid), 1)).toString('hex');
    const [first = '', second = ''] = uids;
    const before = [await read(first), await read(second)];

    await withSystem(bench.database.system, (tx) => purgeStudy(tx, studyId));
    await unlinkPurged(bench.database.system, bench.storeRoot);
    await receive();
    await expect(read(first)).rejects.toThrow(ContainerMissingError);
    expect([await read(first), await read(second)]).toEqual(before);
  });
});
