import { explain, openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { openDatabase, withActor, withSystem } from '@liaison/db';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listStudies, type ListAsked } from './list-studies.ts';
import { readStudy } from '../study/read-study.ts';
import { grantStudyTo, revokeStudyFrom } from '../study/share-study.ts';
import { makeStudy } from '../testing.ts';

const clock = { now: () => new Date() };
const regionSize = 20_000;

describe('the list of studies in a large region', () => {
  let database: TestDatabase;
  let place: Awaited<ReturnType<typeof makePlace>>;
  let elsewhere: Awaited<ReturnType<typeof makePlace>>;
  let reader: UserActor;

  beforeAll(async () => {
    database = await openTestDatabase();
    place = await makePlace(database.system, 'CH de Valmont');
    elsewhere = await makePlace(database.system, 'CHU de Grandville');
    reader = await makePerson(database.system, place, 'Lecteur');
    await withSystem(database.system, async (tx) => {
      // Every second study is of this structure, one every minute; one in a thousand has a name to search.
      await sql`insert into imaging.study (id, structure_id, study_instance_uid, patient_name, family_name, patient_id,
          accession_number, description, modalities, arrival, image_count, first_received_at, last_received_at)
        select gen_random_uuid(), case when n % 2 = 0 then ${place.structureId}::uuid else ${elsewhere.structureId}::uuid end,
          '2.25.' || n, case when n % 1000 = 0 then 'ÉGLANTIER^Zoé' else 'PATIENT' || md5(n::text) || '^Anne' end, 'X',
          'IPP' || n, 'A' || n, 'Scanner du crâne', case when n % 500 = 0 then '{XA}'::text[] else '{CT}' end, 'idle', 3,
          date_trunc('milliseconds', now()) - n * interval '1 minute', date_trunc('milliseconds', now()) - n * interval '1 minute'
        from generate_series(1, ${regionSize}::integer) as n`.execute(tx);
      await sql`insert into access.grant (id, subject, resource_kind, resource_id, capability, reason)
        select gen_random_uuid(), structure_id, 'study', id, 'study:read', 'received' from imaging.study`.execute(
        tx,
      );
    });
    const owner = openDatabase('system', database.urls.ownerUrl, { max: 1 });
    await sql`analyze imaging.study, access.grant`.execute(owner.kysely);
    await owner.close();
  });
  afterAll(() => database.close());

  const list = (asked: Partial<ListAsked> = {}, actor: UserActor = reader) =>
    withActor(database.app, actor, (tx) =>
      listStudies(tx, actor, { limit: 50, isCovered: true, ...asked }, clock),
    );

  it('gives the last received first, slice after slice, each study once', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let slice = 0; slice < 3; slice += 1) {
      const page = await list({ cursor, limit: 20 });
      expect(page).toMatchObject({ total: 1000, isTotalCapped: true });
      seen.push(...page.studies.map((study) => study.StudyInstanceUID));
      cursor = page.nextCursor ?? undefined;
    }
    expect(seen).toEqual(Array.from({ length: 60 }, (_, index) => `2.25.${(index + 1) * 2}`));
  });

  it('searches every word whatever the accents and the case, and takes wildcards for characters', async () => {
    const found = await list({ search: 'zoe eglant' });
    expect([found.total, found.nextCursor, found.isTotalCapped]).toEqual([20, null, false]);
    expect(found.studies.every((study) => study.traits.patientName === 'ÉGLANTIER^Zoé')).toBe(true);
    expect((await list({ search: 'IPP4242' })).studies.map((study) => study.accessionNumber)).toEqual([
      'A4242',
    ]);
    expect((await list({ search: 'IPP%9_%' })).total).toBe(0);
    expect((await list({ search: "o'neil \\" })).total).toBe(0);
  });

  it('filters by modality and by age', async () => {
    expect((await list({ modality: 'XA' })).total).toBe(40);
    expect((await list({ hours: 2 })).total).toBe(59);
    expect((await list({ modality: "X'A" })).total).toBe(0);
  });

  it('shows what is shared with a reader, wherever it was received, until it is taken back', async () => {
    const { studyId } = await makeStudy(database.system, { structureId: elsewhere.structureId });
    const read = () => withActor(database.app, reader, (tx) => readStudy(tx, reader, studyId, true));
    await expect(read()).rejects.toThrow('access/refused');
    await withSystem(database.system, (tx) => grantStudyTo(tx, studyId, [place.communityId], 'dossier:1'));
    expect((await list()).studies[0]?.id).toBe(studyId);
    expect((await read()).structureName).toBe('CHU de Grandville');
    await withSystem(database.system, (tx) => revokeStudyFrom(tx, studyId, [place.communityId], 'dossier:1'));
    expect((await list()).studies[0]?.StudyInstanceUID).toBe('2.25.2');
    await expect(read()).rejects.toThrow('access/refused');
  });

  it('is closed to a profile that sees no images', async () => {
    const clerk = await makePerson(database.system, place, 'Guichet', ['billing']);
    await expect(list({}, clerk)).rejects.toThrow('access/refused');
  });

  it('leaves one row in the journal for what none covers yet', async () => {
    const asker = await makePerson(database.system, place, 'Chercheur');
    await list({ search: 'dupont', hours: 24, isCovered: false }, asker);
    await list({ search: 'dupont', isCovered: true }, asker);
    await list({ isCovered: false, limit: 1 }, asker);
    const seen = (await seenEntries(database.system)).filter((entry) => entry.actor_id === asker.userId);
    expect(seen.map(({ act, details }) => [act, details])).toEqual([
      ['study.listed', { search: 'dupont', modality: null, hours: 24 }],
      ['study.listed', { search: null, modality: null, hours: null }],
    ]);
  });

  it('refuses a cursor that it did not give', async () => {
    await expect(list({ cursor: 'tomorrow_1' })).rejects.toThrow('imaging/bad-cursor');
  });

  it.each([
    ['the newest', {}, 'study_by_arrival'],
    ['a name', { search: 'eglantier' }, 'study_by_words'],
    ['a modality that is rare', { modality: 'XA' }, 'study_by_modality'],
    ['the last day', { hours: 24 }, 'study_by_arrival'],
  ])('reads an index, never the whole table, for %s', async (_what, asked, index) => {
    const whole = { limit: 50, isCovered: true, ...asked };
    const all = await explain(database, reader, (tx) => listStudies(tx, reader, whole, clock));
    const plans = all.join('\n');
    expect(plans).toContain(index);
    expect(plans).not.toMatch(/Seq Scan on (study|imaging\.study)/);
  });
});
