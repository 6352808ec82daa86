import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { locateContainer } from '@liaison/blobs';
import { maybeRow, oneRow, withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { makeStudy } from '@liaison/imaging/testing';
import { seenEntries } from '@liaison/journal/testing';
import { newId, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { changeRule, readRetention } from './change-rule.ts';
import { holdStudies, releaseStudies } from './hold-studies.ts';
import { startPurger } from './purger.ts';
import { readProofs } from './read-proofs.ts';
import { recordCommitment, stateArchived } from './record-proof.ts';

const dayMs = 86_400_000;

describe('retention', () => {
  let database: TestDatabase;
  let place: Awaited<ReturnType<typeof makePlace>>;
  let doctor: UserActor;
  let admin: UserActor;
  let storeRoot: string;
  beforeAll(async () => {
    database = await openTestDatabase();
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-retention-'));
  });
  afterAll(async () => {
    await database.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });
  beforeEach(async () => {
    place = await makePlace(database.system, `CH ${newId().slice(0, 8)}`);
    doctor = await makePerson(database.system, place, 'Lecteur');
    admin = await makePerson(database.system, place, 'Admin', ['local-admin']);
    await withActor(database.app, admin, (tx) =>
      changeRule(tx, admin, place.structureId, { keepDays: 30, isActive: true }),
    );
  });

  const receive = (imageCount = 3) =>
    makeStudy(database.system, { structureId: place.structureId, imageCount, storeRoot });
  const inDays = (days: number) => ({ now: () => new Date(Date.now() + days * dayMs) });
  const purgeIn = async (days: number): Promise<number> => {
    const options = { database: database.system, storeRoot, clock: inDays(days), log: openLog('silent') };
    const purger = startPurger(options);
    const count = await purger.pass();
    await purger.stop();
    return count;
  };
  const commit = (study: { studyId: string; StudyInstanceUID: string }, imageCount: number) =>
    withSystem(database.system, (tx) =>
      recordCommitment(
        tx,
        { kind: 'machine', name: 'CHU_PACS', structureId: place.structureId },
        { ...study, imageCount, at: new Date() },
      ),
    );
  const containerOf = async (studyId: string): Promise<string> =>
    withSystem(database.system, async (tx) => {
      const query = sql<{ id: string }>`select id from imaging.container where study_id = ${studyId}`;
      return (await oneRow(tx, query)).id;
    });
  const imagesOf = (studyId: string) =>
    withSystem(database.system, (tx) =>
      oneRow(tx, sql<{ n: number }>`select count(*) as n from imaging.instance where study_id = ${studyId}`),
    );

  it('purges what is old and that a PACS committed to, files and rows, with a row of the journal', async () => {
    const study = await receive();
    const path = locateContainer(storeRoot, await containerOf(study.studyId));
    await commit(study, 3);
    expect(await purgeIn(29)).toBe(0);
    expect(existsSync(path)).toBe(true);
    expect(await purgeIn(31)).toBe(1);
    expect([existsSync(path), (await imagesOf(study.studyId)).n]).toEqual([false, 0]);
    const entries = await seenEntries(database.system);
    const purged = entries.find(
      (entry) => entry.act === 'study.purged' && entry.resource_id === study.studyId,
    );
    expect(purged?.details).toMatchObject({
      count: 3,
      keepDays: 30,
      proof: 'commitment',
      saidBy: 'CHU_PACS',
    });
  });

  it('keeps what nothing proves archived, and what only part of is', async () => {
    const unproven = await receive();
    const partly = await receive();
    await commit(partly, 2);
    expect(await purgeIn(400)).toBe(0);
    expect([(await imagesOf(unproven.studyId)).n, (await imagesOf(partly.studyId)).n]).toEqual([3, 3]);
    const told = await withActor(database.app, admin, (tx) => readRetention(tx, admin, place.structureId, 7));
    expect(told.counts).toEqual({ kept: 2, due: 0, unproven: 0, held: 0 });
  });

  it('keeps a study for as long as one dossier needs it', async () => {
    const study = await receive();
    await commit(study, 3);
    const [first, second] = [newId(), newId()];
    await withActor(database.app, doctor, async (tx) => {
      await holdStudies(tx, [study.studyId], first);
      await holdStudies(tx, [study.studyId], first);
      await holdStudies(tx, [study.studyId], second);
    });
    await withActor(database.app, doctor, (tx) => releaseStudies(tx, first));
    expect(await purgeIn(400)).toBe(0);
    await withActor(database.app, doctor, (tx) => releaseStudies(tx, second, [study.studyId]));
    expect(await purgeIn(400)).toBe(1);
  });

  it('takes a person’s word only for the structure that received the study', async () => {
    const study = await receive();
    const elsewhere = await makePlace(database.system, `CH ${newId().slice(0, 8)}`);
    const stranger = await makePerson(database.system, elsewhere, 'Ailleurs');
    const state = (actor: UserActor) =>
      withActor(database.app, actor, (tx) => stateArchived(tx, actor, study.studyId, inDays(0)));
    await expect(state(stranger)).rejects.toThrow('access/refused');
    await state(doctor);
    const proofs = () => withActor(database.app, doctor, (tx) => readProofs(tx, doctor, study.studyId));
    expect(await proofs()).toMatchObject([{ kind: 'statement', imageCount: 3, isWhole: true }]);
    await expect(
      withActor(database.app, stranger, (tx) => readProofs(tx, stranger, study.studyId)),
    ).rejects.toThrow('access/refused');
    expect(await purgeIn(31)).toBe(1);
    expect(await proofs()).toMatchObject([{ kind: 'statement', isWhole: false }]);
  });

  it('goes on with a purge that was cut before its files were gone', async () => {
    const study = await receive();
    const id = await containerOf(study.studyId);
    const path = locateContainer(storeRoot, id);
    await withSystem(database.system, (tx) =>
      sql`insert into imaging.purged_container (id, sealed_day) values (${id}, current_date)`.execute(tx),
    );
    expect(existsSync(path)).toBe(true);
    await purgeIn(1);
    const left = await withSystem(database.system, (tx) =>
      maybeRow(tx, sql`select 1 from imaging.purged_container where id = ${id}`),
    );
    expect([existsSync(path), left]).toEqual([false, undefined]);
  });

  it('lets no administrator change the rule of another structure, nor a doctor any', async () => {
    const other = await makePlace(database.system, `CH ${newId().slice(0, 8)}`);
    const rule = { keepDays: 90, isActive: true };
    const asks = (actor: UserActor, structureId: string) =>
      withActor(database.app, actor, (tx) => changeRule(tx, actor, structureId, rule));
    await expect(asks(admin, other.structureId)).rejects.toThrow('retention/not-your-structure');
    await expect(asks(doctor, place.structureId)).rejects.toThrow('access/refused');
    const regional = await makePerson(database.system, place, 'Région', ['regional-admin']);
    expect((await asks(regional, other.structureId)).rule?.keepDays).toBe(90);
  });
});
