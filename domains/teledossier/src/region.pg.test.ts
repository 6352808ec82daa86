import { openDatabase, withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { newId, type UserActor } from '@liaison/kernel';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { listDossiers } from './list-dossiers.ts';
import { readWorklist } from './read-worklist.ts';

const size = 20_000;
const communities = 40;

/** A region at work for years: 20 000 télédossiers between 40 communities, nearly all closed, written past the policies. */
async function seedRegion(
  url: string,
  place: { askers: string[]; structureId: string; authorId: string; requisId: string },
) {
  const database = openDatabase('system', url, { max: 1 });
  const client = await database.pool.connect();
  const person = `jsonb_build_object('userId', $3::uuid, 'displayName', 'NOYER Camille', 'profession', 'Médecin', 'rpps', null,
    'professionalId', 'x', 'structureId', $2::uuid, 'structureCode', 'x', 'structureName', 'CH', 'communityId',
    ($1::uuid[])[1 + n % ${communities}], 'communityName', 'Urgences')`;
  try {
    await client.query('begin');
    await client.query(
      `create temp table seed on commit drop as select n, gen_random_uuid() as id, now() - n * interval '20 minutes' as at,
          ($1::uuid[])[1 + n % ${communities}] as asker, ($1::uuid[])[1 + (n * 7 + 3) % ${communities}] as requis,
          case n / ${communities} % 100 when 1 then 'en-attente-de-reponse' when 2 then 'pris-en-charge'
               when 3 then 'repondu' when 4 then 'brouillon' else 'clos' end as status, ${person} as person
        from generate_series(1, ${size}) as n`,
      [place.askers, place.structureId, place.authorId],
    );
    await client.query(`
      insert into teledossier.dossier (id, number, type, author_id, author, structure_id, community_id, urgency, created_at, sent_at,
          changed_at, changed_by_id, status, form_id, form_version, answer_form_id, answer_form_version, question, search_text,
          requerant_closed_at, requerant_closed_by)
        select id, 'AVC-2501-' || lpad(n::text, 6, '0'), 'avc', (person ->> 'userId')::uuid, person,
          (person ->> 'structureId')::uuid, asker, 'urgent', at, case when status <> 'brouillon' then at end, at, (person ->> 'userId')::uuid, status, 'avc-request', 1,
          'avc-answer', 1, 'Thrombolyse', directory.fold('AVC-2501-' || lpad(n::text, 6, '0') || ' PATIENT' || n || ' Thrombolyse'),
          case status when 'clos' then at end, case status when 'clos' then person end from seed`);
    await client.query(
      `insert into teledossier.addressee (id, dossier_id, recipient_kind, recipient_id, recipient, position, status, taken_by_id,
          taken_by, taken_at, closed_at, closed_by)
        select gen_random_uuid(), id, 'community', requis, '{"label": "UNV", "detail": "", "structureName": "CHU"}', 0,
          case status when 'clos' then 'repondu' else status end, case when status <> 'en-attente-de-reponse' then $1::uuid end,
          case when status <> 'en-attente-de-reponse' then person end, case when status <> 'en-attente-de-reponse' then at end,
          case status when 'clos' then at end, case status when 'clos' then person end from seed where status <> 'brouillon'`,
      [place.requisId],
    );
    await client.query(
      `insert into patients.patient (id, dossier_id, birth_name) select gen_random_uuid(), id, 'PATIENT' || n from seed`,
    );
    for (const [subject, capability, reason] of [
      ['asker', 'dossier:read', 'author'],
      ['asker', 'dossier:ask', 'author'],
      ['requis', 'dossier:read', 'addressee'],
      ['requis', 'dossier:answer', 'addressee'],
    ]) {
      await client.query(`insert into access.grant (id, subject, resource_kind, resource_id, capability, reason)
        select gen_random_uuid(), ${subject}, 'dossier', id, '${capability}', '${reason}' from seed where status <> 'brouillon' or '${reason}' = 'author'`);
    }
    await client.query('commit');
    await client.query('analyze');
  } finally {
    client.release();
    await database.close();
  }
}

/** From the next connection on: only a superuser loads auto_explain. */
async function tellPlans(url: string, name: string): Promise<void> {
  const database = openDatabase('system', url, { max: 1 });
  try {
    await database.pool.query(`alter database ${name} set session_preload_libraries = 'auto_explain'`);
    await database.pool.query(`alter database ${name} set auto_explain.log_min_duration = 0`);
    await database.pool.query(`alter database ${name} set auto_explain.log_nested_statements = on`);
  } finally {
    await database.close();
  }
}

/** Tables that grow with the region and that a plan reads from end to end. */
function wholeTables(plans: string): string[] {
  return plans.match(/Seq Scan on (dossier|addressee|patient|grant)\b/g) ?? [];
}

describe('a region of 20 000 télédossiers', () => {
  let database: TestDatabase;
  let requis: UserActor;
  beforeAll(async () => {
    database = await openTestDatabase();
    const place = await makePlace(database.system, 'CHU de Valmont');
    const author = await makePerson(
      database.system,
      await makePlace(database.system, 'CH de Valombre'),
      'Noyer',
    );
    requis = await makePerson(database.system, place, 'Martin');
    const askers = [place.communityId, ...Array.from({ length: communities - 1 }, () => newId())];
    const superUrl = new URL(inject('superUrl'));
    superUrl.pathname = new URL(database.urls.appUrl).pathname;
    await tellPlans(superUrl.href, superUrl.pathname.slice(1));
    await seedRegion(superUrl.href, {
      askers,
      structureId: author.structureId,
      authorId: author.userId,
      requisId: requis.userId,
    });
  });
  afterAll(() => database.close());
  const as = <Value>(work: (tx: Tx) => Promise<Value>) => withActor(database.app, requis, work);

  /** Plans of every statement that `work` runs, those inside functions too, as auto_explain tells them. */
  async function plansOf(work: (tx: Tx) => Promise<unknown>): Promise<string> {
    const notices: string[] = [];
    database.app.pool.once('acquire', (client) => {
      client.on('notice', (notice: { message: string | undefined }) => notices.push(String(notice.message)));
    });
    await as(async (tx) => {
      await sql`set local client_min_messages = 'log'`.execute(tx);
      await work(tx);
    });
    return notices.join('\n');
  }

  it('reads no table from end to end for a worklist', async () => {
    const plans = await plansOf((tx) => readWorklist(tx, requis, { isCovered: true }));
    expect(plans).toContain('addressee_open_of_recipient');
    expect(wholeTables(plans)).toEqual([]);
  });

  it('reads no table from end to end for a list or a search', async () => {
    const asked = { limit: 50, isCovered: true };
    const plans = await plansOf(async (tx) => {
      const first = await listDossiers(tx, requis, asked);
      await listDossiers(tx, requis, { ...asked, cursor: first.nextCursor ?? '' });
      await listDossiers(tx, requis, { ...asked, search: 'patient12' });
    });
    expect(plans).toContain('Index');
    expect(wholeTables(plans)).toEqual([]);
  });

  it('counts each section, urgent and oldest first', async () => {
    const { sections } = await as((tx) => readWorklist(tx, requis, { isCovered: true }));
    expect(sections.map((one) => [one.section, one.total])).toEqual([
      ['a-prendre', 5],
      ['pris-par-moi', 10],
      ['en-attente-d-information', 0],
      ['mes-demandes', 10],
      ['a-cloturer', 10],
      ['brouillons', 5],
    ]);
    const waiting = sections[0]?.rows.map((row) => row.since) ?? [];
    expect(waiting).toEqual(waiting.toSorted());
  });

  it('pages through all that the reader was given, once each', async () => {
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await as((tx) => listDossiers(tx, requis, { limit: 200, isCovered: true, cursor }));
      expect(page.total).toBe(995);
      seen.push(...page.rows.map((row) => row.id));
      cursor = page.nextCursor ?? undefined;
    } while (cursor);
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
    expect(seen).toHaveLength(995);
  });
});
