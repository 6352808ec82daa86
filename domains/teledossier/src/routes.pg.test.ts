import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { createApp, type App, type AppOptions } from '@liaison/http';
import { problem } from '@liaison/http/contract';
import { seenEntries } from '@liaison/journal/testing';
import { newId, type UserActor } from '@liaison/kernel';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from './contract.ts';
import { french } from './fr.ts';
import { mountTeledossier } from './routes.ts';
import { elodie, listeningDeps, makeRegion, type Region } from './testing.ts';

const quiet: AppOptions['log'] = { debug() {}, info() {}, warn() {}, error() {}, with: () => quiet };

describe('the endpoints of télédossiers', () => {
  let database: TestDatabase;
  let region: Region;
  let app: App;
  let who: UserActor;
  beforeAll(async () => {
    database = await openTestDatabase();
    region = await makeRegion(database.system);
    who = region.requerant;
    app = await createApp({
      log: quiet,
      texts: french,
      publicUrl: 'http://localhost',
      isSecure: false,
      tls: null,
      findActor: async () => who,
      onRefusal: async () => {},
    });
    mountTeledossier(app, { database: database.app, ...listeningDeps() });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
  async function call(actor: UserActor, method: Method, url: string, body?: object) {
    who = actor;
    const headers = { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' };
    const reply = await app.inject({ method, url, headers, ...(body ? { payload: body } : {}) });
    return { status: reply.statusCode, type: reply.headers['content-type'], reply };
  }

  it('carries a request from its creation to its report in the shapes of the contract', async () => {
    const { requerant, requis, stroke } = region;
    const created = contract.createDossier.reply.parse(
      (await call(requerant, 'POST', '/api/teledossiers', { type: 'avc' })).reply.json(),
    );
    const url = `/api/teledossiers/${created.id}`;
    const draft = {
      revision: 1,
      patient: elodie,
      answers: { question: 'Thrombolyse\u202f?' },
      studyIds: [],
      recipients: [{ kind: 'community', id: stroke.communityId }],
    };
    const saved = contract.saveDraft.reply.parse(
      (await call(requerant, 'PUT', `${url}/draft`, draft)).reply.json(),
    );
    expect((await call(requerant, 'POST', `${url}/send`, { revision: saved.revision })).status).toBe(200);

    const worklist = contract.readWorklist.reply.parse(
      (await call(requis, 'GET', '/api/teledossiers/worklist')).reply.json(),
    );
    expect(worklist.sections[0]?.rows[0]?.number).toBe(created.number);
    const listed = contract.listDossiers.reply.parse(
      (await call(requis, 'GET', '/api/teledossiers?search=lefevre&limit=5')).reply.json(),
    );
    expect(listed.total).toBe(1);

    const seen = contract.readDossier.reply.parse((await call(requis, 'GET', url)).reply.json());
    const line = `${url}/addressees/${seen.addressees[0]?.id}`;
    expect((await call(requis, 'GET', `${url}/report.pdf`)).status).toBe(404);
    for (const step of ['take', 'release', 'take'] as const)
      expect((await call(requis, 'POST', `${line}/${step}`)).status).toBe(200);
    expect((await call(requis, 'PUT', `${line}/answer-draft`, { answers: { advice: 'Av' } })).status).toBe(
      200,
    );
    expect((await call(requis, 'POST', `${line}/answer`, { answers: { advice: 'Avis.' } })).status).toBe(200);
    const report = await call(requerant, 'GET', `${url}/report.pdf`);
    expect([report.status, report.type]).toEqual([200, 'application/pdf']);
    expect(
      contract.readDossier.reply.parse((await call(requerant, 'GET', `${url}?opening=false`)).reply.json())
        .status,
    ).toBe('repondu');
  });

  it('journals what calls itself a refresh, or the next slice, and is none', async () => {
    const { id } = contract.createDossier.reply.parse(
      (await call(region.requerant, 'POST', '/api/teledossiers', { type: 'avc' })).reply.json(),
    );
    const before = (await seenEntries(database.system)).length;
    for (const url of [
      '/api/teledossiers/worklist?live=true',
      '/api/teledossiers/worklist?live=true',
      `/api/teledossiers?search=lefevre&cursor=${newId()}`,
      `/api/teledossiers/${id}?opening=false`,
      `/api/teledossiers/${id}?opening=false`,
    ])
      expect((await call(region.requerant, 'GET', url)).status).toBe(200);
    const entries = (await seenEntries(database.system)).slice(before);
    expect(entries.map(({ act, details }) => [act, details.list ?? details.number])).toEqual([
      ['dossier.listed', 'worklist'],
      ['dossier.listed', 'all'],
      ['dossier.opened', expect.stringContaining('AVC-')],
    ]);
  });

  it('describes each endpoint of the contract for OpenAPI', () => {
    const described = Object.values(app.swagger().paths ?? {}).flatMap((path) => Object.keys(path ?? {}));
    // The compte-rendu is a file beside the contract.
    const declared = Object.values(contract).filter((one) => typeof one === 'object' && 'url' in one);
    expect(described).toHaveLength(declared.length + 1);
  });

  it('tells a refusal in French, with its code and who holds the request', async () => {
    const { requerant, requis, otherRequis, stranger, stroke } = region;
    const { id } = contract.createDossier.reply.parse(
      (await call(requerant, 'POST', '/api/teledossiers', { type: 'avc' })).reply.json(),
    );
    const url = `/api/teledossiers/${id}`;
    const recipients = [{ kind: 'community', id: stroke.communityId }];
    await call(requerant, 'PUT', `${url}/draft`, {
      revision: 1,
      patient: elodie,
      answers: {},
      studyIds: [],
      recipients,
    });
    await call(requerant, 'POST', `${url}/send`, { revision: 2 });
    const { addressees } = contract.readDossier.reply.parse((await call(requis, 'GET', url)).reply.json());
    const take = `${url}/addressees/${addressees[0]?.id}/take`;
    await call(requis, 'POST', take);
    const lost = await call(otherRequis, 'POST', take);
    expect(lost.status).toBe(409);
    expect(problem.parse(lost.reply.json())).toMatchObject({
      code: 'teledossier/already-taken',
      title: 'La demande est déjà prise en charge.',
      details: { by: 'MARTIN Camille' },
    });
    expect((await call(stranger, 'GET', url)).status).toBe(403);
    expect((await call(stranger, 'GET', `/api/teledossiers/${newId()}`)).status).toBe(403);
    expect(
      (await call(requerant, 'POST', `${url}/close`, { side: 'requerant', reason: 'a\0b' })).status,
    ).toBe(400);
    expect((await call(requerant, 'DELETE', `${url}/draft`)).status).toBe(409);
  });
});
