import { rows, withActor, withSystem, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson } from '@liaison/directory/testing';
import { openEnqueue } from '@liaison/jobs';
import { newId, systemClock, type UserActor } from '@liaison/kernel';
import { announce, openLive, type Topic } from '@liaison/live';
import { readNotifications } from '@liaison/notifications';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answerDossier } from './answer-dossier.ts';
import { createDossier } from './create-dossier.ts';
import { readDossier } from './read-dossier.ts';
import { readdressDossier } from './readdress-dossier.ts';
import { saveDraft } from './save-draft.ts';
import { sendDossier } from './send-dossier.ts';
import { listLines, lockDossier } from './store.ts';
import { takeDossier } from './take-dossier.ts';
import { elodie, listeningDeps, makeRegion, sendRequest, type Region } from './testing.ts';

const quiet: Parameters<typeof openLive>[1] = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  with: () => quiet,
};

describe('several people at once', () => {
  let database: TestDatabase;
  let region: Region;
  const deps = listeningDeps();
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
  });
  afterAll(() => database.close());
  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);

  it('gives a request to exactly one of twenty who take it, and tells the others who', async () => {
    const { stroke } = region;
    const { id: dossierId, addresseeId } = await sendRequest(database, region, deps);
    const names = Array.from({ length: 20 }, (_, index) => `Expert${String.fromCharCode(65 + index)}`);
    const experts: UserActor[] = [];
    for (const name of names) experts.push(await makePerson(database.system, stroke, name));
    const outcomes = await Promise.allSettled(
      experts.map((expert) => as(expert, (tx) => takeDossier(tx, expert, deps, { dossierId, addresseeId }))),
    );
    const winners = experts.filter((_, index) => outcomes[index]?.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    const losers: unknown[] = outcomes.flatMap((outcome) =>
      outcome.status === 'rejected' ? [outcome.reason] : [],
    );
    for (const lost of losers) {
      expect(lost).toMatchObject({
        code: 'teledossier/already-taken',
        kind: 'conflict',
        details: { by: winners[0]?.displayName },
      });
    }
    const view = await as(region.requerant, (tx) =>
      readDossier(tx, region.requerant, deps, { dossierId, opening: false }),
    );
    expect(view.timeline.filter((entry) => entry.kind === 'taken')).toHaveLength(1);
    expect(view.addressees[0]?.takenBy?.userId).toBe(winners[0]?.userId);
  });

  it('refuses a save that starts from another revision, and keeps the other one', async () => {
    const { requerant, colleague } = region;
    const { id: dossierId } = await as(requerant, (tx) =>
      createDossier(tx, requerant, deps, { type: 'avc' }),
    );
    const save = (actor: UserActor, question: string) =>
      as(actor, (tx) =>
        saveDraft(tx, actor, deps, {
          dossierId,
          revision: 1,
          patient: elodie,
          answers: { question },
          recipients: [],
          studyIds: [],
        }),
      );
    const outcomes = await Promise.allSettled([save(requerant, 'un'), save(colleague, 'deux')]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'teledossier/draft-changed', details: { revision: 2 } });
  });

  it('draws each number once, however many are created together', async () => {
    const { requerant } = region;
    const created = await Promise.all(
      Array.from({ length: 12 }, () =>
        as(requerant, (tx) => createDossier(tx, requerant, deps, { type: 'avc' })),
      ),
    );
    expect(new Set(created.map((one) => one.number)).size).toBe(12);
  });

  it('tells nobody and enqueues nothing when the act is rolled back', async () => {
    const { requerant, requis } = region;
    const sender = await openEnqueue(database.urls.appUrl);
    try {
      const real = { enqueue: sender.enqueue, clock: systemClock };
      const { id: dossierId, addresseeId } = await sendRequest(database, region, real);
      await as(requis, (tx) => takeDossier(tx, requis, real, { dossierId, addresseeId }));
      const told = () => as(requerant, (tx) => readNotifications(tx, requerant, { limit: 50 }));
      const jobs = () =>
        withSystem(database.system, (tx) =>
          rows(tx, sql`select id from pgboss.job where name = 'notification.mail'`),
        );
      const before = { told: (await told()).unreadCount, jobs: (await jobs()).length };
      expect(before.jobs).toBe(1);
      const rolledBack = as(requis, async (tx) => {
        await answerDossier(tx, requis, real, { dossierId, addresseeId, answers: { advice: 'x' } });
        throw new Error('the connection is lost');
      });
      await expect(rolledBack).rejects.toThrow('the connection is lost');
      expect({ told: (await told()).unreadCount, jobs: (await jobs()).length }).toEqual(before);
      await as(requis, (tx) =>
        answerDossier(tx, requis, real, { dossierId, addresseeId, answers: { advice: 'x' } }),
      );
      expect({ told: (await told()).unreadCount, jobs: (await jobs()).length }).toEqual({
        told: before.told + 1,
        jobs: 3,
      });
    } finally {
      await sender.close();
    }
  });

  it('hints to every screen concerned once it is committed, and to none when it is rolled back', async () => {
    const { requerant, requis, stroke } = region;
    const { id: dossierId, addresseeId } = await sendRequest(database, region, deps);
    const hinted: string[] = [];
    const live = openLive(database.urls.appUrl, quiet);
    const topics = new Set<Topic>([
      `dossier:${dossierId}`,
      `community:${stroke.communityId}`,
      `user:${requerant.userId}`,
    ]);
    live.subscribe(topics, ({ topic }) => hinted.push(topic));
    const probe: Topic = `dossier:${newId()}`;
    live.subscribe(new Set([probe]), () => hinted.push('probe'));
    const passed = async () => {
      await as(requis, (tx) => announce(tx, [probe]));
      return hinted.includes('probe');
    };
    try {
      await vi.waitFor(async () => expect(await passed()).toBe(true), { timeout: 10_000, interval: 50 });
      hinted.length = 0;
      const lost = as(requis, async (tx) => {
        await takeDossier(tx, requis, deps, { dossierId, addresseeId });
        throw new Error('the connection is lost');
      });
      await expect(lost).rejects.toThrow('the connection is lost');
      await vi.waitFor(async () => expect(await passed()).toBe(true), { timeout: 10_000, interval: 50 });
      expect(hinted.filter((topic) => topic !== 'probe')).toEqual([]);
      await as(requis, (tx) => takeDossier(tx, requis, deps, { dossierId, addresseeId }));
      await vi.waitFor(() => expect(new Set(hinted)).toEqual(new Set([...topics, 'probe'])), {
        timeout: 10_000,
      });
    } finally {
      await live.close();
    }
  });

  it('lets one read a request for the first time while he takes it in another window', async () => {
    const { requerant, requis } = region;
    const { id: dossierId } = await sendRequest(database, region, deps);
    const open = () => as(requis, (tx) => readDossier(tx, requis, deps, { dossierId, opening: true }));
    await open();
    const recipients = [{ kind: 'professional' as const, id: requis.userId }];
    await as(requerant, (tx) =>
      readdressDossier(tx, requerant, deps, { dossierId, recipients, reason: 'Deuxième avis' }),
    );
    const [line] = (await as(requis, (tx) => listLines(tx, [dossierId]))).filter((one) => !one.openedAt);
    const reading = await as(requis, async (tx) => {
      await lockDossier(tx, dossierId);
      const begun = open();
      // Long enough for the reading to come to where it waits for this transaction.
      await new Promise((resolve) => setTimeout(resolve, 300));
      await takeDossier(tx, requis, deps, { dossierId, addresseeId: line?.id ?? '' });
      return { begun };
    });
    const seen = (await reading.begun).addressees.find((one) => one.id === line?.id);
    expect([seen?.status, seen?.openedAt === null]).toEqual(['pris-en-charge', false]);
  });

  it('sends once when two colleagues send the same draft', async () => {
    const { requerant, colleague, stroke } = region;
    const { id: dossierId } = await as(requerant, (tx) =>
      createDossier(tx, requerant, deps, { type: 'avc' }),
    );
    const recipients = [{ kind: 'community' as const, id: stroke.communityId }];
    const { revision } = await as(requerant, (tx) =>
      saveDraft(tx, requerant, deps, {
        dossierId,
        revision: 1,
        patient: elodie,
        answers: {},
        recipients,
        studyIds: [],
      }),
    );
    const send = (actor: UserActor) =>
      as(actor, (tx) => sendDossier(tx, actor, deps, { dossierId, revision }));
    const outcomes = await Promise.allSettled([send(requerant), send(colleague)]);
    expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const lost = outcomes.find((outcome) => outcome.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'teledossier/already-sent' });
  });
});
