import { withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { fixedClock, type UserActor } from '@liaison/kernel';
import { seenEntries } from '@liaison/journal/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listDossiers } from './list-dossiers.ts';
import { readDossier } from './read-dossier.ts';
import { takeDossier } from './take-dossier.ts';
import { lineOf, listeningDeps, makeRegion, sendRequest, type Region } from './testing.ts';

describe('a télédossier in the lists of those who follow it', () => {
  let database: TestDatabase;
  let region: Region;
  const clock = fixedClock(new Date('2026-11-20T23:30:00Z'));
  const deps = listeningDeps(clock);
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
  });
  afterAll(() => database.close());

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const view = (actor: UserActor, dossierId: string, opening = false) =>
    as(actor, (tx) => readDossier(tx, actor, deps, { dossierId, opening }));

  it('is unread until opened, and again after another person’s act', async () => {
    const { requerant, requis } = region;
    const sent = await sendRequest(database, region, deps);
    const row = async (actor: UserActor) =>
      (await as(actor, (tx) => listDossiers(tx, actor, { search: sent.number, limit: 1, isCovered: true })))
        .rows[0];
    expect([(await row(requerant))?.isUnread, (await row(requis))?.isUnread]).toEqual([false, true]);
    clock.advance(1000);
    expect((await view(requis, sent.id, true)).lastOpenedAt).toBeNull();
    expect((await row(requis))?.isUnread).toBe(false);
    clock.advance(1000);
    await as(requis, (tx) => takeDossier(tx, requis, deps, lineOf(sent)));
    expect([(await row(requerant))?.isUnread, (await row(requis))?.isUnread]).toEqual([true, false]);
    expect((await view(requis, sent.id, true)).lastOpenedAt).not.toBeNull();
    const journal = (await seenEntries(database.system)).filter((entry) => entry.resource_id === sent.id);
    const openings = journal.filter(
      (entry) => entry.act === 'dossier.opened' && entry.actor_id === requis.userId,
    );
    expect(openings).toHaveLength(2);
    const opened = (await view(requerant, sent.id)).timeline.filter((entry) => entry.kind === 'opened');
    expect(opened).toHaveLength(1);
  });
});
