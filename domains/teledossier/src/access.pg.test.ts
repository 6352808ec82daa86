import { may } from '@liaison/access';
import { rows, withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newId, type UserActor } from '@liaison/kernel';
import { seenEntries } from '@liaison/journal/testing';
import { sql, type RawBuilder } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addComplement } from './add-complement.ts';
import { answerDossier } from './answer-dossier.ts';
import { askInformation } from './ask-information.ts';
import { closeDossier, reopenDossier } from './close-dossier.ts';
import { createDossier } from './create-dossier.ts';
import { deleteDraft } from './delete-draft.ts';
import { readDossier } from './read-dossier.ts';
import { readWorklist } from './read-worklist.ts';
import { readdressDossier } from './readdress-dossier.ts';
import { refuseDossier } from './refuse-dossier.ts';
import { releaseDossier } from './release-dossier.ts';
import { saveAnswerDraft } from './save-answer-draft.ts';
import { saveDraft } from './save-draft.ts';
import { sendDossier } from './send-dossier.ts';
import { takeDossier } from './take-dossier.ts';
import {
  elodie,
  listeningDeps,
  makeArrivingStudy,
  makeRegion,
  sendRequest,
  type Region,
  type Sent,
} from './testing.ts';
import { withdrawAddressee } from './withdraw-addressee.ts';

const tables = [
  ...[
    'dossier',
    'addressee',
    'draft_recipient',
    'dossier_study',
    'information_request',
    'complement',
    'answer',
    'answer_draft',
    'event',
    'opening',
    'pub_dossier',
  ].map((name) => `teledossier.${name}`),
  'patients.patient',
  'patients.pub_patient',
];

const count = (tx: Tx, from: RawBuilder<unknown>) =>
  rows(tx, sql<{ count: number }>`select count(*) as count from ${from}`).then(
    (found) => found[0]?.count ?? -1,
  );

