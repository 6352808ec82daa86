import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rows, withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { makeStudy } from '@liaison/imaging/testing';
import type { Enqueue } from '@liaison/jobs';
import { seenEntries } from '@liaison/journal/testing';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { askCommitmentAgain } from './ask-commitment-again.ts';
import { commitmentHandler, silenceHandler } from './ask-commitment.ts';
import type { Delivery } from '../contract.ts';
import { startDeliverer } from './deliverer.ts';
import { noteCommitmentReport } from './note-commitment-report.ts';
import { readDelivery } from './read-delivery.ts';
import { sendStudies } from './send-studies.ts';
import { makePeer, scuLink, TestDestination } from '../testing.ts';

describe('a PACS that commits to keep images', () => {
  const imageCount = 3;
  const given = () => ({ database: database.system, clock: systemClock });
  let database: TestDatabase;
  let storeRoot: string;
  let sender: UserActor;
  let destination: TestDestination;
  let studyId: string;
  let deliveryId: string;
  let asked: { uid: string; count: number }[];
  let due: { queue: string; delaySeconds: number | undefined }[];

  const enqueue: Enqueue = async (_tx, queue, _payload, options) =>
    void due.push({ queue: queue.name, delaySeconds: options?.delaySeconds });
  const commit = async (_peer: unknown, uid: string, references: readonly unknown[]) =>
    void asked.push({ uid, count: references.length });
  const asking = () => ({ database: database.system, link: { commit }, enqueue });
  const ask = () => commitmentHandler(asking()).run({ deliveryId });
  const lastUid = () => asked.at(-1)?.uid ?? '';

  beforeAll(async () => {
    database = await openTestDatabase();
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-commitment-'));
    destination = new TestDestination();
    await destination.open();
  });
  afterAll(async () => {
    await destination.close();
    await database.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });
  beforeEach(async () => {
    [asked, due] = [[], []];
    await sendOne();
    due = [];
  });

  /** A study that such a PACS has received. */
  async function sendOne(): Promise<void> {
    const place = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    const { structureId } = place;
    sender = await makePerson(database.system, place, 'Expéditeur');
    const roles = { store: true, commit: true };
    const to = { structureId, aeTitle: 'ARCHIVE', port: destination.port, roles };
    const peerId = await makePeer(database.system, to);
    ({ studyId } = await makeStudy(database.system, { structureId, imageCount, storeRoot }));
    const deps = { enqueue, clock: systemClock };
    const sending = { studyIds: [studyId], peerId, coercion: null };
    const sent = await withActor(database.app, sender, (tx) => sendStudies(tx, sender, deps, sending));
    deliveryId = sent.deliveryIds[0] ?? '';
    const options = { ...given(), storeRoot, link: scuLink, enqueue, log: openLog('silent') };
    const deliverer = startDeliverer(options);
    await deliverer.idle();
    await deliverer.stop();
  }

  async function read(): Promise<Delivery> {
    const found = await withActor(database.app, sender, (tx) => readDelivery(tx, sender, deliveryId));
    return found.delivery;
  }

  const proofs = () =>
    withSystem(database.system, (tx) =>
      rows(
        tx,
        sql`select kind, image_count, said_by from retention.proof where study_id = ${studyId} order by at`,
      ),
    );

  it('is asked to, and believed alone, for what it was asked', async () => {
    await ask();
    expect(asked).toEqual([{ uid: expect.any(String), count: imageCount }]);
    expect(await read()).toMatchObject({ commitment: 'asked', mayAskCommitment: false });
    const committed = [...destination.uids(), newUid()];
    const report = { callingAeTitle: 'ARCHIVE', transactionUid: lastUid(), committed };
    const some = destination.uids().slice(-imageCount, -1);
    expect(await noteCommitmentReport(given(), { ...report, callingAeTitle: 'OTHER' })).toBe(false);
    expect(await noteCommitmentReport(given(), { ...report, transactionUid: newUid() })).toBe(false);
    expect(await noteCommitmentReport(given(), { ...report, committed: some })).toBe(true);
    expect(await read()).toMatchObject({ commitment: 'partial' });
    expect(await noteCommitmentReport(given(), report)).toBe(true);
    expect(await read()).toMatchObject({ commitment: 'confirmed' });
    const known = await proofs();
    expect(known.at(-1)).toEqual({ kind: 'commitment', image_count: imageCount, said_by: 'ARCHIVE' });
    // Purged, and other images under its StudyInstanceUID since: an old report again says nothing of these.
    await withSystem(database.system, (tx) =>
      sql`update imaging.instance set sop_instance_uid = sop_instance_uid || '.1' where study_id = ${studyId}`.execute(
        tx,
      ),
    );
    expect(await noteCommitmentReport(given(), report)).toBe(true);
    expect(await proofs()).toHaveLength(known.length);
  });

  it('is asked again where it does not report, then shown as silent until a person asks', async () => {
    const overdue = (transactionUid: string) => silenceHandler(asking()).run({ deliveryId, transactionUid });
    for (let silence = 1; silence <= 3; silence += 1) {
      await ask();
      expect(due.splice(0)).toEqual([{ queue: 'commitment.overdue', delaySeconds: 86_400 }]);
      // A request that another has followed is nobody's any more.
      await overdue(newUid());
      expect(await read()).toMatchObject({ commitment: 'asked' });
      await overdue(lastUid());
      expect(due.splice(0).map(({ queue }) => queue)).toEqual(silence < 3 ? ['commitment.due'] : []);
    }
    expect(await read()).toMatchObject({ commitment: 'unreported', mayAskCommitment: true });
    const deps = { enqueue, clock: systemClock };
    const again = () =>
      withActor(database.app, sender, (tx) => askCommitmentAgain(tx, sender, deps, deliveryId));
    await again();
    await expect(again()).rejects.toMatchObject({ code: 'transfers/nothing-to-ask' });
    expect(due.splice(0).map(({ queue }) => queue)).toEqual(['commitment.due']);
    await ask();
    expect(await read()).toMatchObject({ commitment: 'asked' });
    const report = { callingAeTitle: 'ARCHIVE', transactionUid: lastUid(), committed: destination.uids() };
    expect(await noteCommitmentReport(given(), report)).toBe(true);
    expect(await read()).toMatchObject({ commitment: 'confirmed' });
    const acts = (await seenEntries(database.system)).filter(
      ({ details }) => details['delivery'] === deliveryId,
    );
    expect(acts.map(({ act }) => act)).toContain('study.commitment-requested');
  });

  it('may report after it was given up', async () => {
    await ask();
    await withSystem(database.system, (tx) =>
      sql`update transfers.delivery set commitment = 'unreported' where id = ${deliveryId}`.execute(tx),
    );
    const report = { callingAeTitle: 'ARCHIVE', transactionUid: lastUid(), committed: destination.uids() };
    expect(await noteCommitmentReport(given(), report)).toBe(true);
    expect(await read()).toMatchObject({ commitment: 'confirmed' });
  });
});
