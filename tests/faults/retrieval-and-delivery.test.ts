import { crc32 } from 'node:zlib';
import { isDone } from '@liaison/dicom';
import { openTestAssociation } from '@liaison/dimse/testing';
import { seenEntries } from '@liaison/journal/testing';
import { startPacs, type ArchivedStudy, type SimulatedPacs } from '@liaison/pacs-simulator';
import { TestDestination } from '@liaison/transfers/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signIn, type ApiClient } from '../platform/api-client.ts';
import { DicomPrograms, hasForeignPacs, type Kept } from '../platform/dicom-programs.ts';
import {
  arrived,
  delivered,
  listStudies,
  readDelivery,
  readRetrieval,
  retrieved,
  retrieveStudy,
  searchPacs,
  sendStudy,
} from '../platform/exchanges.ts';
import { makeStudyImages, writeFiles } from '../platform/images.ts';
import { addPeer, approvePeer, structureIdOf } from '../platform/peers.ts';
import { openSlowLink, type SlowLink } from '../platform/slow-link.ts';
import { eventually, pause, startPlatform, type Platform } from '../platform/start-platform.ts';
import { expectAllKept } from './catalogue.ts';
import { Ledger, patient, type Image } from './images.ts';
import { expectSealed } from './journal.ts';
import { expectNoPatientData } from './logs.ts';

const imageCount = 60;
/** So that each takes some five seconds. */
const bytesPerSecond = 100_000;
const imagesPerSecond = 12;
/** What a crash may repeat: images whose answer was not noted yet. */
const mostRepeated = 9;

function uidOf(images: readonly Image[]): string {
  return images[0]?.StudyInstanceUID ?? '';
}

function asArchived(images: readonly Image[], AccessionNumber: string): ArchivedStudy {
  return {
    StudyInstanceUID: uidOf(images),
    AccessionNumber,
    patient,
    startedAt: new Date('2026-11-20T10:00:00Z'),
    imageCount: images.length,
    seriesCount: 1,
    images: () =>
      images.map((image, index) => ({
        ...image,
        SeriesDescription: '',
        rank: index + 1,
        total: images.length,
      })),
  };
}

