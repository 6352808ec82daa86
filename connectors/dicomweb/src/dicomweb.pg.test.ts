import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { JPEGLosslessSV1, newUid, readPart10, type JsonDataSet } from '@liaison/dicom';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { createApp, type App } from '@liaison/http';
import { makeStudy, type MadeStudy } from '@liaison/imaging/testing';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mountDicomweb } from './mount.ts';

describe('DICOMweb', () => {
  let database: TestDatabase;
  let app: App;
  let storeRoot: string;
  let reader: UserActor;
  let study: MadeStudy;
  const actors = new Map<string, UserActor>();
  let now = new Date('2026-03-02T08:00:00Z');

  beforeAll(async () => {
    database = await openTestDatabase();
    storeRoot = mkdtempSync(join(tmpdir(), 'liaison-dicomweb-'));
    const place = await makePlace(database.system, 'CH de Valmont');
    const elsewhere = await makePlace(database.system, 'CHU de Grandville');
    reader = await makePerson(database.system, place, 'Lecteur');
    actors.set('reader', reader).set('stranger', await makePerson(database.system, elsewhere, 'Autre'));
    study = await makeStudy(database.system, { structureId: place.structureId, imageCount: 3, storeRoot });
    await makeStudy(database.system, {
      structureId: place.structureId,
      storeRoot,
      attributes: {
        PatientName: 'DUPONT^Jean',
        PatientID: '7',
        StudyDate: '20251224',
        Modality: 'MR',
        AccessionNumber: 'B_1',
      },
    });
    await makeStudy(database.system, { structureId: elsewhere.structureId, storeRoot });
    app = await createApp({
      log: openLog('silent'),
      texts: {},
      publicUrl: 'http://127.0.0.1:8080',
      isSecure: false,
      tls: null,
      findActor: async (request) => actors.get(String(request.headers['x-test'])) ?? null,
      onRefusal: async () => {},
    });
    mountDicomweb(app, {
      database: database.app,
      storeRoot,
      node: 'n1',
      log: openLog('silent'),
      clock: { now: () => now },
    });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await database.close();
    rmSync(storeRoot, { recursive: true, force: true });
  });

  const get = (path: string, accept?: string, who = 'reader') =>
    app.inject({
      method: 'GET',
      url: `/dicomweb${path}`,
      headers: { 'x-test': who, ...(accept ? { accept } : {}) },
    });
  const search = async (path: string): Promise<JsonDataSet[]> => {
    const reply = await get(path);
    expect([200, 204]).toContain(reply.statusCode);
    return reply.statusCode === 204 ? [] : reply.json();
  };
  const studyPath = () => `/studies/${study.StudyInstanceUID}`;
  const instancePath = async () => {
    const [first] = await search(`${studyPath()}/instances`);
    return String(first?.['00081190']?.Value?.[0]).replace(/^.*\/dicomweb/, '');
  };

  it('searches studies by their attributes, by keyword or by tag', async () => {
    const all = await search('/studies');
    expect(values(all, '00100020')).toEqual(['7', 'IPP0042']);
    expect(all[1]).toMatchObject({
      '00080020': { vr: 'DA', Value: ['20260301'] },
      '00080030': { vr: 'TM', Value: ['142233'] },
      '00080061': { vr: 'CS', Value: ['CT'] },
      '00080090': { vr: 'PN' },
      '00081190': { vr: 'UR', Value: [`http://localhost:80/dicomweb${studyPath()}`] },
      '00100010': { vr: 'PN', Value: [{ Alphabetic: 'LEFÈVRE^Anaïs^Marie' }] },
      '00201208': { vr: 'IS', Value: [3] },
    });
    for (const [query, ids] of [
      [`StudyInstanceUID=${study.StudyInstanceUID}`, ['IPP0042']],
      ['PatientID=7', ['7']],
      ['00100020=IPP*', ['IPP0042']],
      ['PatientName=lefevre*', ['IPP0042']],
      ['PatientName=DUPONT%5EJean%5E%5E', ['7']],
      ['PatientName=*jean', ['7']],
      ['PatientName=DUPON', []],
      ['PatientName=%25', []],
      ['AccessionNumber=B_1', ['7']],
      ['AccessionNumber=B?1', ['7']],
      ['AccessionNumber=_____1', []],
      ['StudyDate=20260301', ['IPP0042']],
      ['StudyDate=-20251231', ['7']],
      ['StudyDate=20251201-', ['7', 'IPP0042']],
      ['StudyDate=20251225-20260228', []],
      ['ModalitiesInStudy=MR&includefield=all', ['7']],
      ['limit=1', ['7']],
      ['limit=1&offset=1', ['IPP0042']],
      ['PatientID=&limit=5', ['7', 'IPP0042']],
    ] as const) {
      expect([query, values(await search(`/studies?${query}`), '00100020')]).toEqual([query, ids]);
    }
  });

  it.each([
    'StudyDate=yesterday',
    'StudyDate=20260101-x',
    'limit=-1',
    'fuzzymatching=maybe',
    'Rows=many',
    'StudyTime=25',
    'PatientName=a&PatientName=b',
    'StudyInstanceUID=%27',
  ])('refuses the query %s', async (query) => {
    expect((await get(`/studies?${query}`)).statusCode).toBe(400);
  });

  it('lists series and instances of a study', async () => {
    const series = await search(`${studyPath()}/series`);
    expect(series).toMatchObject([
      { '00080060': { Value: ['CT'] }, '00201209': { Value: [3] }, '00200011': { Value: [2] } },
    ]);
    const uid = String(values(series, '0020000E')[0]);
    const instances = await search(`${studyPath()}/series/${uid}/instances`);
    expect(values(instances, '00200013')).toEqual([1, 2, 3]);
    expect(values(await search(`${studyPath()}/instances?limit=1&offset=2`), '00200013')).toEqual([3]);
    expect(await search(`${studyPath()}/series?Modality=MR`)).toEqual([]);
  });

  it('gives a whole study as files, each bit-exact', async () => {
    const reply = await get(studyPath(), 'multipart/related; type="application/dicom"; transfer-syntax=*');
    const parts = parseMultipart(String(reply.headers['content-type']), reply.rawPayload);
    expect(parts.map((part) => part.headers['content-type'])).toEqual(
      Array(3).fill('application/dicom; transfer-syntax=1.2.840.10008.1.2.1'),
    );
    const single = await get(await instancePath(), 'application/dicom');
    expect(single.headers['content-type']).toBe('application/dicom; transfer-syntax=1.2.840.10008.1.2.1');
    expect(parts[0]?.body.equals(single.rawPayload)).toBe(true);
    const { dataSetBytes, meta } = readPart10(single.rawPayload);
    expect(meta.text('MediaStorageSOPInstanceUID')).toBe((await instancePath()).split('/').at(-1));
    expect(dataSetBytes.subarray(-32).readInt16LE(0)).toBe(100);
  });

  it('gives frames, alone or several', async () => {
    const path = `${await instancePath()}/frames`;
    const alone = await get(`${path}/1`, 'application/octet-stream');
    expect([alone.rawPayload.length, alone.rawPayload.readInt16LE(2)]).toEqual([32, 101]);
    const several = await get(`${path}/1`, 'multipart/related; type="application/octet-stream"');
    const parts = parseMultipart(String(several.headers['content-type']), several.rawPayload);
    expect(parts.map((part) => part.body.equals(alone.rawPayload))).toEqual([true]);
    expect((await get(`${path}/2`)).statusCode).toBe(404);
    expect((await get(`${path}/0`)).statusCode).toBe(400);
    expect((await get(`${path}/1,x`)).statusCode).toBe(400);
  });

  it('never re-encodes: another transfer syntax than that of reception is not acceptable', async () => {
    const accept = `multipart/related; type="application/dicom"; transfer-syntax=${JPEGLosslessSV1}`;
    expect((await get(studyPath(), accept)).statusCode).toBe(406);
    expect((await get(studyPath(), 'image/png')).statusCode).toBe(406);
    expect((await get(studyPath(), `${accept}, */*`)).statusCode).toBe(200);
  });

  it('refuses to a stranger what he may not see as if it did not exist', async () => {
    const instance = await instancePath();
    for (const path of [
      studyPath(),
      `${studyPath()}/metadata`,
      `${studyPath()}/series`,
      instance,
      `${instance}/frames/1`,
    ]) {
      expect([path, (await get(path, undefined, 'stranger')).statusCode]).toEqual([path, 404]);
      expect([path, (await get(path, undefined, 'nobody')).statusCode]).toEqual([path, 401]);
    }
    expect((await get(`/studies/${newUid()}`)).statusCode).toBe(404);
    expect((await get(`${studyPath()}/series/1.2.3`)).statusCode).toBe(404);
  });

  it('journals the opening of a study, once in ten minutes', async () => {
    const colleague: UserActor = { ...reader, displayName: 'COLLÈGUE Camille', communityIds: [] };
    actors.set('colleague', colleague);
    const count = async () =>
      (await seenEntries(database.system)).filter(
        (entry) => entry.act === 'study.opened' && entry.actor_name === colleague.displayName,
      );
    const instance = await instancePath();
    for (const path of [`${instance}/frames/1`, `${studyPath()}/metadata`, instance])
      await get(path, undefined, 'colleague');
    expect(await count()).toMatchObject([
      { details: { StudyInstanceUID: study.StudyInstanceUID, through: 'dicomweb' } },
    ]);
    now = new Date(now.getTime() + 11 * 60_000);
    await get(`${studyPath()}/metadata`, undefined, 'colleague');
    expect(await count()).toHaveLength(2);
  });

  it('journals each search, and the opening that a search within a study is', async () => {
    const curious: UserActor = { ...reader, displayName: 'CURIEUX Camille', communityIds: [] };
    actors.set('curious', curious);
    now = new Date(now.getTime() + 11 * 60_000);
    for (const path of ['/studies?PatientID=7', `${studyPath()}/series`, `${studyPath()}/instances`])
      expect((await get(path, undefined, 'curious')).statusCode).toBe(200);
    const rows = (await seenEntries(database.system)).filter(
      (entry) => entry.actor_name === curious.displayName,
    );
    expect(rows.map(({ act, details }) => [act, details])).toEqual([
      ['study.listed', { through: 'dicomweb', PatientID: '7' }],
      ['study.opened', { through: 'dicomweb', StudyInstanceUID: study.StudyInstanceUID }],
    ]);
  });
});

/** The first value of an attribute in each result. */
function values(results: readonly JsonDataSet[], tag: string): unknown[] {
  return results.map((one) => one[tag]?.Value?.[0]);
}

type ParsedPart = { headers: Record<string, string>; body: Buffer };

function parseMultipart(contentType: string, payload: Buffer): ParsedPart[] {
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1] ?? '';
  const text = payload.toString('latin1');
  expect(text.startsWith(`--${boundary}\r\n`) && text.endsWith(`\r\n--${boundary}--\r\n`)).toBe(true);
  return text
    .slice(boundary.length + 4, -(boundary.length + 8))
    .split(`\r\n--${boundary}\r\n`)
    .map((part) => {
      const end = part.indexOf('\r\n\r\n');
      const headers = part
        .slice(0, end)
        .split('\r\n')
        .map((line) => line.split(': '));
      return {
        headers: Object.fromEntries(headers.map(([name = '', value = '']) => [name.toLowerCase(), value])),
        body: Buffer.from(part.slice(end + 4), 'latin1'),
      };
    });
}
