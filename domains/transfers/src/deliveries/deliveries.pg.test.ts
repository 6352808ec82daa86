import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows, withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { grantStudyTo } from '@liaison/imaging';
import { catalogueAll, makeCtImage, makeStudy, openContainer, storeImage } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { seenEntries } from '@liaison/journal/testing';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelDelivery } from './cancel-delivery.ts';
import type { Coercion, Delivery } from '../contract.ts';
import { startDeliverer, type Deliverer } from './deliverer.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listDestinations } from './list-destinations.ts';
import { readDelivery } from './read-delivery.ts';
import { retryDelivery } from './retry-delivery.ts';
import { sendStudies } from './send-studies.ts';
import { makePeer, scuLink, TestDestination } from '../testing.ts';

describe('deliveries to a PACS', () => {
  let database: TestDatabase;
  let jobs: { enqueue: Enqueue; close(): Promise<void> };
  let storeRoot: string;
  let place: Awaited<ReturnType<typeof makePlace>>;
  let sender: UserActor;
  let destination: TestDestination;
  let peerId: string;
  let deliverer: Deliverer | null = null;
  const deps = () => ({ enqueue: jobs.enqueue, clock: systemClock });

  beforeAll(async () => {
    database = await openTestDatabase();
    jobs = await openEnqueue(database.urls.appUrl);
  });
  afterAll(async () => {
    await jobs.close();
    await database.close();
  });
  beforeEach(async () => {
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-deliveries-'));
    place = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    sender = await makePerson(database.system, place, 'Expéditeur');
    destination = new TestDestination();
    await destination.open();
    peerId = await addPeer(destination, place.structureId);
  });
  afterEach(async () => {
    await deliverer?.stop();
    deliverer = null;
    await destination.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });

  function addPeer(to: TestDestination, structureId: string): Promise<string> {
    return makePeer(database.system, { structureId, port: to.port });
  }

  function start(): Deliverer {
    const given = { database: database.system, storeRoot, link: scuLink, clock: systemClock };
    deliverer = startDeliverer({ ...given, enqueue: jobs.enqueue, log: openLog('silent'), sweepMs: 20 });
    return deliverer;
  }

  const study = (imageCount: number) =>
    makeStudy(database.system, { structureId: place.structureId, imageCount, storeRoot });

  async function send(studyId: string, coercion: Coercion | null = null): Promise<string> {
    const asked = { studyIds: [studyId], peerId, coercion };
    const { deliveryIds } = await withActor(database.app, sender, (tx) =>
      sendStudies(tx, sender, deps(), asked),
    );
    return deliveryIds[0] ?? '';
  }

  async function read(deliveryId: string): Promise<Delivery> {
    const found = await withActor(database.app, sender, (tx) => readDelivery(tx, sender, deliveryId));
    return found.delivery;
  }

  async function until(deliveryId: string, state: Delivery['state']): Promise<void> {
    await expect.poll(async () => (await read(deliveryId)).state, { timeout: 10_000 }).toBe(state);
  }

  const retry = (deliveryId: string) =>
    withActor(database.app, sender, (tx) => retryDelivery(tx, sender, deps(), deliveryId));

  const holds = async (): Promise<number> => {
    const held = await withSystem(database.system, (tx) =>
      rows(tx, sql`select 1 from retention.hold where holder_id in (select id from transfers.delivery)`),
    );
    return held.length;
  };

  it('sends all of a study as it was received, keeps it from purge meanwhile, and journals both ends', async () => {
    const { studyId } = await study(5);
    const deliveryId = await send(studyId);
    expect(await read(deliveryId)).toMatchObject({ state: 'waiting', total: 5, sent: 0 });
    const heldBefore = await holds();
    start();
    await until(deliveryId, 'done');
    expect(new Set(destination.uids()).size).toBe(5);
    expect(destination.received).toHaveLength(5);
    expect(await read(deliveryId)).toMatchObject({ sent: 5, warned: 0, refused: 0, failure: null });
    expect(await holds()).toBe(heldBefore - 1);
    const told = (await seenEntries(database.system)).filter((entry) => entry.resource_id === studyId);
    expect(told.map(({ act }) => act)).toEqual(
      expect.arrayContaining(['study.send-requested', 'study.sent']),
    );
  });

  it('waits for a destination that is away, says why, and goes on when it is told to', async () => {
    const { studyId } = await study(2);
    await destination.close();
    const deliveryId = await send(studyId);
    start();
    await expect.poll(async () => (await read(deliveryId)).failure?.code).toBe('pacs/unreachable');
    const waiting = await read(deliveryId);
    expect(waiting.state).toBe('waiting');
    expect(Date.parse(waiting.nextTryAt ?? '')).toBeGreaterThan(Date.now());
    await destination.open();
    await retry(deliveryId);
    await until(deliveryId, 'done');
    expect(destination.received).toHaveLength(2);
  });

  it('does not fill a PACS that has no room, and later sends only what is missing', async () => {
    const { studyId } = await study(10);
    destination.answer = (_uid, count) => (count < 4 ? 0 : 0xa700);
    const deliveryId = await send(studyId);
    start();
    await expect.poll(async () => (await read(deliveryId)).failure?.code).toBe('images-put-off');
    expect(await read(deliveryId)).toMatchObject({ state: 'waiting', sent: 4, refused: 0 });
    destination.answer = () => 0;
    await retry(deliveryId);
    await until(deliveryId, 'done');
    expect(destination.received).toHaveLength(10);
    expect(new Set(destination.uids()).size).toBe(10);
  });

  it('sends the others when an image is refused, tells which and why, and retries that one alone', async () => {
    const { studyId } = await study(4);
    let refused = '';
    destination.answer = (uid, count) => {
      if (refused === '' && count === 2) refused = uid;
      if (uid === refused) return 0xa900;
      return count === 0 ? 0xb000 : 0;
    };
    const deliveryId = await send(studyId);
    start();
    await until(deliveryId, 'failed');
    const found = await withActor(database.app, sender, (tx) => readDelivery(tx, sender, deliveryId));
    expect(found.delivery).toMatchObject({ sent: 3, warned: 1, refused: 1, mayRetry: true });
    expect(found.troubled).toEqual([
      expect.objectContaining({ outcome: 'refused', SOPInstanceUID: refused, status: 'A900' }),
      expect.objectContaining({ outcome: 'warned', status: 'B000' }),
    ]);
    destination.answer = () => 0;
    await retry(deliveryId);
    await until(deliveryId, 'done');
    expect(destination.uids().filter((uid) => uid === refused)).toHaveLength(1);
    expect(destination.received).toHaveLength(4);
  });

  it('sends what comes while the study still arrives', async () => {
    const StudyInstanceUID = newUid();
    const from = { structureId: place.structureId, StudyInstanceUID };
    const container = openContainer(storeRoot, from);
    storeImage(container, makeCtImage({ StudyInstanceUID, InstanceNumber: 1 }));
    await catalogueAll(database.system, storeRoot);
    const found = await withSystem(database.system, (tx) =>
      rows(
        tx,
        sql<{ id: string }>`select id from imaging.study where study_instance_uid = ${StudyInstanceUID}`,
      ),
    );
    const deliveryId = await send(found[0]?.id ?? '');
    start();
    await expect.poll(() => destination.received.length).toBe(1);
    await until(deliveryId, 'waiting');
    storeImage(container, makeCtImage({ StudyInstanceUID, InstanceNumber: 2 }));
    container.close();
    await catalogueAll(database.system, storeRoot);
    await until(deliveryId, 'done');
    expect(destination.received).toHaveLength(2);
  });

  it('is sent once by one process, though the database believed it dead meanwhile', async () => {
    const { studyId } = await study(1);
    let calls = 0;
    const letGo = Promise.withResolvers<void>();
    const link: typeof scuLink = {
      store: async (...asked) => {
        calls += 1;
        await letGo.promise;
        await scuLink.store(...asked);
      },
    };
    const given = { database: database.system, storeRoot, link, clock: systemClock, sweepMs: 20 };
    deliverer = startDeliverer({ ...given, enqueue: jobs.enqueue, log: openLog('silent') });
    const deliveryId = await send(studyId);
    await expect.poll(() => calls).toBe(1);
    await withSystem(database.system, (tx) =>
      sql`update transfers.delivery set held_until = now() - interval '1 minute' where id = ${deliveryId}`.execute(
        tx,
      ),
    );
    // Several looks for what is due.
    await new Promise((resolve) => setTimeout(resolve, 200));
    letGo.resolve();
    await until(deliveryId, 'done');
    expect(calls).toBe(1);
    expect(await read(deliveryId)).toMatchObject({ attempts: 1, sent: 1 });
  });

  it('stops at once when it is cancelled, and lets the study go', async () => {
    const { studyId } = await study(3);
    await destination.close();
    const deliveryId = await send(studyId);
    const before = await holds();
    await withActor(database.app, sender, (tx) => cancelDelivery(tx, sender, systemClock, deliveryId));
    await destination.open();
    await start().idle();
    expect(destination.received).toHaveLength(0);
    expect(await read(deliveryId)).toMatchObject({ state: 'cancelled', mayRetry: false });
    expect(await holds()).toBe(before - 1);
    await expect(retry(deliveryId)).rejects.toThrow('transfers/nothing-to-retry');
  });

  it('tells an image that the disk has lost, and sends the others', async () => {
    const { studyId } = await study(3);
    await withSystem(database.system, (tx) =>
      sql`update imaging.instance set crc32 = 1 where study_id = ${studyId} and instance_number = 2`.execute(
        tx,
      ),
    );
    const deliveryId = await send(studyId);
    start();
    await until(deliveryId, 'failed');
    expect(destination.received).toHaveLength(2);
    const found = await withActor(database.app, sender, (tx) => readDelivery(tx, sender, deliveryId));
    expect(found.troubled[0]).toMatchObject({ comment: 'Image illisible sur le disque de Liaison' });
  });

  it('offers only the PACS of the sender’s structure, and no other takes his images', async () => {
    const elsewhere = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    const foreign = await addPeer(destination, elsewhere.structureId);
    const { studyId } = await study(1);
    const offered = await withActor(database.app, sender, (tx) => listDestinations(tx, sender, studyId));
    expect(offered.destinations.map((each) => each.peerId)).toEqual([peerId]);
    const asked = { studyIds: [studyId], peerId: foreign, coercion: null };
    await expect(
      withActor(database.app, sender, (tx) => sendStudies(tx, sender, deps(), asked)),
    ).rejects.toThrow('transfers/destination-unknown');
  });

  it('is closed to strangers: they neither send, see, retry nor cancel', async () => {
    const elsewhere = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    const stranger = await makePerson(database.system, elsewhere, 'Étranger');
    const { studyId } = await study(1);
    const deliveryId = await send(studyId);
    const asked = { studyIds: [studyId], peerId, coercion: null };
    const as = <Value>(work: Parameters<typeof withActor<Value>>[2]) =>
      withActor(database.app, stranger, work);
    await expect(as((tx) => sendStudies(tx, stranger, deps(), asked))).rejects.toThrow('access/refused');
    await expect(as((tx) => readDelivery(tx, stranger, deliveryId))).rejects.toThrow('no-delivery');
    await expect(as((tx) => retryDelivery(tx, stranger, deps(), deliveryId))).rejects.toThrow('no-delivery');
    await expect(as((tx) => cancelDelivery(tx, stranger, systemClock, deliveryId))).rejects.toThrow(
      'no-delivery',
    );
    // One who may read the study is of another structure: what this one sends is not his.
    await withSystem(database.system, (tx) =>
      grantStudyTo(tx, studyId, [stranger.structureId], 'shared-by-test'),
    );
    const page = await as((tx) =>
      listDeliveries(tx, stranger, { filter: 'all', limit: 50, isCovered: true }),
    );
    expect(page.deliveries).toEqual([]);
  });

  it('has row-level security enabled and forced on every table that tells of a patient', async () => {
    const open = await withSystem(database.system, (tx) =>
      rows(
        tx,
        sql<{
          name: string;
        }>`select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = 'transfers' and c.relkind = 'r' and not (c.relrowsecurity and c.relforcerowsecurity)`,
      ),
    );
    expect(open).toEqual([{ name: 'route' }]);
  });

  it('remembers the identifier of a patient, and gives it to nobody else', async () => {
    const { studyId } = await study(1);
    const coercion = {
      patientId: 'CHU-77',
      issuerOfPatientId: 'CHU',
      accessionNumber: null,
      traits: null,
    };
    await send(studyId, coercion);
    const known = async (id: string) => {
      const found = await withActor(database.app, sender, (tx) => listDestinations(tx, sender, id));
      return found.destinations[0]?.known?.patientId;
    };
    const same = await study(1);
    expect(await known(same.studyId)).toBe('CHU-77');
    const homonym = await makeStudy(database.system, {
      structureId: place.structureId,
      storeRoot,
      attributes: { PatientBirthDate: '19510303' },
    });
    expect(await known(homonym.studyId)).toBeUndefined();
  });
});
