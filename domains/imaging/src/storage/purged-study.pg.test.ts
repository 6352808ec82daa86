import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows, withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import type { UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { expectStudy, noteAwaiting } from '../catalogue/expect-study.ts';
import { purgeStudy } from './purge-study.ts';
import { readStudySummaries } from '../study/read-summaries.ts';
import {
  beginImage,
  catalogueAll,
  makeCtImage,
  makeStudy,
  openContainer,
  storeImage,
  type MadeStudy,
} from '../testing.ts';

describe('a study whose images were purged', () => {
  let database: TestDatabase;
  let storeRoot: string;
  let reader: UserActor;
  let study: MadeStudy;
  beforeAll(async () => {
    database = await openTestDatabase();
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-purged-'));
  });
  afterAll(async () => {
    await database.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });
  beforeEach(async () => {
    const place = await makePlace(database.system, 'CH de la purge');
    reader = await makePerson(database.system, place, 'Lecteur');
    study = await makeStudy(database.system, { structureId: place.structureId, imageCount: 2, storeRoot });
    await withSystem(database.system, (tx) => purgeStudy(tx, study.studyId, 'CHU_PACS'));
  });

  const read = async () => {
    const [found] = await withActor(database.app, reader, (tx) =>
      readStudySummaries(tx, reader, [study.studyId]),
    );
    return found;
  };
  const container = () =>
    openContainer(storeRoot, {
      structureId: reader.structureId,
      StudyInstanceUID: study.StudyInstanceUID,
    });
  const askAgain = () =>
    withActor(database.app, reader, async (tx) => {
      const facts = {
        patient_name: 'MENSONGE',
        family_name: 'MENSONGE',
        given_names: '',
        birth_date: null,
        sex: null,
        patient_id: '',
        issuer_of_patient_id: '',
        accession_number: '',
        description: '',
        study_date: null,
        study_time: null,
        modalities: [],
      };
      const { StudyInstanceUID } = study;
      const id = await expectStudy(tx, reader, {
        StudyInstanceUID,
        aeTitle: 'CHU_PACS',
        facts,
        expectedCount: 2,
      });
      await noteAwaiting(tx, id, { source: 'CHU_PACS', state: 'waiting', reason: '', done: 0, total: 2 });
      return id;
    });

  it('says when, where its images are, and still whose it was', async () => {
    expect(await read()).toMatchObject({
      arrival: 'purged',
      imageCount: 0,
      modalities: ['CT'],
      purged: { archivedIn: 'CHU_PACS' },
      traits: { familyName: 'LEFÈVRE' },
    });
  });

  it('is expected while it is asked for, purged again where that is given up', async () => {
    expect(await askAgain()).toBe(study.studyId);
    expect(await read()).toMatchObject({ arrival: 'expected', traits: { familyName: 'LEFÈVRE' } });
    await withActor(database.app, reader, (tx) => noteAwaiting(tx, study.studyId, null));
    expect(await read()).toMatchObject({ arrival: 'purged', purged: { archivedIn: 'CHU_PACS' } });
  });

  it('is a study like any other once an image came again, not before', async () => {
    const image = makeCtImage({ StudyInstanceUID: study.StudyInstanceUID });
    const cut = container();
    beginImage(cut, image);
    cut.close();
    await catalogueAll(database.system, storeRoot);
    expect(await read()).toMatchObject({ imageCount: 0, modalities: ['CT'] });
    expect((await read())?.purged).not.toBeNull();

    const whole = container();
    storeImage(whole, image);
    whole.close();
    await catalogueAll(database.system, storeRoot);
    expect(await read()).toMatchObject({ arrival: 'idle', imageCount: 1, purged: null });
  });

  it('keeps an image that came again while it was purged', async () => {
    const image = makeCtImage({ StudyInstanceUID: study.StudyInstanceUID });
    for (const isFirst of [true, false]) {
      const whole = container();
      storeImage(whole, image);
      whole.close();
      if (isFirst) await catalogueAll(database.system, storeRoot);
    }
    const isBlocked = Promise.withResolvers<void>();
    const purging = withSystem(database.system, async (tx) => {
      await sql`select 1 from imaging.study where id = ${study.studyId} for update`.execute(tx);
      await purgeStudy(tx, study.studyId);
      await isBlocked.promise;
    });
    const cataloguing = catalogueAll(database.system, storeRoot);
    const waiting = sql`select 1 from pg_locks where not granted`;
    await expect
      .poll(() => withSystem(database.system, async (tx) => (await rows(tx, waiting)).length))
      .toBeGreaterThan(0);
    isBlocked.resolve();
    await Promise.all([purging, cataloguing]);
    // The projector looks again.
    await catalogueAll(database.system, storeRoot);
    expect(await read()).toMatchObject({ arrival: 'idle', imageCount: 1, purged: null });
  });
});
