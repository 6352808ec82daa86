import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { makeStudy } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RouteRule } from '../contract.ts';
import { followRoutes } from '../routing/follow-routes.ts';
import { createRoute } from '../routing/manage-routes.ts';
import { makePeer, scuLink, TestDestination } from '../testing.ts';
import { commitmentHandler } from './ask-commitment.ts';
import { startDeliverer, type Deliverer } from './deliverer.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listDestinations } from './list-destinations.ts';
import { retryDelivery } from './retry-delivery.ts';
import { sendStudies } from './send-studies.ts';

const refused = 'transfers/destination-unapproved';

/** A machine is called elsewhere than a regional administrator approved: as a local one may say at any time. */
describe('a destination that waits for approval', () => {
  let database: TestDatabase;
  let jobs: { enqueue: Enqueue; close(): Promise<void> };
  let storeRoot: string;
  let structureId: string;
  let sender: UserActor;
  let admin: UserActor;
  let elsewhere: TestDestination;
  let peerId: string;
  let deliverer: Deliverer | null = null;

  beforeAll(async () => {
    database = await openTestDatabase();
    jobs = await openEnqueue(database.urls.appUrl);
  });
  afterAll(async () => {
    await jobs.close();
    await database.close();
  });
  beforeEach(async () => {
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-unapproved-'));
    const place = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    ({ structureId } = place);
    sender = await makePerson(database.system, place, 'Expéditeur');
    admin = await makePerson(database.system, place, 'Administrateur', ['local-admin']);
    elsewhere = new TestDestination();
    await elsewhere.open();
    peerId = await makePeer(database.system, { structureId, port: 1 });
  });
  afterEach(async () => {
    await deliverer?.stop();
    deliverer = null;
    await elsewhere.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });

  const deps = () => ({ enqueue: jobs.enqueue, clock: systemClock });
  const move = (port: number) =>
    withSystem(database.system, (tx) =>
      sql`update pacs.peer set port = ${port} where id = ${peerId}`.execute(tx),
    );
  /** As a regional administrator does, who has seen where it is. */
  const approve = () =>
    withSystem(database.system, (tx) =>
      sql`update pacs.store_approval a set port = p.port from pacs.peer p
           where a.peer_id = p.id and p.id = ${peerId}`.execute(tx),
    );
  const study = () => makeStudy(database.system, { structureId, imageCount: 2, storeRoot });
  const asSender = <Value>(work: Parameters<typeof withActor<Value>>[2]) =>
    withActor(database.app, sender, work);
  const send = (studyId: string) =>
    asSender((tx) => sendStudies(tx, sender, deps(), { studyIds: [studyId], peerId, coercion: null }));
  const deliveries = async (studyId: string) =>
    (
      await asSender((tx) =>
        listDeliveries(tx, sender, { filter: 'all', studyId, limit: 10, isCovered: true }),
      )
    ).deliveries;
  function start(): void {
    const given = { database: database.system, storeRoot, link: scuLink, clock: systemClock };
    deliverer = startDeliverer({ ...given, enqueue: jobs.enqueue, log: openLog('silent'), sweepMs: 20 });
  }

  it('is not offered, and is sent nothing by hand', async () => {
    const { studyId } = await study();
    const offered = async () =>
      (await asSender((tx) => listDestinations(tx, sender, null))).destinations.map((one) => one.peerId);
    expect(await offered()).toEqual([peerId]);
    await move(elsewhere.port);
    expect(await offered()).toEqual([]);
    await expect(send(studyId)).rejects.toThrow(refused);
    await approve();
    expect(await offered()).toEqual([peerId]);
    await expect(send(studyId)).resolves.toBeDefined();
  });

  it('is sent nothing of what was asked before, says why, and has it once it is approved', async () => {
    const { studyId } = await study();
    const [deliveryId = ''] = (await send(studyId)).deliveryIds;
    await move(elsewhere.port);
    start();
    await expect
      .poll(async () => (await deliveries(studyId))[0])
      .toMatchObject({ state: 'waiting', failure: { code: 'destination-unapproved' } });
    await expect(asSender((tx) => retryDelivery(tx, sender, deps(), deliveryId))).rejects.toThrow(refused);
    expect(elsewhere.received).toEqual([]);
    await approve();
    await asSender((tx) => retryDelivery(tx, sender, deps(), deliveryId));
    await expect.poll(async () => (await deliveries(studyId))[0]?.state, { timeout: 10_000 }).toBe('done');
    expect(elsewhere.received).toHaveLength(2);
  });

  it('holds back what follows a route to it, which loses no study', async () => {
    await move(elsewhere.port);
    const conditions = { callingAeTitles: [], modalities: [], words: [], weekdays: [], hours: null };
    const rule: RouteRule = {
      name: 'Vers l’archive',
      isActive: true,
      conditions,
      peerIds: [peerId],
      triesEach: 3,
      coercion: 'none',
      maxBytesPerSecond: null,
    };
    await withActor(database.app, admin, (tx) => createRoute(tx, admin, structureId, rule));
    const { studyId } = await study();
    const following = { ...deps(), database: database.system, ownAeTitle: 'LIAISON' };
    await withSystem(database.system, (tx) => followRoutes(tx, following, studyId));
    start();
    await expect
      .poll(async () => (await deliveries(studyId))[0])
      .toMatchObject({ state: 'waiting', failure: { code: 'destination-unapproved' } });
    expect(elsewhere.received).toEqual([]);
  });

  it('is not asked what it keeps, whose word would let images be purged', async () => {
    await withSystem(database.system, (tx) =>
      sql`update pacs.peer set commits = true where id = ${peerId}`.execute(tx),
    );
    await move(elsewhere.port);
    await approve();
    const { studyId } = await study();
    const [deliveryId = ''] = (await send(studyId)).deliveryIds;
    start();
    await expect.poll(async () => (await deliveries(studyId))[0]?.state, { timeout: 10_000 }).toBe('done');
    await deliverer?.stop();
    const asked: string[] = [];
    const link = {
      commit: (_peer: unknown, transactionUid: string) => Promise.resolve(void asked.push(transactionUid)),
    };
    const { run } = commitmentHandler({ database: database.system, link, enqueue: jobs.enqueue });
    await move(1);
    await expect(run({ deliveryId })).rejects.toThrow(refused);
    expect(asked).toEqual([]);
    await move(elsewhere.port);
    await run({ deliveryId });
    expect(asked).toHaveLength(1);
  });
});
