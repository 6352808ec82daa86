import { rmSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { createApp, type App } from '@liaison/http';
import { withSystem } from '@liaison/db';
import { seenEntries } from '@liaison/journal/testing';
import { newId, type UserActor, type UserId } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { manifest as manifestShape, type Manifest } from './contract.ts';
import { mountImaging } from './routes.ts';
import { grantStudyTo, revokeStudyFrom } from './study/share-study.ts';
import {
  catalogueAll,
  makeCtImage,
  makeStudy,
  openContainer,
  storeImage,
  type MadeStudy,
} from './testing.ts';

describe('imaging over HTTP', () => {
  let database: TestDatabase;
  let app: App;
  let reader: UserActor;
  let stranger: UserActor;
  let study: MadeStudy;
  const actors = new Map<string, UserActor>();
  let now = new Date('2026-03-01T10:00:00Z');

  beforeAll(async () => {
    database = await openTestDatabase();
    const place = await makePlace(database.system, 'CH de Valmont');
    reader = await makePerson(database.system, place, 'Lecteur');
    stranger = await makePerson(
      database.system,
      await makePlace(database.system, 'CHU de Grandville'),
      'Autre',
    );
    study = await makeStudy(database.system, { structureId: place.structureId, imageCount: 3 });
    actors.set('reader', reader).set('stranger', stranger);
    app = await createApp({
      log: openLog('silent'),
      texts: {},
      publicUrl: 'http://127.0.0.1:8080',
      isSecure: false,
      tls: null,
      findActor: async (request) => actors.get(String(request.headers['x-test'])) ?? null,
      onRefusal: async () => {},
    });
    mountImaging(app, { database: database.app, storeRoot: study.storeRoot, clock: { now: () => now } });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await database.close();
    rmSync(study.storeRoot, { recursive: true, force: true });
  });

  const get = (url: string, who = 'reader', headers: Record<string, string> = {}) =>
    app.inject({ method: 'GET', url, headers: { 'x-test': who, ...headers } });
  const manifestUrl = () => `/api/imaging/studies/${study.studyId}/manifest`;
  const openManifest = async (): Promise<Manifest> => manifestShape.parse((await get(manifestUrl())).json());
  const firstFrame = async () => `${(await openManifest()).series[0]?.instances[0]?.framesUrl ?? ''}/1`;

  it('journals the opening of a study, not its refreshes, and answers 304 where nothing changed', async () => {
    const opened = await openManifest();
    expect(opened.series[0]?.instances.map((instance) => instance.instanceNumber)).toEqual([1, 2, 3]);
    const refreshed = await get(`${manifestUrl()}?since=${opened.version}`);
    expect([refreshed.statusCode, refreshed.body]).toEqual([304, '']);
    expect((await get(`${manifestUrl()}?since=${opened.version - 1}`)).statusCode).toBe(200);
    const rows = (await seenEntries(database.system)).filter((entry) => entry.act === 'study.opened');
    expect(rows).toMatchObject([
      {
        actor_id: reader.userId,
        resource_id: study.studyId,
        details: { StudyInstanceUID: study.StudyInstanceUID },
      },
    ]);
  });

  it('tells the version of what came meanwhile', async () => {
    const { version, series } = await openManifest();
    const sender = { structureId: reader.structureId, StudyInstanceUID: study.StudyInstanceUID };
    const container = openContainer(study.storeRoot, sender);
    const SeriesInstanceUID = series[0]?.SeriesInstanceUID ?? newUid();
    const { StudyInstanceUID } = study;
    storeImage(container, makeCtImage({ StudyInstanceUID, SeriesInstanceUID, InstanceNumber: 4 }));
    container.close();
    await catalogueAll(database.system, study.storeRoot);
    const fresh = manifestShape.parse((await get(`${manifestUrl()}?since=${version}`)).json());
    expect(fresh.series[0]?.instances).toHaveLength(4);
    expect(fresh.version).toBeGreaterThan(version);
  });

  it('serves a frame as received, packed only for who takes gzip, and not again to who has it', async () => {
    const url = await firstFrame();
    const plain = await get(url, 'reader', { 'accept-encoding': 'br' });
    expect(plain.headers).toMatchObject({
      'content-type': 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1',
      'cache-control': 'private, no-store',
      'content-length': '32',
    });
    expect([plain.rawPayload.readInt16LE(0), plain.rawPayload.readInt16LE(30)]).toEqual([100, 115]);
    const packed = await get(url, 'reader', { 'accept-encoding': 'gzip, deflate, br' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(gunzipSync(packed.rawPayload).equals(plain.rawPayload)).toBe(true);
    const again = await get(url, 'reader', { 'if-none-match': String(plain.headers.etag) });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  it('journals who reads images without opening their study, once', async () => {
    const colleague: UserActor = { ...reader, userId: newId<UserId>(), displayName: 'COLLÈGUE Camille' };
    actors.set('colleague', colleague);
    const frame = await firstFrame();
    for (const url of [frame, frame, `${manifestUrl()}?since=0`])
      expect((await get(url, 'colleague')).statusCode).toBe(200);
    const rows = (await seenEntries(database.system)).filter((entry) => entry.actor_id === colleague.userId);
    expect(rows.map(({ act, resource_id }) => [act, resource_id])).toEqual([['study.opened', study.studyId]]);
  });

  it('journals what calls itself a refresh, or the next slice, and is none', async () => {
    const hasty: UserActor = { ...reader, userId: newId<UserId>(), displayName: 'PRESSÉ Camille' };
    actors.set('hasty', hasty);
    const one = `/api/imaging/studies/${study.studyId}`;
    const list = '/api/imaging/studies';
    const cursor = `2030-01-01T00:00:00.000Z_${newId()}`;
    for (const url of [
      `${list}?live=true`,
      `${list}?live=true`,
      `${list}?search=lefevre&cursor=${cursor}`,
      one,
      one,
    ])
      expect((await get(url, 'hasty')).statusCode).toBe(200);
    const rows = (await seenEntries(database.system)).filter((entry) => entry.actor_id === hasty.userId);
    expect(rows.map(({ act, details }) => [act, details.search ?? details.through ?? null])).toEqual([
      ['study.listed', null],
      ['study.listed', 'lefevre'],
      ['study.opened', 'api'],
    ]);
  });

  it('refuses a study, its manifest and its frames to a stranger, and to nobody', async () => {
    const frame = await firstFrame();
    for (const url of [`/api/imaging/studies/${study.studyId}`, manifestUrl(), frame]) {
      expect([url, (await get(url, 'stranger')).json().code]).toEqual([url, 'access/refused']);
      expect([url, (await get(url, 'nobody')).statusCode]).toEqual([url, 401]);
    }
  });

  it('stops serving frames within two seconds of a right taken back', async () => {
    const frame = await firstFrame();
    await withSystem(database.system, (tx) =>
      grantStudyTo(tx, study.studyId, [stranger.userId], 'dossier:7'),
    );
    expect((await get(frame, 'stranger')).statusCode).toBe(200);
    await withSystem(database.system, (tx) =>
      revokeStudyFrom(tx, study.studyId, [stranger.userId], 'dossier:7'),
    );
    now = new Date(now.getTime() + 2000);
    expect((await get(frame, 'stranger')).json().code).toBe('access/refused');
  });

  it.each([
    ['a frame that is not there', (frame: string) => frame.replace(/1$/, '2'), 404],
    ['frame 0', (frame: string) => frame.replace(/1$/, '0'), 400],
    [
      'an image that is not there',
      (frame: string) => frame.replace(/instances\/[\d.]+/, 'instances/1.2.3'),
      404,
    ],
    [
      'an image that is no UID',
      (frame: string) => frame.replace(/instances\/[\d.]+/, 'instances/..%2f..%2fetc'),
      400,
    ],
  ])('answers %s as an error of the asker', async (_what, change, status) => {
    expect((await get(change(await firstFrame()))).statusCode).toBe(status);
  });

  it('lists the studies of the reader', async () => {
    const listed = (await get('/api/imaging/studies?search=lefevre&live=true')).json();
    expect(listed).toMatchObject({
      total: 1,
      isTotalCapped: false,
      nextCursor: null,
      studies: [{ id: study.studyId }],
    });
    expect((await get('/api/imaging/studies', 'stranger')).json()).toMatchObject({ total: 0, studies: [] });
  });
});
