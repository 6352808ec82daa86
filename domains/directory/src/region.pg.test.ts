import { openDatabase, rows, withActor, withSystem } from '@liaison/db';
import { explain, openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newId, type UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findRecipients } from './find-recipients.ts';
import { listMemberships, noteUsage } from './store.ts';
import { makePerson, makePlace } from './testing.ts';

/** A region as large as a French one: its hospitals and clinics, their services, and who answers there. */
describe('a directory of 600 structures, 3 000 communities and 10 000 professionals', () => {
  let database: TestDatabase;
  let asker: UserActor;
  beforeAll(async () => {
    database = await openTestDatabase();
    asker = await makePerson(database.system, await makePlace(database.system, 'CH de Valmont'), 'Noyer');
    await withSystem(database.system, async (tx) => {
      await sql`insert into directory.structure (id, name, siret, town)
        select gen_random_uuid(), 'Établissement ' || md5(n::text), lpad(n::text, 14, '0'), 'Ville ' || n % 200
          from generate_series(1, 600) as n`.execute(tx);
      await sql`insert into directory.community (id, structure_id, name, specialty)
        select gen_random_uuid(), s.id, 'Service ' || n || ' ' || md5(s.name || n),
               (array['Neurologie', 'Cardiologie', 'Urgences', 'Radiologie', 'Néphrologie'])[n]
          from directory.structure s, generate_series(1, 5) as n`.execute(tx);
      await sql`insert into directory.professional (id, family_name, given_name, specialty, rpps, email, features)
        select gen_random_uuid(), case when n % 1000 = 0 then 'Églantier' else 'Nom' || md5(n::text) end, 'Anne', 'Neurologie',
               lpad(n::text, 11, '0'), 'personne' || n || '@demo.liaison', '{clinical,imaging}'
          from generate_series(1, 10000) as n`.execute(tx);
      await sql`insert into directory.membership (professional_id, community_id)
        select p.id, c.id from (select id, row_number() over () as n from directory.professional) p
          join (select id, row_number() over () as n from directory.community) c on c.n = p.n % 3000 on conflict do nothing`.execute(
        tx,
      );
    });
    const owner = openDatabase('system', database.urls.ownerUrl, { max: 1 });
    await sql`analyze directory.structure, directory.community, directory.professional, directory.membership`.execute(
      owner.kysely,
    );
    await owner.close();
  });
  afterAll(() => database.close());

  it('finds a person among them by name, town and specialty, and reads where he works from indexes', async () => {
    const plans = await explain(database, asker, async (tx) => {
      const asked = { search: 'eglantier neuro anne ville', specialty: 'Neurologie', limit: 12 };
      const found = await findRecipients(tx, asker, asked);
      expect(found.map(({ kind }) => kind)).toEqual(Array(found.length).fill('professional'));
      expect(found.length).toBeGreaterThan(5);
      await listMemberships(tx, asker.userId);
    });
    expect(plans.at(-1)).toContain('membership_pkey');
    expect(plans.at(-1)).not.toContain('Seq Scan');
    // Each row is folded once, however many words are asked for: no plan within the plan of each row.
    expect(plans.at(-2)).not.toContain('SubPlan');
  });

  it('counts usual correspondents for two who send to the same ones in other orders', async () => {
    const ids = Array.from({ length: 2000 }, () => newId());
    const orders = [ids, ids.toReversed(), ids, ids.toReversed()];
    const note = (order: readonly string[]) =>
      withActor(database.app, asker, (tx) => noteUsage(tx, asker.structureId, order));
    await Promise.all(orders.map(note));
    const [counted] = await withSystem(database.system, (tx) =>
      rows(tx, sql<{ sent: number }>`select sum(sent_count) as sent from directory.usage`),
    );
    expect(counted?.sent).toBe(8000);
  });
});
