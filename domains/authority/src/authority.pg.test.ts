import { X509Certificate } from 'node:crypto';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import type { App } from '@liaison/http';
import { namedByHeader, openTestApp } from '@liaison/http/testing';
import { seenEntries } from '@liaison/journal/testing';
import { fixedClock, type UserActor } from '@liaison/kernel';
import { openLive, type Live } from '@liaison/live';
import { openLog } from '@liaison/log';
import { issueQualification, revokeController } from '@liaison/mio-authority';
import { readCrl } from '@liaison/pki';
import { zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as contract from './contract.ts';
import { french } from './fr.ts';
import { keysIn, type OpenKeys } from './keys.ts';
import { renewSignatures } from './renew-signatures.ts';
import { mountAuthority } from './routes.ts';
import { makeRequest, TestCeremony } from './testing.ts';

const start = new Date('2026-12-01T09:00:00Z');
const head = 'code;libelle;debut;fin;remplace_par;tva;tarif';
const siret = '26060000000012';

/** An attestation of qualification, given and taken back at the ceremony. */
function takeAttestationBack(folder: string, phrase: string): void {
  const attestation = { serial: 'a77e57a7', interface: 'Marketis 7' };
  issueQualification(folder, phrase, start, () => attestation);
  revokeController(folder, attestation.serial, 'superseded', phrase, start);
}

describe('the authority over HTTP', () => {
  const clock = fixedClock(start);
  const ceremony = new TestCeremony(start, takeAttestationBack);
  const actors = new Map<string, UserActor>();
  let database: TestDatabase;
  let app: App;
  let live: Live;
  let organisationId = '';

  beforeAll(async () => {
    database = await openTestDatabase();
    const place = await makePlace(database.system, 'Autorité MIO');
    actors.set('keeper', await makePerson(database.system, place, 'Gardienne', ['authority']));
    actors.set('buyer', await makePerson(database.system, place, 'Acheteur', ['buyer']));
    live = openLive(database.urls.systemUrl, openLog('silent'));
    app = await openApp(ceremony);
    organisationId = (
      await post('/organisations', { name: 'Hôpital Pasteur', siret: '260 600 000 00012' })
    ).json().id;
  });
  afterAll(async () => {
    await app.close();
    await live.close();
    await database.close();
    ceremony[Symbol.dispose]();
  });

  const openApp = async ({ openKeys }: { openKeys: OpenKeys }) => {
    const opened = await openTestApp(french, namedByHeader(actors));
    mountAuthority(opened, {
      database: database.app,
      system: database.system,
      live,
      publicUrl: 'http://127.0.0.1:8080',
      openKeys,
      shelf: ceremony.shelf,
      clock,
    });
    await opened.ready();
    return opened;
  };
  const base = '/api/mio/authority';
  const get = (path: string, who = 'keeper') =>
    app.inject({ method: 'GET', url: `${base}${path}`, headers: { 'x-test': who } });
  const post = (path: string, payload: object, who = 'keeper') =>
    app.inject({ method: 'POST', url: `${base}${path}`, headers: { 'x-test': who }, payload });
  const send = (path: string, query: Record<string, string>, payload: string | Buffer, who = 'keeper') =>
    app.inject({
      method: 'POST',
      url: `${base}${path}?${new URLSearchParams(query)}`,
      headers: { 'x-test': who, 'content-type': 'text/csv' },
      payload,
    });
  const deliver = (more: object = {}) =>
    post('/licences', {
      organisationId,
      product: 'Marché+ 4',
      validFrom: '2026-12-01',
      validTo: '2027-11-30',
      request: makeRequest().request,
      ...more,
    });
  const licences = async () => contract.listLicences.reply.parse((await get('/licences')).json()).licences;
  const acts = async () => (await seenEntries(database.system)).map(({ act }) => act);

  it('registers organisations under a right SIRET, once each', async () => {
    expect((await post('/organisations', { name: 'X', siret: '26060000000013' })).json().code).toBe(
      'authority/siret-wrong',
    );
    expect((await post('/organisations', { name: 'X', siret })).json().code).toBe('authority/siret-known');
    const { organisations } = contract.listOrganisations.reply.parse((await get('/organisations')).json());
    expect(organisations).toMatchObject([{ name: 'Hôpital Pasteur', siret }]);
    expect(await acts()).toContain('authority.organisation-registered');
  });

  it('delivers a licence with a certificate of the key that the licensee kept', async () => {
    const { key, request } = makeRequest();
    const { id, number } = (await deliver({ request })).json();
    expect(number).toBe('MIO-0001');
    const pem = (await get(`/licences/${id}/certificate.pem`)).payload;
    const certificate = new X509Certificate(pem);
    expect(certificate.checkPrivateKey(key)).toBe(true);
    expect(certificate.subject).toContain('OU=MIO-0001');
    expect(certificate.validToDate.toISOString()).toBe('2027-11-30T23:00:00.000Z');
    const again = await deliver({ request });
    expect(again.json().code).toBe('authority/key-known');
    for (const [change, code] of [
      [{ validTo: '2026-11-30' }, 'authority/dates-wrong'],
      [{ validTo: '2030-01-01' }, 'authority/validity-long'],
      [{ request: 'x' }, 'authority/request-wrong'],
      [{ organisationId: id }, 'authority/no-organisation'],
    ] as const)
      expect((await deliver(change)).json().code).toBe(code);
    expect(await licences()).toHaveLength(1);
  });

  it('suspends, reinstates, renews and revokes, each with its reason, in the order that a licence allows', async () => {
    const { id } = (await deliver()).json();
    const act = async (name: string, body: object) => {
      const reply = await post(`/licences/${id}/${name}`, body);
      return reply.statusCode === 204 ? 'done' : reply.json().code;
    };
    const state = async () => (await licences()).find((one) => one.id === id)?.state;
    expect(await act('reinstate', { reason: 'x' })).toBe('authority/licence-state');
    expect(await act('suspend', { reason: 'facture impayée' })).toBe('done');
    expect(await state()).toBe('suspended');
    expect(await act('renew', { validTo: '2028-06-30' })).toBe('authority/licence-state');
    expect(await act('reinstate', { reason: 'réglée' })).toBe('done');
    expect(await act('renew', { validTo: '2027-11-30' })).toBe('authority/dates-wrong');
    expect(await act('renew', { validTo: '2028-06-30' })).toBe('done');
    expect(await act('revoke', { reason: 'clé volée', cause: 'keyCompromise' })).toBe('done');
    expect(await act('suspend', { reason: 'x' })).toBe('authority/licence-state');
    const revoked = (await licences()).find((one) => one.id === id);
    expect(revoked).toMatchObject({ state: 'revoked', reason: 'clé volée', validTo: '2028-06-30' });
    expect(revoked?.history.map((event) => event.act)).toEqual([
      'delivered',
      'suspended',
      'reinstated',
      'renewed',
      'revoked',
    ]);
    const list = readCrl(
      (await get('/revocations/autorite.crl', 'nobody')).rawPayload,
      new X509Certificate(ceremony.openKeys().issuer.certificate),
    );
    // Both certificates: that of the delivery and that of the renewal. What was taken back before stays so.
    expect([...list.revocations.values()].map(({ reason }) => reason)).toEqual([
      'keyCompromise',
      'keyCompromise',
      'superseded',
    ]);
    expect(await acts()).toContain('authority.licence-revoked');
  });

  it('says of a licence that it is over once its last day is', async () => {
    const { id } = (await deliver({ validTo: '2026-12-01' })).json();
    const stateAt = async () => (await licences()).find((one) => one.id === id)?.state;
    expect(await stateAt()).toBe('delivered');
    clock.advance(24 * 60 * 60 * 1000);
    expect(await stateAt()).toBe('expired');
  });

  it('keeps a registry of qualified interfaces that everyone reads, withdrawn ones with their reason', async () => {
    const given = {
      editor: 'Richer',
      product: 'Marketis',
      version: '7.2',
      reads: ['M10', 'M30', 'M10'],
      writes: ['M20'],
      qualificationId: 'Q-2026-001',
      qualifiedOn: '2026-11-15',
    };
    const { id } = (await post('/interfaces', given)).json();
    expect((await post('/interfaces', given)).json().code).toBe('authority/qualification-known');
    expect((await post('/interfaces', { ...given, reads: [], writes: [] })).json().code).toBe(
      'authority/no-message',
    );
    const registry = async () =>
      contract.listInterfaces.reply.parse((await get('/interfaces', 'nobody')).json());
    expect(await registry()).toMatchObject({
      authority: 'Autorité MIO d’essai',
      interfaces: [{ reads: ['M10', 'M30'], writes: ['M20'], withdrawn: null }],
    });
    expect((await post(`/interfaces/${id}/withdraw`, { reason: 'M30 mal lu' })).statusCode).toBe(204);
    expect((await post(`/interfaces/${id}/withdraw`, { reason: 'x' })).json().code).toBe(
      'authority/no-interface',
    );
    expect((await registry()).interfaces[0]?.withdrawn?.reason).toBe('M30 mal lu');
  });

  it.each([
    ['is no authority', keysIn(null, '')],
    ['cannot open its keys', keysIn('/nowhere', '')],
  ])('keeps the registry readable where it %s', async (_why, openKeys) => {
    const bare = await openApp({ openKeys });
    const reply = await bare.inject({ method: 'GET', url: contract.listInterfaces.url });
    await bare.close();
    expect(reply.statusCode).toBe(200);
    const { authority, interfaces } = contract.listInterfaces.reply.parse(reply.json());
    expect([authority, interfaces.map(({ product }) => product)]).toEqual([null, ['Marketis']]);
  });

  it('publishes a code list, then what changes in it, tried first, with the faults of its lines', async () => {
    const query = { system: 'LPPR', effectiveFrom: '2026-12-01', content: 'whole' };
    const rows = Array.from(
      { length: 300 },
      (_, index) => `${9_910_001 + index};Ciment (fictif);2020-01-01;;;5,5;95,00`,
    );
    const whole = [head, ...rows].join('\n');
    const read = (reply: { json(): unknown }) => contract.publishedNomenclature.parse(reply.json());
    expect((await send('/nomenclatures', { ...query, content: 'changes' }, whole)).json().code).toBe(
      'authority/nothing-before',
    );
    expect((await send('/nomenclatures', query, '')).json().code).toBe('authority/nothing-sent');
    expect(read(await send('/nomenclatures', query, `${head}\n99;x;hier;;;;`))).toMatchObject({
      isPublished: false,
      faults: [{ line: 2 }, { line: 2 }],
    });
    expect(read(await send('/nomenclatures', { ...query, trial: 'true' }, whole))).toMatchObject({
      isPublished: false,
      rowCount: 300,
    });
    expect(read(await send('/nomenclatures', query, whole))).toMatchObject({ version: 1, isPublished: true });
    expect((await send('/nomenclatures', query, whole)).json().code).toBe('authority/nothing-new');
    const ended = `${head}\n9910001;Ciment (fictif);2020-01-01;2026-12-31;9910002;5,5;95,00`;
    const later = { ...query, content: 'changes', effectiveFrom: '2026-12-15' };
    expect(read(await send('/nomenclatures', later, ended))).toMatchObject({
      version: 2,
      rowCount: 300,
      changes: { added: 0, changed: 0, ended: 1, removed: 0 },
    });
    const back = `${head}\n9910002;Ciment;2020-01-01;;;;`;
    expect((await send('/nomenclatures', { ...later, effectiveFrom: '2026-12-14' }, back)).json().code).toBe(
      'authority/starts-before',
    );
    const { bundles } = contract.listBundles.reply.parse((await get('/bundles')).json());
    expect(bundles.map(({ version, state }) => [version, state])).toEqual([
      [2, 'coming'],
      [1, 'inForce'],
    ]);
    expect(bundles[0]?.deltaBytes).toBeLessThan((bundles[0]?.bytes ?? 0) / 4);
  });

  it('publishes rules out of an archive of plain names, and refuses others', async () => {
    const query = {
      kind: 'ruleset',
      bundleId: 'regles',
      effectiveFrom: '2026-12-01',
      minController: '1.0.0',
    };
    const archive = (name: string) => Buffer.from(zipSync({ [name]: Buffer.from('{}') }));
    expect((await send('/files', query, archive('regles.json'))).json()).toEqual({
      bundleId: 'regles',
      version: 1,
    });
    expect((await send('/files', query, archive('../regles.json'))).json().code).toBe(
      'authority/archive-wrong',
    );
    expect((await send('/files', query, Buffer.from('x'))).json().code).toBe('authority/archive-wrong');
    expect((await send('/files', { ...query, kind: 'xsd' }, archive('b.xsd'))).json().code).toBe(
      'authority/other-kind',
    );
  });

  it('takes one file at a time, which it holds whole', async () => {
    const query = { kind: 'ruleset', bundleId: 'autres', effectiveFrom: '2026-12-01' };
    const archive = Buffer.from(zipSync({ 'regles.json': Buffer.from('{}') }));
    const sent = await Promise.all([send('/files', query, archive), send('/files', query, archive)]);
    expect(sent.map((reply) => [reply.statusCode, reply.json().code])).toEqual([
      [200, undefined],
      [429, 'authority/busy'],
    ]);
    expect((await send('/files', query, archive)).json().code).toBe('authority/nothing-new');
  });

  it('is closed to whoever is not of the authority, in the code and in the rows', async () => {
    for (const path of ['', '/organisations', '/licences', '/bundles', '/subscribers'])
      expect((await get(path, 'buyer')).json().code).toBe('access/refused');
    expect((await send('/nomenclatures', { system: 'UCD' }, 'x', 'buyer')).statusCode).toBe(403);
    expect((await send('/nomenclatures', { system: 'UCD' }, 'x', 'nobody')).statusCode).toBe(401);
    const { rows } = await database.app.pool.query('select * from authority.licence');
    expect(rows).toEqual([]);
  });

  it('signs its pointer and its list anew before they are too old, and not more often', async () => {
    const deps = { openKeys: ceremony.openKeys, shelf: ceremony.shelf, clock };
    const seen = async () => contract.overview.reply.parse((await get('')).json());
    const before = await seen();
    await renewSignatures(database.system, deps);
    expect((await seen()).pointer).toEqual(before.pointer);
    clock.advance(25 * 60 * 60 * 1000);
    await renewSignatures(database.system, deps);
    const after = await seen();
    expect(after.pointer?.sequence).toBe((before.pointer?.sequence ?? 0) + 1);
    expect(after.revocations).toEqual(before.revocations);
    clock.advance(3 * 24 * 60 * 60 * 1000);
    await renewSignatures(database.system, deps);
    expect((await seen()).revocations?.number).toBe((before.revocations?.number ?? 0) + 1);
  });
});
