import { openDatabase, rows, withActor, withSystem } from '@liaison/db';
import { explain, openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import type { UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sql } from './readable.ts';
import { searchCatalogue, type CatalogueSearch } from './search-catalogue.ts';

const regionSize = Number(process.env['LIAISON_TEST_REGION'] ?? 20_000);
const structureCount = 600;

describe('a search in a large region', () => {
  let database: TestDatabase;
  let reader: UserActor;

  beforeAll(async () => {
    database = await openTestDatabase();
    const place = await makePlace(database.system, 'CHU de Valmont');
    reader = await makePerson(database.system, place, 'Lecteur');
    await withSystem(database.system, async (tx) => {
      await sql`insert into directory.structure (id, name, finess)
        select gen_random_uuid(), 'Structure ' || n, '99' || lpad(n::text, 7, '0')
          from generate_series(1, ${structureCount - 1}::integer) as n`.execute(tx);
      // One study of five is of the reader's structure, the others of all the others; one in a thousand has a name to find.
      await sql`with place as (select id, row_number() over () as rank from directory.structure
          where id <> ${place.structureId}::uuid)
        insert into imaging.study (id, structure_id, study_instance_uid, patient_name, patient_id, accession_number,
          description, modalities, arrival, image_count, study_date, attributes, first_received_at, last_received_at)
        select gen_random_uuid(), case when n % 5 = 0 then ${place.structureId}::uuid else p.id end, '2.25.' || n,
          case when n % 1000 = 0 then 'ÉGLANTIER^Zoé' else 'PATIENT' || md5(n::text) || '^Anne' end, 'IPP' || n, 'A' || n,
          'Scanner', case when n % 500 = 0 then '{XA}'::text[] else '{CT}' end, 'idle', 2,
          date '2026-01-01' - (n / 100), jsonb_build_object('00080080', jsonb_build_object('vr', 'LO', 'Value',
          jsonb_build_array('Site ' || n % 50))), now() - n * interval '1 minute', now() - n * interval '1 minute'
        from generate_series(1, ${regionSize}::integer) as n join place p on p.rank = n % ${structureCount - 1} + 1`.execute(
        tx,
      );
      await sql`insert into imaging.series (id, study_id, series_instance_uid, modality, instance_count)
        select gen_random_uuid(), id, study_instance_uid || '.1', modalities[1], 2 from imaging.study`.execute(
        tx,
      );
      await sql`insert into access.grant (id, subject, resource_kind, resource_id, capability, reason)
        select gen_random_uuid(), structure_id, 'study', id, 'study:read', 'received' from imaging.study`.execute(
        tx,
      );
    });
    const owner = openDatabase('system', database.urls.ownerUrl, { max: 1 });
    await sql`analyze imaging.study, imaging.series, access.grant`.execute(owner.kysely);
    await owner.close();
  }, 240_000);
  afterAll(() => database.close());

  const asked = (given: Partial<CatalogueSearch>): CatalogueSearch => ({
    level: 'study',
    matches: [],
    skip: 0,
    most: 25,
    through: 'dicomweb',
    ...given,
  });
  const find = (given: Partial<CatalogueSearch>) =>
    withActor(database.app, reader, (tx) => searchCatalogue(tx, reader, asked(given)));

  it('finds only what the reader’s structure received', async () => {
    const found = await find({ matches: [['PatientName', 'eglantier*']], most: 1000 });
    expect(found.studies).toHaveLength(regionSize / 1000);
    expect((await find({ matches: [['PatientID', 'IPP7']] })).studies).toEqual([]);
    expect((await find({ level: 'series', matches: [['PatientID', 'IPP10']] })).series).toHaveLength(1);
  });

  it.each([
    ['the newest', {}, 'study_by_'],
    ['a name', { matches: [['PatientName', 'eglantier*']] }, 'study_by_words'],
    ['words of a name', { matches: [['PatientName', 'zoe eglan']], isFuzzy: true }, 'study_by_words'],
    ['a UID', { matches: [['StudyInstanceUID', '2.25.10']] }, 'study_by_uid'],
    ['a patient', { matches: [['PatientID', 'IPP10']] }, 'study_by_patient'],
    ['an accession number', { matches: [['AccessionNumber', 'A10']] }, 'study_by_accession'],
    ['a day', { matches: [['StudyDate', '20251220']] }, 'study_by_date'],
    ['a kept attribute', { matches: [['InstitutionName', 'Site 5']] }, 'study_by_'],
    ['series', { level: 'series', matches: [['Modality', 'XA']] }, 'series_is_one_per_study'],
  ] as const)('reads an index, never the whole table, for %s', async (_what, given, index) => {
    const all = await explain(database, reader, (tx) =>
      searchCatalogue(
        tx,
        reader,
        asked({ ...given, matches: [...('matches' in given ? given.matches : [])] }),
      ),
    );
    const plans = all.join('\n');
    expect(plans).toContain(index);
    expect(plans).not.toMatch(/Seq Scan on (study|imaging\.study)/);
  });

  it('shows by its views what the policy lets through, and nothing else', async () => {
    const others = await withSystem(database.system, (tx) =>
      rows(
        tx,
        sql<{ id: string }>`select id from imaging.study
          where structure_id <> ${reader.structureId}::uuid order by id limit 6`,
      ),
    );
    const [shared, revoked, over, coming, other] = others.map(({ id }) => id);
    const give = (
      id: string | undefined,
      capability: string,
      until: string | null,
      revokedAt: string | null,
    ) =>
      withSystem(database.system, (tx) =>
        sql`insert into access.grant
            (id, subject, resource_kind, resource_id, capability, reason, until, revoked_at)
          values (gen_random_uuid(), ${reader.communityIds[0]}, 'study', ${id}, ${capability}, 'dossier:1',
            ${until}::timestamptz, ${revokedAt}::timestamptz)`.execute(tx),
      );
    await give(shared, 'study:read', null, null);
    await give(revoked, 'study:read', null, '2026-01-01');
    await give(over, 'study:read', '2026-01-01', null);
    await give(coming, 'study:read', '2999-01-01', null);
    await give(other, 'study:send', null, null);
    const clerk = { ...reader, features: ['billing' as const] };
    const seenBy = (actor: UserActor, view: Sql, id: Sql) =>
      withActor(database.app, actor, (tx) =>
        rows(tx, sql<{ id: string }>`select ${id} as id from ${view} order by 1`),
      );
    const readable = sql`imaging.readable_study p`;
    for (const actor of [reader, clerk]) {
      const allowed = await seenBy(actor, sql`imaging.study`, sql`id`);
      expect(allowed).toHaveLength(actor === clerk ? 0 : regionSize / 5 + 2);
      expect(await seenBy(actor, readable, sql`(p.study).id`)).toEqual(allowed);
      expect(await seenBy(actor, sql`imaging.readable_series p`, sql`(p.study).id`)).toEqual(allowed);
    }
    const listed = await find({ most: 1000, skip: regionSize / 5 - 998 });
    expect(listed.studies).toHaveLength(1000);
    expect(listed.isMore).toBe(false);
  });
});
