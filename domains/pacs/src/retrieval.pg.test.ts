import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { withActor, withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { listStudies } from '@liaison/imaging';
import { catalogueAll, makeCtImage, openContainer, storeImage } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { seenEntries } from '@liaison/journal/testing';
import { systemClock, type UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { cancelRetrieval } from './cancel-retrieval.ts';
import type { Retrieval } from './contract.ts';
import { listRetrievals } from './list-retrievals.ts';
import { PacsError } from './pacs-error.ts';
import type { FoundStudy, PacsLink } from './ports.ts';
import { requestRetrieval } from './request-retrieval.ts';
import { startRetriever, type Retriever } from './retriever.ts';
import { retryRetrieval } from './retry-retrieval.ts';
import { makePeer } from './testing.ts';

/** A PACS with one study, whose images come by the same way as reception's: containers, then the catalogue. */
class SmallPacs {
  readonly StudyInstanceUID = newUid();
  readonly #images: ReturnType<typeof makeCtImage>[];
  /** What a try meets: how many images pass, and what then stands in the way. */
  readonly tries: { passes: number; failure: PacsError | null; told?: number }[] = [];
  asked = 0;

  constructor(count: number) {
    const own = { StudyInstanceUID: this.StudyInstanceUID, SeriesInstanceUID: newUid() };
    this.#images = Array.from({ length: count }, (_, index) =>
      makeCtImage({ ...own, InstanceNumber: index + 1 }),
    );
  }

  found(): FoundStudy {
    return {
      StudyInstanceUID: this.StudyInstanceUID,
      patientName: 'MARTIN^ÉLODIE',
      familyName: 'MARTIN',
      givenNames: 'ÉLODIE',
      birthDate: '1962-04-05',
      sex: 'F',
      patientId: 'IPP77',
      issuerOfPatientId: '',
      accessionNumber: 'A77',
      description: 'Scanner cérébral',
      modalities: ['CT'],
      studyDate: '2026-03-01',
      studyTime: '14:22:33',
      imageCount: this.#images.length,
      seriesCount: 1,
    };
  }

  link(store: { root: string; structureId: string; database: TestDatabase }): PacsLink {
    const refuse = () => Promise.reject(new Error('not asked here'));
    return {
      echo: refuse,
      store: refuse,
      commit: refuse,
      countImages: refuse,
      findStudies: () => Promise.resolve({ studies: [this.found()], isCapped: false }),
      retrieve: async (_peer, _uid, onProgress, signal) => {
        this.asked += 1;
        const { passes, failure, told } = this.tries.shift() ?? {
          passes: this.#images.length,
          failure: null,
        };
        const { StudyInstanceUID } = this;
        const container = openContainer(store.root, { structureId: store.structureId, StudyInstanceUID });
        for (const image of this.#images.slice(0, passes)) storeImage(container, image);
        container.close();
        await catalogueAll(store.database.system, store.root);
        const completed = told ?? passes;
        onProgress({ remaining: this.#images.length - completed, completed, failed: 0, warning: 0 });
        if (failure?.code === 'pacs/cancelled' && signal) await once(signal, 'abort');
        if (failure) throw failure;
        return { method: 'move', remaining: 0, completed, failed: 0, warning: 0 };
      },
    };
  }
}

describe('bringing a study from a PACS', () => {
  let database: TestDatabase;
  let jobs: { enqueue: Enqueue; close(): Promise<void> };
  let place: Awaited<ReturnType<typeof makePlace>>;
  let asker: UserActor;
  let root: string;
  let peerId: string;
  let pacs: SmallPacs;
  let retriever: Retriever | null = null;

  beforeAll(async () => {
    database = await openTestDatabase();
    jobs = await openEnqueue(database.urls.appUrl);
  });
  afterAll(async () => {
    await jobs.close();
    await database.close();
  });
  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'liaison-retrieval-'));
    place = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    asker = await makePerson(database.system, place, 'Demandeur');
    pacs = new SmallPacs(5);
    peerId = await makePeer(database.system, {
      structureId: place.structureId,
      name: 'PACS du CH',
      host: '127.0.0.1',
      port: 104,
      roles: { query: true, retrieve: 'move' },
    });
  });
  afterEach(async () => {
    await retriever?.stop();
    retriever = null;
    rmSync(root, { recursive: true, force: true });
  });

  const deps = () => ({ enqueue: jobs.enqueue, clock: systemClock });
  const request = (actor = asker) =>
    withActor(database.app, actor, (tx) =>
      requestRetrieval(tx, actor, deps(), { peerId, studies: [pacs.found()] }),
    );
  const bring = (unlike: Partial<PacsLink> = {}) => {
    retriever = startRetriever({
      database: database.system,
      link: { ...pacs.link({ root, structureId: place.structureId, database }), ...unlike },
      clock: systemClock,
      log: openLog('silent'),
      sweepMs: 20,
      settleMs: 200,
      heldForMs: 2000,
    });
  };
  const read = async (): Promise<Retrieval> => {
    const [only] = await withActor(database.app, asker, (tx) => listRetrievals(tx, asker, {}));
    if (!only) throw new Error('no retrieval');
    return only;
  };
  const until = async (is: (retrieval: Retrieval) => boolean): Promise<Retrieval> => {
    for (;;) {
      const now = await read();
      if (is(now)) return now;
      await wait(20);
    }
  };
  const listed = async () => {
    const asked = { limit: 10, isCovered: true };
    const page = await withActor(database.app, asker, (tx) => listStudies(tx, asker, asked, systemClock));
    const [study] = page.studies;
    if (!study) throw new Error('no study');
    return study;
  };

  it('shows the study at once, then its images, then that nothing more is awaited', async () => {
    const [made] = await request();
    const expected = await listed();
    expect(expected).toMatchObject({
      id: made?.studyId,
      arrival: 'expected',
      imageCount: 0,
      expectedCount: 5,
      awaiting: { source: 'PACS du CH', state: 'waiting', total: 5 },
      traits: { familyName: 'MARTIN', givenNames: 'ÉLODIE', patientId: 'IPP77' },
    });
    bring();
    expect(await until((now) => now.state === 'done')).toMatchObject({ arrived: 5, total: 5, failure: null });
    expect(await listed()).toMatchObject({
      id: made?.studyId,
      arrival: 'idle',
      imageCount: 5,
      awaiting: null,
      traits: { familyName: 'LEFÈVRE' },
    });
    const acts = (await seenEntries(database.system))
      .filter((entry) => entry.structure_id === place.structureId)
      .map(({ act, outcome }) => `${act} ${outcome}`);
    expect(acts).toEqual(
      expect.arrayContaining([
        'study.retrieval-requested done',
        'study.imported done',
        'study.retrieved done',
      ]),
    );
  });

  it('says in French why nothing came, and starts anew by hand', async () => {
    pacs.tries.push({
      passes: 0,
      failure: new PacsError('pacs/move-destination-unknown', { detail: 'A801' }),
    });
    await request();
    bring();
    const failed = await until((now) => now.state === 'failed');
    expect(failed.failure).toMatch(/^AET refusé.*LIAISON.*\(A801\)$/);
    expect((await listed()).awaiting).toMatchObject({
      state: 'failed',
      reason: failed.failure,
      done: 0,
      total: 5,
    });
    await withActor(database.app, asker, (tx) => retryRetrieval(tx, asker, deps(), failed.id));
    expect(await until((now) => now.state === 'done')).toMatchObject({ arrived: 5 });
    expect((await listed()).awaiting).toBeNull();
  });

  it('tells images that never came though the PACS told them as sent, and keeps trying', async () => {
    pacs.tries.push({ passes: 3, told: 5, failure: null });
    await request();
    bring();
    const waiting = await until((now) => now.state === 'waiting' && now.attempts === 1);
    expect(waiting).toMatchObject({ arrived: 3, total: 5 });
    expect(waiting.failure).toContain('3 sur 5');
    expect(waiting.nextTryAt).not.toBeNull();
  });

  it('believes no PACS that tells images as sent, and nothing else, while none is there', async () => {
    peerId = await makePeer(database.system, {
      structureId: place.structureId,
      name: 'PACS muet',
      host: '127.0.0.1',
      port: 104,
      roles: { retrieve: 'move' },
    });
    const mute = { ...pacs.found(), imageCount: null };
    await withActor(database.app, asker, (tx) =>
      requestRetrieval(tx, asker, deps(), { peerId, studies: [mute] }),
    );
    const told = { method: 'move', remaining: 0, completed: 5, failed: 0, warning: 0 } as const;
    bring({ retrieve: () => Promise.resolve(told) });
    const waiting = await until((now) => now.state !== 'moving' && now.attempts === 1);
    expect(waiting).toMatchObject({ state: 'waiting', arrived: 0, total: null });
    expect(waiting.failure).toContain('0 sur 5');
  });

  it('is brought once by one process, though the database believed it dead meanwhile', async () => {
    const letGo = Promise.withResolvers<void>();
    const link = pacs.link({ root, structureId: place.structureId, database });
    let calls = 0;
    await request();
    bring({
      retrieve: async (...asked) => {
        calls += 1;
        await letGo.promise;
        return link.retrieve(...asked);
      },
    });
    await until((now) => now.state === 'moving');
    await withSystem(database.system, (tx) =>
      sql`update pacs.retrieval set held_until = now() - interval '1 minute' where state = 'moving'`.execute(
        tx,
      ),
    );
    // Several looks for what is due.
    await wait(200);
    letGo.resolve();
    expect(await until((now) => now.state === 'done')).toMatchObject({ attempts: 1, arrived: 5 });
    expect(calls).toBe(1);
  });

  it('goes on after the process that brought it died', async () => {
    pacs.tries.push({ passes: 2, failure: new PacsError('pacs/cancelled') });
    await request();
    bring();
    await until((now) => now.state === 'moving' && now.arrived === 2);
    await retriever?.stop();
    expect(await read()).toMatchObject({ state: 'waiting', arrived: 2 });
    bring();
    expect(await until((now) => now.state === 'done')).toMatchObject({ arrived: 5 });
  });

  it('stops where it is cancelled, and keeps what came', async () => {
    pacs.tries.push({ passes: 2, failure: new PacsError('pacs/cancelled') });
    await request();
    bring();
    const moving = await until((now) => now.state === 'moving' && now.arrived === 2);
    await withActor(database.app, asker, (tx) => cancelRetrieval(tx, asker, systemClock, moving.id));
    expect(await read()).toMatchObject({ state: 'cancelled', arrived: 2 });
    expect(await listed()).toMatchObject({ imageCount: 2, awaiting: null });
  });

  it('is asked once, however often it is asked for', async () => {
    const [first] = await request();
    const [second] = await request();
    expect(second).toEqual(first);
    bring();
    await until((now) => now.state === 'done');
    expect(pacs.asked).toBe(1);
  });

  it('is of one’s own structure only', async () => {
    const elsewhere = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    const stranger = await makePerson(database.system, elsewhere, 'Étranger');
    await expect(request(stranger)).rejects.toThrow('pacs/no-peer');
    await request();
    const theirs = await withActor(database.app, stranger, (tx) => listRetrievals(tx, stranger, {}));
    expect(theirs).toEqual([]);
    const { id } = await read();
    await expect(
      withActor(database.app, stranger, (tx) => cancelRetrieval(tx, stranger, systemClock, id)),
    ).rejects.toThrow('pacs/no-retrieval');
  });
});
