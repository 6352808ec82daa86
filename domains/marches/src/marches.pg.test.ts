import { once } from 'node:events';
import { request } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { makePerson, makePlace } from '@liaison/directory/testing';
import { createApp, type App } from '@liaison/http';
import { seenEntries } from '@liaison/journal/testing';
import type { UserActor } from '@liaison/kernel';
import { openLog } from '@liaison/log';
import { readMessage, writeMessage } from '@liaison/mio';
import { fictiveNomenclatures, makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlReport, controlsUrl } from './contract.ts';
import { french } from './fr.ts';
import { mountMarches } from './routes.ts';

const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const right = writeMessage(makeOffer(needs));
const wrong = right.replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999');

describe('the control of messages over HTTP', () => {
  let database: TestDatabase;
  let app: App;
  const actors = new Map<string, UserActor>();

  beforeAll(async () => {
    database = await openTestDatabase();
    const place = await makePlace(database.system, 'CH de Valmont');
    const buyer = await makePerson(database.system, place, 'Acheteuse');
    const clinician = await makePerson(database.system, place, 'Urgentiste');
    actors.set('buyer', { ...buyer, features: ['buyer'] }).set('clinician', clinician);
    for (const name of ['second', 'third', 'fourth', 'fifth']) {
      const person = await makePerson(database.system, place, name);
      actors.set(name, { ...person, features: ['buyer'] });
    }
    app = await createApp({
      log: openLog('silent'),
      texts: french,
      publicUrl: 'http://127.0.0.1:8080',
      isSecure: false,
      tls: null,
      findActor: async (request) => actors.get(String(request.headers['x-test'])) ?? null,
      onRefusal: async () => {},
    });
    mountMarches(app, { database: database.app, nomenclatures: fictiveNomenclatures(), version: '0' });
    await app.ready();
  });
  afterAll(async () => {
    await app.close();
    await database.close();
  });

  const post = (payload: string | FormData, query = '', who = 'buyer', type?: string) =>
    app.inject({
      method: 'POST',
      url: `${controlsUrl}${query}`,
      headers: { 'x-test': who, ...(type === undefined ? {} : { 'content-type': type }) },
      payload,
    });
  const formOf = (files: Record<string, string>) => {
    const form = new FormData();
    for (const [name, text] of Object.entries(files)) form.set(name, new File([text], `${name}.xml`));
    return form;
  };

  it('controls a message sent alone, and keeps its digest and its verdict in the journal', async () => {
    const reply = await post(right, '', 'buyer', 'application/xml');
    const report = controlReport.parse(reply.json());
    expect(report).toMatchObject({ verdict: 'OK', messageType: 'M20', findings: [] });
    const [entry] = (await seenEntries(database.system)).filter(({ act }) => act === 'message.controlled');
    expect(entry?.details).toMatchObject({ messageSha256: report.messageSha256, verdict: 'OK' });
    expect(JSON.stringify(entry)).not.toContain('CimX');
  });

  it('holds an offer against the needs that come in the same form', async () => {
    const form = formOf({ message: wrong, need: writeMessage(needs) });
    const report = controlReport.parse((await post(form)).json());
    expect(report.verdict).toBe('KO');
    expect(report.findings.map(({ code }) => code)).toContain('MIO-CRO-021');
    const alone = controlReport.parse((await post(formOf({ message: wrong }))).json());
    expect(alone.findings.map(({ code }) => code)).not.toContain('MIO-CRO-021');
  });

  it('answers with M40 as the structure of who asks, and with files to read', async () => {
    const m40 = await post(wrong, '?format=m40', 'buyer', 'application/xml');
    const { message, findings } = readMessage(m40.rawPayload);
    expect(findings).toEqual([]);
    expect(message).toMatchObject({ type: 'M40', verdict: 'KO', header: { sender: { scheme: 'FINESS' } } });
    const html = await post(wrong, '?format=html', 'buyer', 'application/xml');
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    const xlsx = await post(wrong, '?format=xlsx', 'buyer', 'application/xml');
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  it('refuses who is no buyer nor supplier, an empty request and a form that is none', async () => {
    expect((await post(right, '', 'clinician', 'application/xml')).json()).toMatchObject({
      status: 403,
      code: 'access/refused',
    });
    expect((await post(right, '', 'nobody', 'application/xml')).statusCode).toBe(401);
    expect((await post(formOf({}))).json()).toMatchObject({ status: 422, code: 'marches/nothing-sent' });
    const needless = await post(formOf({ message: right, need: '<a/>' }));
    expect(needless.json()).toMatchObject({ status: 422, code: 'marches/need-unreadable' });
    const parts = Array.from({ length: 20 }, () => '--x\r\n\r\n\r\n').join('');
    const many = await post(`${parts}--x--`, '', 'buyer', 'multipart/form-data; boundary=x');
    expect(many.json()).toMatchObject({ status: 422, code: 'marches/form-unreadable' });
    const broken = await post('no parts', '', 'buyer', 'multipart/form-data; boundary=x');
    expect(broken.json()).toMatchObject({ status: 422, code: 'marches/form-unreadable' });
  });

  it('controls one message of a user at a time, and few of all; the next once it is over', async () => {
    const ask = async (who: string) => {
      const reply = await post(right, '', who, 'application/xml');
      return reply.statusCode === 200 ? 'controlled' : reply.json<{ code: string }>().code;
    };
    expect(await Promise.all(['buyer', 'buyer', 'second'].map(ask))).toEqual([
      'controlled',
      'marches/busy',
      'controlled',
    ]);
    expect(await ask('buyer')).toBe('controlled');
    const many = await Promise.all(['buyer', 'second', 'third', 'fourth', 'fifth'].map(ask));
    expect(many.toSorted()).toEqual([...Array<string>(4).fill('controlled'), 'marches/busy']);
  });

  it('lets a user whose connection broke in the middle of a message send it again', async () => {
    const origin = await app.listen({ host: '127.0.0.1', port: 0 });
    const broken = request(`${origin}${controlsUrl}`, { method: 'POST', headers: { 'x-test': 'buyer' } });
    broken.on('error', () => undefined);
    const arrived = once(app.server, 'request');
    broken.write(right.slice(0, 100));
    await arrived;
    await setImmediate();
    const again = async () => (await post(right, '', 'buyer', 'application/xml')).statusCode;
    expect(await again()).toBe(429);
    broken.destroy();
    await expect.poll(again).toBe(200);
  });

  it('reports on hostile bytes like on any message', async () => {
    const reply = await post(
      '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>',
      '',
      'buyer',
      'text/plain',
    );
    const report = controlReport.parse(reply.json());
    expect(report.verdict).toBe('KO');
    expect(report.findings.map(({ layer }) => layer)).toContain('SECURITE');
  });
});