describe('access to a télédossier', () => {
  let database: TestDatabase;
  let region: Region;
  let sent: Sent;
  let studyId: string;
  const deps = listeningDeps();
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
    studyId = await makeArrivingStudy(database.system, region.requerant.structureId);
    sent = await sendRequest(database, region, deps, { studyIds: [studyId] });
    const { requerant, requis, stroke } = region;
    const { id: dossierId, addresseeId } = sent;
    // One row in every table.
    await as(requis, (tx) => readDossier(tx, requis, deps, { dossierId, opening: true }));
    await as(requis, (tx) =>
      askInformation(tx, requis, deps, { dossierId, addresseeId, question: 'INR\u202f?' }),
    );
    await as(requerant, (tx) => addComplement(tx, requerant, deps, { dossierId, text: '1,1', studyIds: [] }));
    await as(requis, (tx) => takeDossier(tx, requis, deps, { dossierId, addresseeId }));
    await as(requis, (tx) => answerDossier(tx, requis, deps, { dossierId, addresseeId, answers: {} }));
    const other = await sendRequest(database, region, deps);
    await as(requis, (tx) =>
      takeDossier(tx, requis, deps, { dossierId: other.id, addresseeId: other.addresseeId }),
    );
    await as(requis, (tx) =>
      saveAnswerDraft(tx, requis, deps, { dossierId: other.id, addresseeId: other.addresseeId, answers: {} }),
    );
    const draft = await as(requerant, (tx) => createDossier(tx, requerant, deps, { type: 'avc' }));
    await as(requerant, (tx) =>
      saveDraft(tx, requerant, deps, {
        dossierId: draft.id,
        revision: 1,
        patient: elodie,
        answers: {},
        studyIds: [],
        recipients: [{ kind: 'community', id: stroke.communityId }],
      }),
    );
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);

  it('refuses a stranger at every use case', async () => {
    const { stranger, stroke } = region;
    const { id: dossierId, addresseeId } = sent;
    const line = { dossierId, addresseeId };
    const recipients = [{ kind: 'community' as const, id: stroke.communityId }];
    const attempts: ((tx: Tx) => Promise<unknown>)[] = [
      (tx) => createDossier(tx, stranger, deps, { type: 'avc', studyId }),
      (tx) => readDossier(tx, stranger, deps, { dossierId, opening: true }),
      (tx) =>
        saveDraft(tx, stranger, deps, {
          dossierId,
          revision: 1,
          patient: elodie,
          answers: {},
          recipients,
          studyIds: [],
        }),
      (tx) => deleteDraft(tx, stranger, deps, dossierId),
      (tx) => sendDossier(tx, stranger, deps, { dossierId, revision: 1 }),
      (tx) => readdressDossier(tx, stranger, deps, { dossierId, recipients, reason: 'x' }),
      (tx) => withdrawAddressee(tx, stranger, deps, { ...line, reason: 'x' }),
      (tx) => takeDossier(tx, stranger, deps, line),
      (tx) => releaseDossier(tx, stranger, deps, line),
      (tx) => askInformation(tx, stranger, deps, { ...line, question: 'x' }),
      (tx) => addComplement(tx, stranger, deps, { dossierId, text: 'x', studyIds: [] }),
      (tx) => saveAnswerDraft(tx, stranger, deps, { ...line, answers: {} }),
      (tx) => answerDossier(tx, stranger, deps, { ...line, answers: {} }),
      (tx) => refuseDossier(tx, stranger, deps, { ...line, reason: 'x' }),
      (tx) => closeDossier(tx, stranger, deps, { dossierId, side: 'requerant', reason: 'x' }),
      (tx) => closeDossier(tx, stranger, deps, { dossierId, side: 'requis', reason: 'x' }),
      (tx) => reopenDossier(tx, stranger, deps, { dossierId, side: 'requis', reason: 'x' }),
    ];
    for (const attempt of attempts) {
      await expect(as(stranger, attempt)).rejects.toMatchObject({ code: 'access/refused' });
    }
    const { sections } = await as(stranger, (tx) => readWorklist(tx, stranger, { isCovered: true }));
    expect(sections.flatMap((section) => section.rows)).toEqual([]);
  });

  it('gives each side its own acts only', async () => {
    const { requerant, requis } = region;
    const line = { dossierId: sent.id, addresseeId: sent.addresseeId };
    const refused = { code: 'access/refused' };
    await expect(as(requerant, (tx) => takeDossier(tx, requerant, deps, line))).rejects.toMatchObject(
      refused,
    );
    await expect(
      as(requis, (tx) => addComplement(tx, requis, deps, { dossierId: sent.id, text: 'x', studyIds: [] })),
    ).rejects.toMatchObject(refused);
  });

  it('keeps every table of every domain from a stranger who writes SQL himself', async () => {
    const { requerant, requis, stranger } = region;
    const seen = { own: new Map<string, number>(), stranger: new Map<string, number>() };
    for (const table of tables) {
      const own = ['teledossier.answer_draft', 'teledossier.opening'].includes(table) ? requis : requerant;
      seen.own.set(table, await as(own, (tx) => count(tx, sql.table(table))));
      seen.stranger.set(table, await as(stranger, (tx) => count(tx, sql.table(table))));
    }
    expect([...seen.own].filter(([, rowCount]) => rowCount === 0)).toEqual([]);
    expect([...seen.stranger].filter(([, rowCount]) => rowCount !== 0)).toEqual([]);
  });

  it('has row-level security enabled and forced on every clinical table', async () => {
    const open = await as(region.stranger, (tx) =>
      rows(
        tx,
        sql<{ name: string }>`
        select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname in ('teledossier', 'patients', 'notifications') and c.relkind = 'r'
           and not (c.relrowsecurity and c.relforcerowsecurity)`,
      ),
    );
    expect(open.map((one) => one.name)).toEqual(['teledossier.number_counter']);
  });

  it('refuses a stranger who writes', async () => {
    const { stranger } = region;
    const dossierId = sent.id;
    const changed = await as(stranger, (tx) =>
      rows(
        tx,
        sql`update teledossier.addressee set status = 'retire' where dossier_id = ${dossierId} returning id`,
      ),
    );
    expect(changed).toEqual([]);
    const inserts = [
      sql`insert into teledossier.complement (id, dossier_id, text, added_by, added_at)
        select ${newId()}, ${dossierId}, 'x', '{"userId":"","displayName":"","structureName":"","communityName":""}', now()`,
      sql`insert into teledossier.dossier_study (dossier_id, study_id, attached_at, position)
        values (${dossierId}, ${newId()}, now(), 9)`,
      sql`insert into teledossier.opening (dossier_id, user_id, opened_at) values (${dossierId}, ${stranger.userId}, now())`,
      sql`insert into patients.patient (id, dossier_id) values (${newId()}, ${dossierId})`,
    ];
    for (const insert of inserts) {
      await expect(as(stranger, (tx) => insert.execute(tx))).rejects.toThrow('row-level security');
    }
  });

  it('keeps what was sent from its own author too', async () => {
    const { requerant } = region;
    const attempt = (statement: RawBuilder<unknown>) => as(requerant, (tx) => statement.execute(tx));
    const where = sql`where id = ${sent.id}`;
    await expect(
      attempt(sql`update teledossier.dossier set answers = '{}', question = 'x' ${where}`),
    ).rejects.toThrow('not changed');
    await expect(
      attempt(sql`update teledossier.dossier set sent_at = null, status = 'brouillon' ${where}`),
    ).rejects.toThrow('not changed');
    await expect(
      attempt(sql`delete from teledossier.dossier_study where dossier_id = ${sent.id}`),
    ).rejects.toThrow('keeps its exams');
    await expect(attempt(sql`update teledossier.answer set answers = '{}'`)).rejects.toThrow(
      'permission denied',
    );
    await expect(attempt(sql`delete from teledossier.event`)).rejects.toThrow('permission denied');
    const deleted = await as(requerant, (tx) =>
      rows(tx, sql`delete from teledossier.dossier ${where} returning id`),
    );
    expect(deleted).toEqual([]);
  });

  it('shows a draft to its author’s community only, until it is sent', async () => {
    const { requerant, colleague, requis, stroke } = region;
    const { id } = await as(requerant, (tx) => createDossier(tx, requerant, deps, { type: 'avc' }));
    const recipients = [{ kind: 'community' as const, id: stroke.communityId }];
    await as(colleague, (tx) =>
      saveDraft(tx, colleague, deps, {
        dossierId: id,
        revision: 1,
        patient: elodie,
        answers: {},
        recipients,
        studyIds: [],
      }),
    );
    const read = (actor: UserActor) =>
      as(actor, (tx) => readDossier(tx, actor, deps, { dossierId: id, opening: false }));
    await expect(read(requis)).rejects.toMatchObject({ code: 'access/refused' });
    await as(colleague, (tx) => sendDossier(tx, colleague, deps, { dossierId: id, revision: 2 }));
    expect((await read(requis)).author.displayName).toBe(requerant.displayName);
  });

  it('opens the exams to the addressees, and closes all to whoever is withdrawn', async () => {
    const { requerant, requis, stranger } = region;
    const { id, addresseeId } = await sendRequest(database, region, deps, { studyIds: [studyId] });
    const maySee = (actor: UserActor) =>
      as(actor, (tx) => may(tx, actor, 'study:read', { kind: 'study', id: studyId }));
    const [strangerCommunity] = stranger.communityIds;
    await as(requerant, (tx) =>
      readdressDossier(tx, requerant, deps, {
        dossierId: id,
        reason: 'Second avis',
        recipients: [
          { kind: 'community', id: strangerCommunity ?? '' },
          { kind: 'professional', id: stranger.userId },
        ],
      }),
    );
    expect([await maySee(requis), await maySee(stranger)]).toEqual([true, true]);
    const read = (actor: UserActor) =>
      as(actor, (tx) => readDossier(tx, actor, deps, { dossierId: id, opening: true }));
    const lines = (await read(stranger)).addressees.filter((line) => line.id !== addresseeId);
    for (const line of lines) {
      await as(requerant, (tx) =>
        withdrawAddressee(tx, requerant, deps, { dossierId: id, addresseeId: line.id, reason: 'Erreur' }),
      );
    }
    expect([await maySee(requis), await maySee(stranger)]).toEqual([true, false]);
    await expect(read(stranger)).rejects.toMatchObject({ code: 'access/refused' });
    const traces = (await seenEntries(database.system)).filter((entry) => entry.resource_id === id);
    expect(traces.map((entry) => [entry.act, entry.actor_id])).toContainEqual([
      'dossier.opened',
      stranger.userId,
    ]);
    expect((await read(requerant)).timeline.map((entry) => entry.kind)).toContain('opened');
  });
});