/** One retrieval by C-MOVE, one by C-GET and one delivery, all under way when something fails; one fault a test, in order. */
describe.skipIf(!hasForeignPacs())('retrievals and deliveries that are cut', () => {
  const programs = new DicomPrograms();
  const ledger = new Ledger();
  const archived: ArchivedStudy[] = [];
  const destination = new TestDestination();
  const links: SlowLink[] = [];
  let platform: Platform;
  let reader: ApiClient;
  let mover: Kept;
  let moverLink: SlowLink;
  let getter: SimulatedPacs;
  let ids: { mover: string; getter: string; destination: string };

  beforeAll(async () => {
    platform = await startPlatform({ LIAISON_LOG: 'debug' });
    reader = await signIn(platform, 'requerant@demo.liaison');
    const admin = await signIn(platform, 'admin.local@demo.liaison');
    moverLink = await openSlowLink(platform.dicomPort, bytesPerSecond);
    mover = await programs.dcmqrscp('POUSSE', { LIAISON: moverLink.port });
    getter = await openGetter(0);
    await destination.open();
    const way = await openSlowLink(destination.port, bytesPerSecond);
    links.push(moverLink, way);
    const own = structureIdOf('CHA_PACS');
    const roles = { mayStore: true, query: true } as const;
    ids = {
      mover: await addPeer(admin, own, {
        aeTitle: 'POUSSE',
        port: mover.port,
        roles: { ...roles, retrieve: 'move' },
      }),
      getter: await addPeer(admin, own, {
        aeTitle: 'DONNE',
        port: getter.port,
        roles: { ...roles, retrieve: 'get' },
      }),
      destination: await addPeer(admin, own, { aeTitle: 'PREND', port: way.port, roles: { store: true } }),
    };
    await approvePeer(await signIn(platform, 'admin.regional@demo.liaison'), ids.destination);
    const args = ['-aet', 'POUSSE', '-aec', 'LIAISON', '127.0.0.1', String(platform.dicomPort)];
    await eventually(async () => (await programs.run('echoscu', args)).code === 0);
  });
  afterAll(async () => {
    await platform?.stop();
    for (const link of links) await link.close();
    await getter?.stop();
    await destination.close();
    await programs.close();
  });

  function openGetter(port: number): Promise<SimulatedPacs> {
    const destinations = new Map();
    return startPacs({
      host: '127.0.0.1',
      port,
      aeTitle: 'DONNE',
      studies: archived,
      destinations,
      imagesPerSecond,
    });
  }

  type UnderWay = {
    moved: string;
    got: string;
    sent: string;
    outgoing: readonly Image[];
    expectWhole(): Promise<void>;
  };

  /** Starts all three, and waits until each is in the middle. */
  async function begin(name: string): Promise<UnderWay> {
    const [toMove, toGet, outgoing] = [0, 1, 2].map((rank) =>
      makeStudyImages(imageCount, { AccessionNumber: `${name}${rank}` }),
    );
    if (!toMove || !toGet || !outgoing) throw new TypeError('three studies');
    const files = writeFiles(programs.folderOf(name), toMove);
    const load = ['-aec', 'POUSSE', '127.0.0.1', String(mover.port), ...files];
    expect(await programs.run('storescu', load)).toEqual({ code: 0, said: '' });
    archived.push(asArchived(toGet, `${name}1`));
    const studyId = await receive(outgoing);
    const moved = await retrieve(ids.mover, `${name}0`);
    const got = await retrieve(ids.getter, `${name}1`);
    const sent = await sendStudy(reader, studyId, ids.destination);
    for (const image of [...toMove, ...toGet]) ledger.add(image);
    await eventually(async () => {
      const counts = await countHere([uidOf(toMove), uidOf(toGet)]);
      return [...counts, countSent(outgoing)].every((count) => count >= 5);
    });
    for (const count of [...(await countHere([uidOf(toMove), uidOf(toGet)])), countSent(outgoing)])
      expect(count).toBeLessThan(imageCount);
    return { moved, got, sent, outgoing, expectWhole: () => expectWhole({ moved, got, sent, outgoing }) };
  }

  async function receive(images: readonly Image[]): Promise<string> {
    const association = await openTestAssociation(platform.dicomPort);
    for (const image of images) {
      expect(isDone((await association.cStore(image)).status)).toBe(true);
      ledger.add(image);
    }
    await association.release();
    return (await arrived(reader, uidOf(images), images.length)).id;
  }

  async function retrieve(peerId: string, accessionNumber: string): Promise<string> {
    const [found] = await searchPacs(reader, peerId, { accessionNumber });
    if (!found) throw new Error(`${accessionNumber} is not in the PACS`);
    return (await retrieveStudy(reader, peerId, found)).retrievalId;
  }

  async function countHere(uids: readonly string[]): Promise<number[]> {
    const studies = await listStudies(reader);
    return uids.map((uid) => studies.find((one) => one.StudyInstanceUID === uid)?.imageCount ?? 0);
  }

  const receivedOf = (images: readonly Image[]) => {
    const uids = new Set(images.map(({ SOPInstanceUID }) => SOPInstanceUID));
    return destination.received.filter(({ SOPInstanceUID }) => uids.has(SOPInstanceUID));
  };
  const countSent = (images: readonly Image[]) => receivedOf(images).length;

  /** All ends by itself: nothing is lost, nothing is there twice, and the states say so. */
  async function expectWhole({ moved, got, sent, outgoing }: Omit<UnderWay, 'expectWhole'>): Promise<void> {
    for (const id of [moved, got])
      expect(await retrieved(reader, id)).toMatchObject({
        arrived: imageCount,
        total: imageCount,
        failure: null,
        nextTryAt: null,
      });
    expect(await delivered(reader, sent)).toMatchObject({
      sent: imageCount,
      refused: 0,
      warned: 0,
      failure: null,
    });
    await expectAllKept(platform, ledger);
    const there = receivedOf(outgoing);
    const crcs = new Map(there.map(({ SOPInstanceUID, bytes }) => [SOPInstanceUID, crc32(bytes)]));
    expect(crcs).toEqual(
      new Map(outgoing.map(({ SOPInstanceUID, dataSet }) => [SOPInstanceUID, crc32(dataSet)])),
    );
    expect(there.length - imageCount).toBeLessThanOrEqual(mostRepeated);
    const entries = await seenEntries(platform.system);
    const ends = [moved, got, sent].map(
      (id) =>
        entries.filter(
          ({ act, details }) =>
            ['study.retrieved', 'study.sent'].includes(act) &&
            (details['retrieval'] === id || details['delivery'] === id),
        ).length,
    );
    expect(ends).toEqual([1, 1, 1]);
  }

  it('go on after kill -9 of the process that exchanges, and after an absence of the database', async () => {
    const killed = await begin('TUE');
    process.kill((await platform.roles())['exchange'] ?? 0, 'SIGKILL');
    await eventually(async () => (await platform.roles())['exchange']);
    // What a dead process held waits until it is believed dead; meanwhile others work.
    const cut = await begin('BASE');
    const before = await platform.roles();
    await platform.stopDatabase();
    await pause(2000);
    await platform.startDatabase();
    await killed.expectWhole();
    await cut.expectWhole();
    expect(await platform.roles()).toEqual(before);
  });

  it('say that a PACS is away, and go on once it is back', async () => {
    const underWay = await begin('LOIN');
    await programs.switchOff(mover.port);
    await getter.stop();
    await destination.close();
    const failures = await eventually(async () => {
      const retrievals = [underWay.moved, underWay.got].map((id) => readRetrieval(reader, id));
      const found = await Promise.all([...retrievals, readDelivery(reader, underWay.sent)]);
      return found.every(({ state, failure }) => state === 'waiting' && failure !== null) && found;
    });
    for (const { nextTryAt } of failures) expect(nextTryAt).not.toBeNull();
    mover = await programs.dcmqrscp('POUSSE', { LIAISON: moverLink.port }, [], mover.port);
    getter = await openGetter(getter.port);
    await destination.open();
    await underWay.expectWhole();
  });

  it('kept the chain of the journal', () => expectSealed(platform));

  it('wrote nothing of the patients into the logs', () => expectNoPatientData(platform));
});
