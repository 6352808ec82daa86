import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows, withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { makeStudy } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RouteRule } from './contract.ts';
import { startDeliverer, type Deliverer } from './deliveries/deliverer.ts';
import { followRoutes } from './routing/follow-routes.ts';
import { createRoute, listRoutes, orderRoutes, removeRoute, updateRoute } from './routing/manage-routes.ts';
import { readRouteHistory } from './routing/read-route-history.ts';
import { sendStudies } from './deliveries/send-studies.ts';
import { makePeer, scuLink, TestDestination } from './testing.ts';
import { tryRoute } from './routing/try-route.ts';

const ownAeTitle = 'LIAISON';
const any = { callingAeTitles: [], modalities: [], words: [], weekdays: [], hours: null };

describe('routes from PACS to PACS', () => {
  let database: TestDatabase;
  let jobs: { enqueue: Enqueue; close(): Promise<void> };
  let storeRoot: string;
  let place: Awaited<ReturnType<typeof makePlace>>;
  let admin: UserActor;
  let destination: TestDestination;
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
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-routes-'));
    place = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    admin = await makePerson(database.system, place, 'Administrateur', ['local-admin']);
    destination = new TestDestination();
    await destination.open();
    peerId = await addPeer(destination.port);
  });
  afterEach(async () => {
    await deliverer?.stop();
    deliverer = null;
    await destination.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });

  const addPeer = (port: number, given: { aeTitle?: string; structureId?: string } = {}) =>
    makePeer(database.system, {
      structureId: place.structureId,
      port,
      ...given,
    });

  const rule = (given: Partial<RouteRule> = {}): RouteRule => ({
    name: 'Scanners vers le CHU',
    isActive: true,
    conditions: any,
    peerIds: [peerId],
    triesEach: 1,
    coercion: 'none',
    maxBytesPerSecond: null,
    ...given,
  });

  const asAdmin = <Value>(work: Parameters<typeof withActor<Value>>[2], actor = admin) =>
    withActor(database.app, actor, work);

  async function create(given: Partial<RouteRule> = {}): Promise<string> {
    const made = await asAdmin((tx) => createRoute(tx, admin, place.structureId, rule(given)));
    return made.routeId;
  }

  const study = (attributes: Record<string, string> = {}) =>
    makeStudy(database.system, { structureId: place.structureId, imageCount: 2, storeRoot, attributes });

  const settle = (studyId: string) =>
    withSystem(database.system, (tx) =>
      followRoutes(
        tx,
        { database: database.system, enqueue: jobs.enqueue, clock: systemClock, ownAeTitle },
        studyId,
      ),
    );

  const history = async (routeId: string) => {
    const found = await asAdmin((tx) => readRouteHistory(tx, admin, { routeId, limit: 50 }));
    return found.studies;
  };

  function start(): Deliverer {
    const given = { database: database.system, storeRoot, link: scuLink, clock: systemClock };
    deliverer = startDeliverer({ ...given, enqueue: jobs.enqueue, log: openLog('silent'), sweepMs: 20 });
    return deliverer;
  }

  it('send what matches, once, however often the study settles, and nothing else', async () => {
    const routeId = await create({ conditions: { ...any, modalities: ['CT'], words: ['cerebral'] } });
    const followed = await study();
    const other = await study({ StudyDescription: 'Thorax' });
    for (const { studyId } of [followed, other, followed]) await settle(studyId);
    start();
    await expect.poll(async () => (await history(routeId)).map(({ state }) => state)).toEqual(['done']);
    expect(destination.received).toHaveLength(2);
    expect(await history(routeId)).toEqual([
      expect.objectContaining({ callingAeTitle: 'CHA_PACS', modalities: ['CT'], sent: 2 }),
    ]);
  });

  it('go on with the images that come after all was sent, and send no other twice', async () => {
    const routeId = await create();
    const first = await study();
    await settle(first.studyId);
    start();
    await expect.poll(async () => (await history(routeId))[0]?.state).toBe('done');
    await withSystem(database.system, (tx) =>
      sql`delete from transfers.delivered_instance where sop_instance_uid = ${destination.uids()[0]}`.execute(
        tx,
      ),
    );
    await settle(first.studyId);
    await expect.poll(() => destination.received.length).toBe(3);
    await expect.poll(async () => (await history(routeId))[0]?.state).toBe('done');
    await settle(first.studyId);
    await deliverer?.idle();
    expect(destination.received).toHaveLength(3);
    expect(await history(routeId)).toHaveLength(1);
  });

  it('turn to the next destination when the first cannot be reached', async () => {
    const away = await addPeer(1);
    const routeId = await create({ peerIds: [away, peerId] });
    const { studyId } = await study();
    await settle(studyId);
    start();
    await expect.poll(async () => (await history(routeId))[0]?.state).toBe('done');
    expect(destination.received).toHaveLength(2);
    expect((await history(routeId))[0]?.attempts).toBe(2);
  });

  it('never lead back to what sent the study, nor to us', async () => {
    const back = await addPeer(destination.port, { aeTitle: 'CHA_PACS' });
    const ourselves = await addPeer(destination.port, { aeTitle: ownAeTitle });
    const routeId = await create({ peerIds: [back, ourselves] });
    const { studyId } = await study();
    await settle(studyId);
    expect(await history(routeId)).toEqual([]);
  });

  it('send nothing while they are suspended or once they are removed', async () => {
    const suspended = await create({ isActive: false });
    const removed = await create();
    await asAdmin((tx) => removeRoute(tx, admin, removed));
    const { studyId } = await study();
    await settle(studyId);
    expect(await history(suspended)).toEqual([]);
    const found = await withSystem(database.system, (tx) =>
      rows(tx, sql`select 1 from transfers.delivery where study_id = ${studyId}`),
    );
    expect(found).toEqual([]);
  });

  it('write the identifier that the patient is known to have, only where the route says so', async () => {
    const clinician = await makePerson(database.system, place, 'Médecin');
    const known = await study();
    const coercion = { patientId: 'CHU-9', issuerOfPatientId: null, accessionNumber: null, traits: null };
    const deps = { enqueue: jobs.enqueue, clock: systemClock };
    await withActor(database.app, clinician, (tx) =>
      sendStudies(tx, clinician, deps, { studyIds: [known.studyId], peerId, coercion }),
    );
    await create({ name: 'Telles quelles' });
    await create({ name: 'Avec IPP', coercion: 'known' });
    const { studyId } = await study();
    await settle(studyId);
    const found = await withSystem(database.system, (tx) =>
      rows(
        tx,
        sql<{ name: string; ipp: string | null }>`select r.name, d.coercion ->> 'patientId' as ipp
          from transfers.delivery d join transfers.route r on r.id = d.route_id
         where d.study_id = ${studyId} order by r.name`,
      ),
    );
    expect(found).toEqual([
      { name: 'Avec IPP', ipp: 'CHU-9' },
      { name: 'Telles quelles', ipp: null },
    ]);
  });

  it('can be tried on past studies without sending anything', async () => {
    for (const StudyDescription of ['Crâne AVC', 'Crâne', 'Thorax']) await study({ StudyDescription });
    const asked = {
      structureId: place.structureId,
      conditions: { ...any, words: ['crane'] },
      peerIds: [],
      days: 30,
    };
    const trial = await asAdmin((tx) => tryRoute(tx, admin, { clock: systemClock, ownAeTitle }, asked));
    expect(trial).toEqual({
      considered: 3,
      matched: 2,
      images: 4,
      isCapped: false,
      byModality: [{ modality: 'CT', count: 2 }],
      byAeTitle: [{ aeTitle: 'CHA_PACS', count: 2 }],
    });
  });

  it('are kept in order, changed and counted', async () => {
    const [first, second] = [await create({ name: 'Un' }), await create({ name: 'Deux' })];
    await asAdmin((tx) => orderRoutes(tx, admin, place.structureId, [second, first]));
    await asAdmin((tx) =>
      updateRoute(
        tx,
        admin,
        first,
        rule({ name: 'Uns', conditions: { ...any, hours: { from: 0, to: 60 } } }),
      ),
    );
    const listed = await asAdmin((tx) => listRoutes(tx, admin, place.structureId));
    expect(listed.routes.map(({ name }) => name)).toEqual(['Deux', 'Uns']);
    expect(listed.routes[1]?.conditions.hours).toEqual({ from: 0, to: 60 });
    expect(listed.destinations.map((each) => each.peerId)).toEqual([peerId]);
    const { studyId } = await study();
    await settle(studyId);
    const counted = await asAdmin((tx) => listRoutes(tx, admin, place.structureId));
    expect(counted.routes[0]?.counts).toMatchObject({ open: 1, failed: 0 });
  });

  it('belong to the administrator of their structure; only a regional one links two structures', async () => {
    const elsewhere = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    const stranger = await makePerson(database.system, elsewhere, 'Voisin', ['local-admin']);
    const clinician = await makePerson(database.system, place, 'Médecin');
    const regional = await makePerson(database.system, elsewhere, 'Région', ['regional-admin']);
    const routeId = await create();
    for (const actor of [stranger, clinician]) {
      const as = <Value>(work: Parameters<typeof withActor<Value>>[2]) => asAdmin(work, actor);
      const code = actor === stranger ? 'not-your-structure' : 'access/refused';
      await expect(as((tx) => listRoutes(tx, actor, place.structureId))).rejects.toThrow(code);
      await expect(as((tx) => createRoute(tx, actor, place.structureId, rule()))).rejects.toThrow(code);
      await expect(as((tx) => updateRoute(tx, actor, routeId, rule()))).rejects.toThrow(code);
      await expect(as((tx) => removeRoute(tx, actor, routeId))).rejects.toThrow(code);
      await expect(as((tx) => orderRoutes(tx, actor, place.structureId, [routeId]))).rejects.toThrow(code);
      await expect(as((tx) => readRouteHistory(tx, actor, { routeId, limit: 5 }))).rejects.toThrow(code);
    }
    const foreign = await addPeer(destination.port, { structureId: elsewhere.structureId });
    await expect(create({ peerIds: [foreign] })).rejects.toThrow('transfers/destination-unknown');
    await asAdmin((tx) => updateRoute(tx, regional, routeId, rule({ peerIds: [foreign] })), regional);
    // What the region linked, the local administrator may keep.
    await asAdmin((tx) => updateRoute(tx, admin, routeId, rule({ name: 'Gardée', peerIds: [foreign] })));
    const listed = await asAdmin((tx) => listRoutes(tx, admin, place.structureId));
    expect(listed.routes[0]?.destinations[0]?.peerId).toBe(foreign);
  });
});
