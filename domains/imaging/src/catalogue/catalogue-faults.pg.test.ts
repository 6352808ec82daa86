import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase, rows, withSystem } from '@liaison/db';
import type { TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { seenEntries } from '@liaison/journal/testing';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CatalogueBench } from './testing-catalogue.ts';
import { startProjector } from './catalogue.ts';
import { listUnsealed } from './container-store.ts';
import { catalogueAll, makeCtImage, openContainer, storeImage } from '../testing.ts';

const silent = openLog('silent');

describe('the catalogue, when something fails', () => {
  let bench: CatalogueBench;

  beforeAll(async () => {
    bench = await CatalogueBench.open();
  });
  afterAll(() => bench.database.close());
  beforeEach(() => bench.begin());
  afterEach(() => bench.end());

  it('comes to the same catalogue wherever it was interrupted', async () => {
    // The database is cut after each number of statements in turn: between any two steps of the projection.
    for (let statements = 1; ; statements += 1) {
      const StudyInstanceUID = newUid();
      const container = openContainer(bench.storeRoot, {
        structureId: bench.place.structureId,
        StudyInstanceUID,
      });
      for (const InstanceNumber of [1, 2])
        storeImage(container, makeCtImage({ StudyInstanceUID, InstanceNumber }));
      container.close();
      const cut = cutAfter(openDatabase('system', bench.database.urls.systemUrl, { max: 1 }), statements);
      const wasCut = await catalogueAll(cut.database, bench.storeRoot).then(
        () => false,
        () => true,
      );
      await cut.database.close();
      await bench.project().idle();
      await bench.stop();
      const study = (await bench.list()).find((one) => one.StudyInstanceUID === StudyInstanceUID);
      expect(study).toMatchObject({ imageCount: 2, arrival: 'idle', quarantinedCount: 0 });
      const journal = (await bench.imports()).filter(
        ({ details }) => details.StudyInstanceUID === StudyInstanceUID,
      );
      expect(journal.map(({ details }) => details.count)).toEqual([2]);
      expect(readdirSync(join(bench.storeRoot, 'open'))).toEqual([]);
      expect(await listUnsealed(bench.database.system)).toEqual([]);
      if (!wasCut) break;
    }
  });

  it.each([
    ['fails', new Error('no queue')],
    ['is refused for what it holds', Object.assign(new Error('a row of the queue'), { code: '23514' })],
  ])('shows images whose end cannot be told, where telling it %s', async (_what, failure) => {
    const StudyInstanceUID = newUid();
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    for (const InstanceNumber of [1, 2])
      storeImage(container, makeCtImage({ StudyInstanceUID, InstanceNumber }));
    container.close();
    let isBroken = true;
    const given = { database: bench.database.system, storeRoot: bench.storeRoot, eventsDir: bench.storeRoot };
    const enqueue = () => (isBroken ? Promise.reject(failure) : Promise.resolve());
    const projector = startProjector({ ...given, log: silent, enqueue, pollMs: 5 });
    await expect.poll(() => bench.list()).toMatchObject([{ imageCount: 2, arrival: 'receiving' }]);
    expect((await bench.list())[0]).toMatchObject({ modalities: ['CT'] });
    isBroken = false;
    await expect
      .poll(() => bench.list(), { timeout: 10_000 })
      .toMatchObject([{ imageCount: 2, arrival: 'idle' }]);
    await projector.stop();
    expect(await bench.imports()).toHaveLength(1);
  });

  it('waits while the database is away and catches up when it is back', async () => {
    const url = new URL(bench.database.urls.systemUrl);
    const unreachable = openDatabase('system', url.href.replace(`:${url.port}`, ':1'), { max: 1 });
    const StudyInstanceUID = newUid();
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    const lines: string[] = [];
    const log = openLog('warn', {}, (line) => lines.push(line));
    const waiting = startProjector({
      database: unreachable,
      storeRoot: bench.storeRoot,
      eventsDir: bench.storeRoot,
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
    expect(await bench.list()).toEqual([]);
    await bench.project().idle();
    expect(await bench.singleStudy()).toMatchObject({ imageCount: 1, arrival: 'idle' });
  });

  it('goes on with the others when one container is damaged', async () => {
    const StudyInstanceUID = newUid();
    const sender = { structureId: bench.place.structureId, StudyInstanceUID };
    const damaged = openContainer(bench.storeRoot, { ...sender, StudyInstanceUID: newUid() });
    damaged.close();
    writeFileSync(damaged.path, 'no container');
    const container = openContainer(bench.storeRoot, sender);
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    container.close();
    await bench.project().idle();
    expect(await bench.singleStudy()).toMatchObject({ StudyInstanceUID, imageCount: 1 });
    expect(readFileSync(damaged.path, 'latin1')).toBe('no container');
  });

  it('is the same when two projectors work on one store', async () => {
    const StudyInstanceUID = newUid();
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    for (let number = 1; number <= 150; number += 1) {
      storeImage(container, makeCtImage({ StudyInstanceUID, InstanceNumber: number }));
    }
    container.close();
    const other = startProjector({
      database: bench.database.system,
      storeRoot: bench.storeRoot,
      eventsDir: bench.storeRoot,
      log: silent,
      pollMs: 5,
    });
    await Promise.all([bench.project().idle(), other.idle()]);
    await other.stop();
    expect(await bench.singleStudy()).toMatchObject({
      imageCount: 150,
      quarantinedCount: 0,
      arrival: 'idle',
    });
    expect((await bench.imports()).map(({ details }) => details.count)).toEqual([150]);
  });

  it('counts each event of reception once, also after its file was read in pieces', async () => {
    mkdirSync(join(bench.storeRoot, 'events'));
    const file = join(bench.storeRoot, 'events', 'n1.0.ndjson');
    const salt = bench.place.structureId.slice(-8);
    appendFileSync(file, `${eventLine(salt, 1, 'association-rejected')}\n{"cut`);
    const running = bench.project();
    await running.idle();
    appendFileSync(
      file,
      `" : 1}\n${eventLine(salt, 2, 'association-accepted')}\n${eventLine(salt, 1, 'association-rejected')}\n`,
    );
    await running.idle();
    const seen = (await seenEntries(bench.database.system)).filter((entry) =>
      entry.act.startsWith('association.'),
    );
    expect(seen.map(({ act, actor_name, outcome }) => [act, actor_name, outcome])).toEqual([
      ['association.rejected', 'INCONNU', 'refused'],
    ]);
    expect(
      (await withSystem(bench.database.system, (tx) => rows(tx, sql`select 1 from imaging.reception_event`)))
        .length,
    ).toBe(2);
  });

  it('goes on whatever a stranger writes in his AE title', async () => {
    mkdirSync(join(bench.storeRoot, 'events'));
    const salt = bench.place.structureId.slice(-8);
    writeFileSync(
      join(bench.storeRoot, 'events', 'n1.0.ndjson'),
      `${eventLine(salt, 1, 'association-rejected', 'A\0B\ud800')}\n${eventLine(salt, 2, 'association-rejected')}\n`,
    );
    const StudyInstanceUID = newUid();
    const container = openContainer(bench.storeRoot, {
      structureId: bench.place.structureId,
      StudyInstanceUID,
    });
    storeImage(container, makeCtImage({ StudyInstanceUID }));
    container.close();
    await bench.project().idle();
    expect(await bench.singleStudy()).toMatchObject({ imageCount: 1, arrival: 'idle' });
    const seen = await seenEntries(bench.database.system);
    const rejected = seen.filter(({ resource_id }) => resource_id?.includes(salt));
    expect(rejected.map(({ actor_name }) => actor_name)).toEqual(['A B\ufffd', 'INCONNU']);
  });
});

/** A line as reception writes it; `salt` makes ids of one test its own. */
function eventLine(salt: string, rank: number, kind: string, callingAeTitle = 'INCONNU'): string {
  return JSON.stringify({
    id: `0199f0a0-0000-7000-8000-${salt}${String(rank).padStart(4, '0')}`,
    // Recent: what is past its time leaves as soon as it comes.
    at: new Date(Date.now() - rank * 1000).toISOString(),
    node: 'n1',
    slot: 0,
    kind,
    callingAeTitle,
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
