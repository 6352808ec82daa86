import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { rows, withActor } from '@liaison/db';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { openLive, type Topic } from '@liaison/live';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueBench } from './testing-catalogue.ts';
import { readManifest } from '../study/read-manifest.ts';
import { beginImage, makeCtImage, openContainer, storeImage } from '../testing.ts';

const silent = openLog('silent');

describe('the catalogue', () => {
  let bench: CatalogueBench;

  beforeAll(async () => {
    bench = await CatalogueBench.open();
  });
  afterAll(() => bench.database.close());
  beforeEach(() => bench.begin());
  afterEach(() => bench.end());

  it('shows a study when its first image begins, counts each whole image, and journals the import once it is over', async () => {
    const StudyInstanceUID = newUid();
    const SeriesInstanceUID = newUid();
    const images = [1, 2, 3].map((InstanceNumber) =>
      makeCtImage({ StudyInstanceUID, SeriesInstanceUID, InstanceNumber }),
    );
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    const running = bench.project();
    const [first, ...rest] = images;
    if (!first) throw new Error('no image was made');

    beginImage(container, first);
    container.write(first.bytes.subarray(0, 700));
    await running.idle();
    expect(await bench.singleStudy()).toMatchObject({
      imageCount: 0,
      arrival: 'receiving',
      traits: { familyName: 'LEFÈVRE' },
    });

    container.write(first.bytes.subarray(700));
    container.commit();
    await running.idle();
    expect(await bench.singleStudy()).toMatchObject({
      imageCount: 1,
      seriesCount: 1,
      modalities: ['CT'],
      arrival: 'receiving',
    });
    expect(await bench.imports()).toEqual([]);

    for (const image of rest) storeImage(container, image);
    container.close();
    await running.idle();
    expect(await bench.singleStudy()).toMatchObject({
      StudyInstanceUID,
      imageCount: 3,
      seriesCount: 1,
      arrival: 'idle',
      callingAeTitle: 'CHA_PACS',
      quarantinedCount: 0,
      studyDate: '2026-03-01',
      studyAt: '2026-03-01T14:22:33',
      accessionNumber: 'A2026-17',
      traits: {
        patientName: 'LEFÈVRE^Anaïs^Marie',
        familyName: 'LEFÈVRE',
        givenNames: 'Anaïs Marie',
        birthDate: '1951-03-02',
        sex: 'F',
        patientId: 'IPP0042',
        issuerOfPatientId: '',
      },
    });
    const [imported, ...more] = await bench.imports();
    expect(more).toEqual([]);
    expect(imported).toMatchObject({
      actor_name: 'CHA_PACS',
      details: { StudyInstanceUID, count: 3, callingAeTitle: 'CHA_PACS', duplicates: 0, quarantined: 0 },
    });
    expect(imported?.details.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(join(bench.storeRoot, 'open'))).toEqual([]);
  });

  it('keeps one copy of an image that is sent twice, whichever way', async () => {
    const StudyInstanceUID = newUid();
    const image = makeCtImage({ StudyInstanceUID });
    const sender = { structureId: bench.place.structureId, StudyInstanceUID };
    const container = openContainer(bench.storeRoot, sender);
    storeImage(container, image);
    storeImage(container, image);
    container.close();
    const again = openContainer(bench.storeRoot, sender);
    storeImage(again, image);
    again.close();
    await bench.project().idle();
    expect(await bench.singleStudy()).toMatchObject({ imageCount: 1, quarantinedCount: 0, arrival: 'idle' });
    // Two associations are catalogued side by side: either may be the first.
    const counts = (await bench.imports()).map(
      ({ details }) => `${String(details.count)} sent, ${String(details.duplicates)} again`,
    );
    expect(counts.toSorted()).toEqual(['1 sent, 1 again', '2 sent, 1 again']);
  });

  it('gives hints of each change to those who follow the study or its structure, and only ids', async () => {
    const hints: string[] = [];
    const live = openLive(bench.database.urls.systemUrl, silent);
    live.subscribe(new Set<Topic>([`structure:${bench.place.structureId}`]), ({ topic }) =>
      hints.push(topic),
    );
    const StudyInstanceUID = newUid();
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    const running = bench.project();
    await running.idle();
    const study = await bench.singleStudy();
    live.subscribe(new Set<Topic>([`study:${study.id}`]), ({ topic }) => hints.push(topic));
    await expect
      .poll(async () => {
        storeImage(container, makeCtImage({ StudyInstanceUID }));
        await running.idle();
        return new Set(hints);
      })
      .toEqual(new Set([`structure:${bench.place.structureId}`, `study:${study.id}`]));
    container.close();
    await live.close();
  });

  it('says that a study is whole when the last of the associations that bring it is over', async () => {
    const StudyInstanceUID = newUid();
    const sender = { structureId: bench.place.structureId, StudyInstanceUID };
    const SeriesInstanceUID = newUid();
    for (let number = 1; number <= 12; number += 1) {
      const container = openContainer(bench.storeRoot, sender);
      storeImage(container, makeCtImage({ StudyInstanceUID, SeriesInstanceUID, InstanceNumber: number }));
      container.close();
    }
    await bench.project().idle();
    expect(await bench.singleStudy()).toMatchObject({ imageCount: 12, seriesCount: 1, arrival: 'idle' });
  });

  it('sets aside other content under a known SOPInstanceUID, never serves it, and says so', async () => {
    const StudyInstanceUID = newUid();
    const SOPInstanceUID = newUid();
    const genuine = makeCtImage({ StudyInstanceUID, SOPInstanceUID, PatientName: 'LEFÈVRE^Anaïs' });
    const other = makeCtImage({ StudyInstanceUID, SOPInstanceUID, PatientName: 'LEFÈVRE^Anaël' });
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    for (const image of [genuine, other, other]) storeImage(container, image);
    container.close();
    await bench.project().idle();
    const study = await bench.singleStudy();
    expect(study).toMatchObject({
      imageCount: 1,
      quarantinedCount: 1,
      traits: { patientName: 'LEFÈVRE^Anaïs' },
    });
    const manifest = await withActor(bench.database.app, bench.reader, (tx) =>
      readManifest(tx, bench.reader, study.id, null),
    );
    expect(manifest?.series.flatMap(({ instances }) => instances)).toHaveLength(1);
    const quarantined = (await seenEntries(bench.database.system)).filter(
      (entry) => entry.resource_id === study.id,
    );
    expect(quarantined.map((entry) => entry.act)).toEqual([
      'study.quarantined',
      'study.imported',
      'study.opened',
    ]);
  });

  it('keeps the studies of two structures apart where their UIDs clash', async () => {
    const StudyInstanceUID = newUid();
    const SOPInstanceUID = newUid();
    const elsewhere = await makePlace(bench.database.system, `Clinique ${newUid().slice(-12)}`);
    const stranger = await makePerson(bench.database.system, elsewhere, 'Ailleurs');
    for (const { structureId, PatientName } of [
      { structureId: bench.place.structureId, PatientName: 'ICI^Un' },
      { structureId: elsewhere.structureId, PatientName: 'LÀ^Deux' },
    ]) {
      const container = openContainer(bench.storeRoot, { structureId, StudyInstanceUID });
      storeImage(container, makeCtImage({ StudyInstanceUID, SOPInstanceUID, PatientName }));
      container.close();
    }
    await bench.project().idle();
    expect((await bench.list()).map((study) => study.traits.familyName)).toEqual(['ICI']);
    expect((await bench.list(stranger)).map((study) => study.traits.familyName)).toEqual(['LÀ']);
  });

  it('hides the rows of another structure even where the question of rights is never asked', async () => {
    const StudyInstanceUID = newUid();
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    const image = makeCtImage({ StudyInstanceUID });
    storeImage(container, image);
    storeImage(container, makeCtImage({ StudyInstanceUID, SOPInstanceUID: newUid() }));
    container.close();
    await bench.project().idle();
    const stranger = await makePerson(
      bench.database.system,
      await makePlace(bench.database.system, `Autre ${newUid().slice(-9)}`),
      'Autre',
    );
    const clerk = await makePerson(bench.database.system, bench.place, 'Guichet', ['billing']);
    const seenBy = (actor: UserActor, table: string) =>
      withActor(
        bench.database.app,
        actor,
        async (tx) => (await rows(tx, sql`select 1 from ${sql.table(table)}`)).length,
      );
    for (const table of [
      'imaging.study',
      'imaging.series',
      'imaging.instance',
      'imaging.container',
      'imaging.pub_study',
    ]) {
      expect([table, (await seenBy(bench.reader, table)) > 0]).toEqual([table, true]);
      expect([table, await seenBy(stranger, table)]).toEqual([table, 0]);
      expect([table, await seenBy(clerk, table)]).toEqual([table, 0]);
    }
  });

  it('lets no one with the app role change the catalogue', async () => {
    const change = withActor(bench.database.app, bench.reader, (tx) =>
      sql`update imaging.study set description = ''`.execute(tx),
    );
    await expect(change).rejects.toThrow('permission denied');
  });

  it('catalogues the images around one that cannot be read, and says why that one is not shown', async () => {
    const StudyInstanceUID = newUid();
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    const broken = makeCtImage({ StudyInstanceUID, SeriesNumber: 9 });
    storeImage(container, makeCtImage({ StudyInstanceUID, SeriesNumber: 1 }));
    beginImage(container, broken);
    container.write(broken.bytes.subarray(0, broken.bytes.length - 20));
    container.commit();
    storeImage(container, makeCtImage({ StudyInstanceUID, SeriesNumber: 3, PatientName: 'NUL\u0007 ICI' }));
    container.close();
    await bench.project().idle();
    const study = await bench.singleStudy();
    expect(study.imageCount).toBe(3);
    const manifest = await withActor(bench.database.app, bench.reader, (tx) =>
      readManifest(tx, bench.reader, study.id, null),
    );
    expect(manifest?.series.map((series) => [series.seriesNumber, series.notShownBecause])).toEqual([
      [1, null],
      [3, null],
      [9, 'Reçu, mais illisible\u00a0: son contenu est incomplet ou mal formé.'],
    ]);
  });

  it('says that a study is stalled when its sender left in the middle of an image, until that image comes', async () => {
    const StudyInstanceUID = newUid();
    const sender = { structureId: bench.place.structureId, StudyInstanceUID };
    const last = makeCtImage({ StudyInstanceUID, InstanceNumber: 2 });
    const container = openContainer(bench.storeRoot, sender);
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    beginImage(container, last);
    container.write(last.bytes.subarray(0, 500));
    container.close();
    const running = bench.project();
    await running.idle();
    expect(await bench.singleStudy()).toMatchObject({ imageCount: 1, arrival: 'stalled' });
    const again = openContainer(bench.storeRoot, sender);
    storeImage(again, last);
    again.close();
    await running.idle();
    expect(await bench.singleStudy()).toMatchObject({ imageCount: 2, arrival: 'idle' });
  });
});
