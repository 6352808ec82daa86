import { copyFileSync, mkdirSync, openSync, closeSync, unlinkSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { locateContainer } from '@liaison/blobs';
import { oneRow, rows, withSystem } from '@liaison/db';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { purgeStudy } from './purge-study.ts';
import { CatalogueBench } from '../catalogue/testing-catalogue.ts';
import { catalogueAll, makeStudy, type MadeStudy } from '../testing.ts';
import { verifyStore, type VerifyOptions } from './verify-store.ts';

describe('verifyStore', () => {
  let bench: CatalogueBench;
  let study: MadeStudy;
  let containerId: string;
  let path: string;
  beforeAll(async () => {
    bench = await CatalogueBench.open();
  });
  afterAll(() => bench.database.close());
  beforeEach(async () => {
    await bench.begin();
    // Other tests' containers are in other stores: this one is to know its own only.
    await withSystem(bench.database.system, async (tx) => {
      const others = await rows(
        tx,
        sql<{ id: string }>`select id from imaging.study where purged_at is null`,
      );
      for (const { id } of others) await purgeStudy(tx, id);
      await sql`delete from imaging.purged_container`.execute(tx);
    });
    const { storeRoot, place } = bench;
    study = await makeStudy(bench.database.system, { ...place, storeRoot, imageCount: 3 });
    const row = await withSystem(bench.database.system, (tx) =>
      oneRow(tx, sql<{ id: string }>`select id from imaging.container where study_id = ${study.studyId}`),
    );
    containerId = row.id;
    path = locateContainer(storeRoot, containerId);
  });
  afterEach(() => bench.end());

  const verify = (options?: VerifyOptions) => verifyStore(bench.database.system, bench.storeRoot, options);
  const countImages = async (): Promise<number> => {
    const query = sql<{
      n: number;
    }>`select count(*) as n from imaging.instance where study_id = ${study.studyId}`;
    return (await withSystem(bench.database.system, (tx) => oneRow(tx, query))).n;
  };

  it('agrees with what was received', async () => {
    expect(await verify({ deep: true })).toEqual({ containers: 1, images: 3, faults: [], repaired: 0 });
  });

  it('finds a container that is gone', async () => {
    unlinkSync(path);
    expect((await verify()).faults).toEqual([
      { kind: 'container-missing', container: containerId, count: 3 },
    ]);
  });

  it('finds a changed byte when it reads everything, and only then', async () => {
    const { at } = await withSystem(bench.database.system, (tx) =>
      oneRow(
        tx,
        sql<{ at: number }>`select data_offset + data_length - 4 as at from imaging.instance
          where study_id = ${study.studyId} order by data_offset limit 1`,
      ),
    );
    const fd = openSync(path, 'r+');
    writeSync(fd, Buffer.from([0xff, 0xff]), 0, 2, at);
    closeSync(fd);
    expect((await verify()).faults).toEqual([]);
    expect((await verify({ deep: true })).faults).toEqual([
      { kind: 'image-damaged', container: containerId, count: 1 },
    ]);
  });

  it('hands a container that the catalogue lost to the projector again, with all its images', async () => {
    await withSystem(bench.database.system, async (tx) => {
      await sql`delete from imaging.instance where study_id = ${study.studyId}`.execute(tx);
      await sql`delete from imaging.container where id = ${containerId}`.execute(tx);
      await sql`update imaging.study set image_count = 0 where id = ${study.studyId}`.execute(tx);
    });
    const verdict = await verify({ repair: true });
    expect(verdict).toMatchObject({
      faults: [{ kind: 'container-orphan', container: containerId, count: 3 }],
      repaired: 1,
    });
    await catalogueAll(bench.database.system, bench.storeRoot);
    expect(await countImages()).toBe(3);
    expect((await verify({ deep: true })).faults).toEqual([]);
  });

  it('goes on with a container of which an older database knows the beginning only', async () => {
    await withSystem(bench.database.system, async (tx) => {
      await sql`delete from imaging.instance where study_id = ${study.studyId}`.execute(tx);
      await sql`update imaging.container
        set closed_at = null, sealed_day = null, is_sealed = false, projected_bytes = 0 where id = ${containerId}`.execute(
        tx,
      );
      await sql`update imaging.study set image_count = 0 where id = ${study.studyId}`.execute(tx);
    });
    const verdict = await verify({ repair: true });
    expect(verdict.faults.map(({ kind }) => kind)).toEqual(['container-behind']);
    await catalogueAll(bench.database.system, bench.storeRoot);
    expect(await countImages()).toBe(3);
  });

  it('tells of what was set aside, and takes no purged container for an orphan', async () => {
    mkdirSync(join(bench.storeRoot, 'damaged'), { recursive: true });
    copyFileSync(path, join(bench.storeRoot, 'damaged', 'n1.0.copy.lsc'));
    await withSystem(bench.database.system, (tx) => purgeStudy(tx, study.studyId));
    expect(await verify()).toEqual({
      containers: 0,
      images: 0,
      faults: [{ kind: 'set-aside', container: 'n1.0.copy.lsc', count: 0 }],
      repaired: 0,
    });
  });

  it('takes no container for an orphan whose file was purged while it looked', async () => {
    const onProgress = (): void => unlinkSync(path);
    await withSystem(bench.database.system, async (tx) => {
      await purgeStudy(tx, study.studyId);
      await sql`delete from imaging.purged_container`.execute(tx);
    });
    expect((await verify({ onProgress })).faults).toEqual([]);
  });
});
