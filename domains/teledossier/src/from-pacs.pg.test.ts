import { randomUUID } from 'node:crypto';
import { withActor, type Tx } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { noteAwaiting } from '@liaison/imaging';
import type { UserActor } from '@liaison/kernel';
import { requestRetrieval } from '@liaison/pacs';
import { makePeer } from '@liaison/pacs/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDossier } from './read-dossier.ts';
import { readWorklist } from './read-worklist.ts';
import { listeningDeps, makeRegion, sendRequest, type Region } from './testing.ts';

describe('a request whose exams are still in the PACS', () => {
  let database: TestDatabase;
  let region: Region;
  let peerId: string;
  const deps = listeningDeps();
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    region = await makeRegion(database.system);
    peerId = await makePeer(database.system, {
      structureId: region.emergency.structureId,
      name: 'CHA_PACS',
      host: '127.0.0.1',
      port: 104,
      roles: { query: true, retrieve: 'move' },
    });
  });

  const as = <Value>(actor: UserActor, work: (tx: Tx) => Promise<Value>) =>
    withActor(database.app, actor, work);
  const found = () => ({
    StudyInstanceUID: `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`,
    patientName: 'LEFÈVRE^Élodie',
    familyName: 'LEFÈVRE',
    givenNames: 'Élodie',
    birthDate: '1955-03-02',
    sex: 'F' as const,
    patientId: '4512',
    issuerOfPatientId: '',
    accessionNumber: 'A1',
    description: 'Scanner cérébral',
    modalities: ['CT'],
    studyDate: '2026-03-01',
    studyTime: '14:22:33',
    imageCount: 641,
    seriesCount: 4,
  });
  const ask = () =>
    as(region.requerant, (tx) =>
      requestRetrieval(tx, region.requerant, deps, { peerId, studies: [found()] }),
    );
  const view = (actor: UserActor, dossierId: string) =>
    as(actor, (tx) => readDossier(tx, actor, deps, { dossierId, opening: false }));

  it('is sent before the first image, and both sides see what is awaited', async () => {
    const [asked] = await ask();
    const sent = await sendRequest(database, region, deps, { studyIds: [asked?.studyId ?? ''] });
    for (const actor of [region.requerant, region.requis]) {
      const { studies, timeline } = await view(actor, sent.id);
      expect(studies).toMatchObject([
        {
          arrival: 'expected',
          imageCount: 0,
          awaiting: { state: 'waiting', source: 'CHA_PACS', total: 641 },
        },
      ]);
      expect(timeline.map(({ kind }) => kind)).toContain('sent');
    }
    const { sections } = await as(region.requis, (tx) =>
      readWorklist(tx, region.requis, { isCovered: true }),
    );
    const row = sections.flatMap(({ rows }) => rows).find(({ id }) => id === sent.id);
    expect(row?.imaging).toMatchObject({
      studyCount: 1,
      modalities: ['CT'],
      arrival: 'expected',
      awaiting: { state: 'waiting', total: 641 },
    });
  });

  it('tells the requis why nothing comes, in words, and in its story what was asked since', async () => {
    const sent = await sendRequest(database, region, deps, { studyIds: [(await ask())[0]?.studyId ?? ''] });
    const [study] = (await view(region.requis, sent.id)).studies;
    await as(region.requerant, (tx) =>
      noteAwaiting(tx, study?.id ?? '', {
        source: 'CHA_PACS',
        state: 'failed',
        reason: 'AET refusé',
        done: 0,
        total: 641,
      }),
    );
    expect((await view(region.requis, sent.id)).studies[0]?.awaiting).toMatchObject({
      state: 'failed',
      reason: 'AET refusé',
    });
    // Asked before the dossier began, it is no part of its story; asked again, it is.
    expect((await view(region.requis, sent.id)).timeline.map(({ kind }) => kind)).not.toContain('retrieval');
    const other = await makePeer(database.system, {
      structureId: region.emergency.structureId,
      aeTitle: 'PACS_2',
      name: 'PACS de secours',
      host: '127.0.0.1',
      port: 104,
      roles: { query: true, retrieve: 'move' },
    });
    const again = { ...found(), StudyInstanceUID: study?.StudyInstanceUID ?? '' };
    await as(region.requerant, (tx) =>
      requestRetrieval(tx, region.requerant, deps, { peerId: other, studies: [again] }),
    );
    const told = (await view(region.requis, sent.id)).timeline.filter(({ kind }) => kind === 'retrieval');
    expect(told.map(({ text }) => text.replaceAll(/\u00a0/g, ' '))).toEqual([
      `${region.requerant.displayName} a demandé l’examen « Scanner cérébral » à PACS de secours`,
    ]);
  });
});
