import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase, rows, withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { openLive, type Topic } from '@liaison/live';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startProjector, type Projector } from './catalogue.ts';
import type { StudySummary } from './contract.ts';
import { listStudies } from './list-studies.ts';
import { readManifest } from './read-manifest.ts';
import { beginImage, catalogueAll, makeCtImage, openContainer, storeImage } from './testing.ts';

const silent = openLog('silent');
const clock = { now: () => new Date() };

describe('the catalogue', () => {
  let database: TestDatabase;
  let storeRoot: string;
  let projector: Projector | null = null;
  let place: Awaited<ReturnType<typeof makePlace>>;
  let reader: UserActor;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-catalogue-'));
    place = await makePlace(database.system, `CH de ${newUid().slice(-12)}`);
    reader = await makePerson(database.system, place, 'Lecteur');
  });
  afterEach(async () => {
    await projector?.stop();
    projector = null;
    rmSync(storeRoot, { recursive: true, force: true });
  });

  const project = (given: { database?: TestDatabase['system'] } = {}) => {
    projector = startProjector({
      database: given.database ?? database.system,
      storeRoot,
      eventsDir: join(storeRoot, 'events'),
      log: silent,
      pollMs: 10,
    });
    return projector;
  };
  const list = async (actor: UserActor = reader): Promise<StudySummary[]> =>
    (await withActor(database.app, actor, (tx) => listStudies(tx, actor, { limit: 50, live: true }, clock)))
      .studies;
  const only = async (): Promise<StudySummary> => {
    const [study, ...others] = await list();
    expect(others).toEqual([]);
    if (!study) throw new Error('no study is listed');
    return study;
  };
  const imports = async () =>
    (await seenEntries(database.system)).filter(
      (entry) => entry.act === 'study.imported' && entry.structure_id === place.structureId,
    );

  it('shows a study when its first image begins, counts each whole image, and journals the import once it is over', async () => {
    const StudyInstanceUID = newUid();
    const SeriesInstanceUID = newUid();
    const images = [1, 2, 3].map((InstanceNumber) =>
      makeCtImage({ StudyInstanceUID, SeriesInstanceUID, InstanceNumber }),
    );
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    const running = project();
    const [first, ...rest] = images;
    if (!first) throw new Error('no image was made');

    beginImage(container, first);
    container.write(first.bytes.subarray(0, 700));
    await running.idle();
    expect(await only()).toMatchObject({
      imageCount: 0,
      arrival: 'receiving',
      traits: { familyName: 'LEFÈVRE' },
    });

    container.write(first.bytes.subarray(700));
    container.commit();
    await running.idle();
    expect(await only()).toMatchObject({
      imageCount: 1,
      seriesCount: 1,
      modalities: ['CT'],
      arrival: 'receiving',
    });
    expect(await imports()).toEqual([]);

    for (const image of rest) storeImage(container, image);
    container.close();
    await running.idle();
    expect(await only()).toMatchObject({
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
    const [imported, ...more] = await imports();
    expect(more).toEqual([]);
    expect(imported).toMatchObject({
      actor_name: 'CHA_PACS',
      details: { StudyInstanceUID, count: 3, callingAeTitle: 'CHA_PACS', duplicates: 0, quarantined: 0 },
    });
    expect(imported?.details.digest).toMatch(/^[0-9a-f]{64}$/);
    expect(readdirSync(join(storeRoot, 'open'))).toEqual([]);
  });

  it('keeps one copy of an image that is sent twice, whichever way', async () => {
    const StudyInstanceUID = newUid();
    const image = makeCtImage({ StudyInstanceUID });
    const sender = { structureId: place.structureId, StudyInstanceUID };
    const container = openContainer(storeRoot, sender);
    storeImage(container, image);
    storeImage(container, image);
    container.close();
    const again = openContainer(storeRoot, sender);
    storeImage(again, image);
    again.close();
    await project().idle();
    expect(await only()).toMatchObject({ imageCount: 1, quarantinedCount: 0, arrival: 'idle' });
    // Two associations are catalogued side by side: either may be the first.
    const counts = (await imports()).map(
      ({ details }) => `${String(details.count)} sent, ${String(details.duplicates)} again`,
    );
    expect(counts.toSorted()).toEqual(['1 sent, 1 again', '2 sent, 1 again']);
  });

  it('gives hints of each change to those who follow the study or its structure, and only ids', async () => {
    const hints: string[] = [];
    const live = openLive(database.urls.systemUrl, silent);
    live.subscribe(new Set<Topic>([`structure:${place.structureId}`]), ({ topic }) => hints.push(topic));
    const StudyInstanceUID = newUid();
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    const running = project();
    await running.idle();
    const study = await only();
    live.subscribe(new Set<Topic>([`study:${study.id}`]), ({ topic }) => hints.push(topic));
    await expect
      .poll(async () => {
        storeImage(container, makeCtImage({ StudyInstanceUID }));
        await running.idle();
        return new Set(hints);
      })
      .toEqual(new Set([`structure:${place.structureId}`, `study:${study.id}`]));
    container.close();
    await live.close();
  });

  it('says that a study is whole when the last of the associations that bring it is over', async () => {
    const StudyInstanceUID = newUid();
    const sender = { structureId: place.structureId, StudyInstanceUID };
    const SeriesInstanceUID = newUid();
    for (let number = 1; number <= 12; number += 1) {
      const container = openContainer(storeRoot, sender);
      storeImage(container, makeCtImage({ StudyInstanceUID, SeriesInstanceUID, InstanceNumber: number }));
      container.close();
    }
    await project().idle();
    expect(await only()).toMatchObject({ imageCount: 12, seriesCount: 1, arrival: 'idle' });
  });

  it('sets aside other content under a known SOPInstanceUID, never serves it, and says so', async () => {
    const StudyInstanceUID = newUid();
    const SOPInstanceUID = newUid();
    const genuine = makeCtImage({ StudyInstanceUID, SOPInstanceUID, PatientName: 'LEFÈVRE^Anaïs' });
    const other = makeCtImage({ StudyInstanceUID, SOPInstanceUID, PatientName: 'LEFÈVRE^Anaël' });
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    for (const image of [genuine, other, other]) storeImage(container, image);
    container.close();
    await project().idle();
    const study = await only();
    expect(study).toMatchObject({
      imageCount: 1,
      quarantinedCount: 1,
      traits: { patientName: 'LEFÈVRE^Anaïs' },
    });
    const manifest = await withActor(database.app, reader, (tx) => readManifest(tx, reader, study.id, null));
    expect(manifest?.series.flatMap(({ instances }) => instances)).toHaveLength(1);
    const quarantined = (await seenEntries(database.system)).filter(
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
    const elsewhere = await makePlace(database.system, `Clinique ${newUid().slice(-12)}`);
    const stranger = await makePerson(database.system, elsewhere, 'Ailleurs');
    for (const { structureId, PatientName } of [
      { structureId: place.structureId, PatientName: 'ICI^Un' },
      { structureId: elsewhere.structureId, PatientName: 'LÀ^Deux' },
    ]) {
      const container = openContainer(storeRoot, { structureId, StudyInstanceUID });
      storeImage(container, makeCtImage({ StudyInstanceUID, SOPInstanceUID, PatientName }));
      container.close();
    }
    await project().idle();
    expect((await list()).map((study) => study.traits.familyName)).toEqual(['ICI']);
    expect((await list(stranger)).map((study) => study.traits.familyName)).toEqual(['LÀ']);
  });

  it('hides the rows of another structure even where the question of rights is never asked', async () => {
    const StudyInstanceUID = newUid();
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    const image = makeCtImage({ StudyInstanceUID });
    storeImage(container, image);
    storeImage(container, makeCtImage({ StudyInstanceUID, SOPInstanceUID: newUid() }));
    container.close();
    await project().idle();
    const stranger = await makePerson(
      database.system,
      await makePlace(database.system, `Autre ${newUid().slice(-9)}`),
      'Autre',
    );
    const clerk = await makePerson(database.system, place, 'Guichet', ['billing']);
    const seenBy = (actor: UserActor, table: string) =>
      withActor(
        database.app,
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
      expect([table, (await seenBy(reader, table)) > 0]).toEqual([table, true]);
      expect([table, await seenBy(stranger, table)]).toEqual([table, 0]);
      expect([table, await seenBy(clerk, table)]).toEqual([table, 0]);
    }
  });

  it('lets no one with the app role change the catalogue', async () => {
    const change = withActor(database.app, reader, (tx) =>
      sql`update imaging.study set description = ''`.execute(tx),
    );
    await expect(change).rejects.toThrow('permission denied');
  });

  it('catalogues the images around one that cannot be read, and says why that one is not shown', async () => {
    const StudyInstanceUID = newUid();
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    const broken = makeCtImage({ StudyInstanceUID, SeriesNumber: 9 });
    storeImage(container, makeCtImage({ StudyInstanceUID, SeriesNumber: 1 }));
    beginImage(container, broken);
    container.write(broken.bytes.subarray(0, broken.bytes.length - 20));
    container.commit();
    storeImage(container, makeCtImage({ StudyInstanceUID, SeriesNumber: 3, PatientName: 'NUL\u0007 ICI' }));
    container.close();
    await project().idle();
    const study = await only();
    expect(study.imageCount).toBe(3);
    const manifest = await withActor(database.app, reader, (tx) => readManifest(tx, reader, study.id, null));
    expect(manifest?.series.map((series) => [series.seriesNumber, series.notShownBecause])).toEqual([
      [1, null],
      [3, null],
      [9, 'Reçu, mais illisible\u00a0: son contenu est incomplet ou mal formé.'],
    ]);
  });

  it('says that a study is stalled when its sender left in the middle of an image, until that image comes', async () => {
    const StudyInstanceUID = newUid();
    const sender = { structureId: place.structureId, StudyInstanceUID };
    const last = makeCtImage({ StudyInstanceUID, InstanceNumber: 2 });
    const container = openContainer(storeRoot, sender);
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    beginImage(container, last);
    container.write(last.bytes.subarray(0, 500));
    container.close();
    const running = project();
    await running.idle();
    expect(await only()).toMatchObject({ imageCount: 1, arrival: 'stalled' });
    const again = openContainer(storeRoot, sender);
    storeImage(again, last);
    again.close();
    await running.idle();
    expect(await only()).toMatchObject({ imageCount: 2, arrival: 'idle' });
  });

  it('comes to the same catalogue wherever it was interrupted', async () => {
    // The database is cut after each number of statements in turn: between any two steps of the projection.
    for (let statements = 1; ; statements += 1) {
      const StudyInstanceUID = newUid();
      const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
      for (const InstanceNumber of [1, 2])
        storeImage(container, makeCtImage({ StudyInstanceUID, InstanceNumber }));
      container.close();
      const cut = cutAfter(openDatabase('system', database.urls.systemUrl, { max: 1 }), statements);
      const wasCut = await catalogueAll(cut.database, storeRoot).then(
        () => false,
        () => true,
      );
      await cut.database.close();
      await project().idle();
      await projector?.stop();
      const study = (await list()).find((one) => one.StudyInstanceUID === StudyInstanceUID);
      expect(study).toMatchObject({ imageCount: 2, arrival: 'idle', quarantinedCount: 0 });
      const journal = (await imports()).filter(
        ({ details }) => details.StudyInstanceUID === StudyInstanceUID,
      );
      expect(journal.map(({ details }) => details.count)).toEqual([2]);
      expect(readdirSync(join(storeRoot, 'open'))).toEqual([]);
      if (!wasCut) break;
    }
  });

  it('waits while the database is away and catches up when it is back', async () => {
    const url = new URL(database.urls.systemUrl);
    const unreachable = openDatabase('system', url.href.replace(`:${url.port}`, ':1'), { max: 1 });
    const StudyInstanceUID = newUid();
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    const lines: string[] = [];
    const log = openLog('warn', {}, (line) => lines.push(line));
    const waiting = startProjector({
      database: unreachable,
      storeRoot,
      eventsDir: storeRoot,
      log,
      pollMs: 5,
    });
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    container.close();
    await expect.poll(() => lines.length).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await waiting.stop();
    await unreachable.close();
    expect(lines).toHaveLength(1);
    expect(await list()).toEqual([]);
    await project().idle();
    expect(await only()).toMatchObject({ imageCount: 1, arrival: 'idle' });
  });

  it('goes on with the others when one container is damaged', async () => {
    const StudyInstanceUID = newUid();
    const sender = { structureId: place.structureId, StudyInstanceUID };
    const damaged = openContainer(storeRoot, { ...sender, StudyInstanceUID: newUid() });
    damaged.close();
    writeFileSync(damaged.path, 'no container');
    const container = openContainer(storeRoot, sender);
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    container.close();
    await project().idle();
    expect(await only()).toMatchObject({ StudyInstanceUID, imageCount: 1 });
    expect(readFileSync(damaged.path, 'latin1')).toBe('no container');
  });

  it('is the same when two projectors work on one store', async () => {
    const StudyInstanceUID = newUid();
    const container = openContainer(storeRoot, { structureId: place.structureId, StudyInstanceUID });
    for (let number = 1; number <= 150; number += 1) {
      storeImage(container, makeCtImage({ StudyInstanceUID, InstanceNumber: number }));
    }
    container.close();
    const other = startProjector({
      database: database.system,
      storeRoot,
      eventsDir: storeRoot,
      log: silent,
      pollMs: 5,
    });
    await Promise.all([project().idle(), other.idle()]);
    await other.stop();
    expect(await only()).toMatchObject({ imageCount: 150, quarantinedCount: 0, arrival: 'idle' });
    expect((await imports()).map(({ details }) => details.count)).toEqual([150]);
  });

  it('counts each event of reception once, also after its file was read in pieces', async () => {
    mkdirSync(join(storeRoot, 'events'));
    const file = join(storeRoot, 'events', 'n1.0.ndjson');
    const salt = place.structureId.slice(-8);
    appendFileSync(file, `${eventLine(salt, 1, 'association-rejected')}\n{"cut`);
    const running = project();
    await running.idle();
    appendFileSync(
      file,
      `" : 1}\n${eventLine(salt, 2, 'association-accepted')}\n${eventLine(salt, 1, 'association-rejected')}\n`,
    );
    await running.idle();
    const seen = (await seenEntries(database.system)).filter((entry) => entry.act.startsWith('association.'));
    expect(seen.map(({ act, actor_name, outcome }) => [act, actor_name, outcome])).toEqual([
      ['association.rejected', 'INCONNU', 'refused'],
    ]);
    expect(
      (await withSystem(database.system, (tx) => rows(tx, sql`select 1 from imaging.reception_event`)))
        .length,
    ).toBe(2);
  });
});

/** A line as reception writes it; `salt` makes ids of one test its own. */
function eventLine(salt: string, rank: number, kind: string): string {
  return JSON.stringify({
    id: `0199f0a0-0000-7000-8000-${salt}${String(rank).padStart(4, '0')}`,
    at: '2026-03-01T10:00:00.000Z',
    node: 'n1',
    slot: 0,
    kind,
    callingAeTitle: 'INCONNU',
    address: '10.0.0.9',
    reason: 'calling AE not recognized',
  });
}

/** The same database, which breaks for good after so many statements. */
function cutAfter(whole: TestDatabase['system'], statements: number): { database: TestDatabase['system'] } {
  let left = statements;
  whole.pool.on('connect', (client) => {
    const query = client.query.bind(client) as (...given: unknown[]) => unknown;
    Object.assign(client, {
      query: (...given: unknown[]) => {
        left -= 1;
        if (left < 0) {
          void client.end();
          throw Object.assign(new Error('Connection terminated'), { code: '57P01' });
        }
        return query(...given);
      },
    });
  });
  return { database: whole };
}
