import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { setImmediate } from 'node:timers/promises';
import { seenEntries } from '@liaison/journal/testing';
import { writeModel } from '@liaison/mio-excel';
import { readMessage, writeJson, writeMessage } from '@liaison/mio';
import { makeAward, makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { writeMessage as writeTable } from '@liaison/mio-sdk';
import { editWorkbook, readWorkbook, textCell } from '@liaison/xlsx';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { controlReply, controlReport, controlsUrl, conversionsUrl } from './contract.ts';
import { formOf, openDesk, type Desk } from './testing-desk.ts';

const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const needsXml = writeMessage(needs);
const right = writeMessage(makeOffer(needs));
const wrong = right.replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999');

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  await desk.close();
});

const post = (payload: string | Buffer | FormData, query = '', who = 'buyer', type?: string) =>
  desk.ask('POST', `${controlsUrl}${query}`, payload, who, type);

describe('the control of messages over HTTP', () => {
  it('controls a message sent alone, and keeps its digest and its verdict in the journal', async () => {
    const reply = await post(right);
    const report = controlReport.parse(reply.json());
    expect(report).toMatchObject({ verdict: 'OK', messageType: 'M20', findings: [] });
    const [entry] = (await seenEntries(desk.database.system)).filter(
      ({ act }) => act === 'message.controlled',
    );
    expect(entry?.details).toMatchObject({ messageSha256: report.messageSha256, verdict: 'OK' });
    expect(JSON.stringify(entry)).not.toContain('CimX');
  });

  it('holds an offer against the needs that come in the same form', async () => {
    const form = formOf({ message: wrong, need: needsXml });
    const report = controlReport.parse((await post(form)).json());
    expect(report.verdict).toBe('KO');
    expect(report.findings.map(({ code }) => code)).toContain('MIO-CRO-021');
    const alone = controlReport.parse((await post(formOf({ message: wrong }))).json());
    expect(alone.findings.map(({ code }) => code)).not.toContain('MIO-CRO-021');
  });

  it('answers with M40 as the structure of who asks, and with files to read', async () => {
    const m40 = await post(wrong, '?format=m40');
    const { message, findings } = readMessage(m40.rawPayload);
    expect(findings).toEqual([]);
    expect(message).toMatchObject({ type: 'M40', verdict: 'KO', header: { sender: { scheme: 'FINESS' } } });
    const html = await post(wrong, '?format=html');
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    const xlsx = await post(wrong, '?format=xlsx');
    expect(xlsx.rawPayload.subarray(0, 2).toString()).toBe('PK');
  });

  it('refuses who is no buyer nor supplier, an empty request and a form that is none', async () => {
    expect((await post(right, '', 'clinician')).json()).toMatchObject({
      status: 403,
      code: 'access/refused',
    });
    expect((await post(right, '', 'nobody')).statusCode).toBe(401);
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
      const reply = await post(right, '', who);
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
    const origin = await desk.app.listen({ host: '127.0.0.1', port: 0 });
    const broken = request(`${origin}${controlsUrl}`, { method: 'POST', headers: { 'x-test': 'buyer' } });
    broken.on('error', () => undefined);
    const arrived = once(desk.app.server, 'request');
    broken.write(right.slice(0, 100));
    await arrived;
    await setImmediate();
    const again = async () => (await post(right)).statusCode;
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

describe('messages that are no XML', () => {
  const offer = makeOffer(needs);
  const [lot] = offer.lots;
  const [line] = lot?.lines ?? [];
  /** The first line has no unit price. */
  const priceless = {
    ...offer,
    lots: [{ ...lot, lines: [{ ...line, price: { ...line?.price, unitPrice: undefined } }] }],
  };
  const workbookOf = (draft: object) =>
    Buffer.from(writeModel({ needs, needsSha256: 'ab'.repeat(32), offer: { ...offer, ...draft } }));

  it('are controlled as JSON, each fault at the property it is about', async () => {
    const json = writeJson(offer).replace(/"quantity": "\d+"/, '"quantity": "beaucoup"');
    const reply = controlReply.parse((await post(json, '', 'buyer', 'application/json')).json());
    expect(reply.verdict).toBe('KO');
    expect(reply.findings[0]).toMatchObject({
      code: 'MIO-XSD-006',
      path: ['lots', 0, 'lines', 0, 'quantity'],
      location: { lot: '1', champ: 'Quantité' },
    });
    expect(reply.counts.total).toBe(reply.findings.length);
    expect(reply.counts.bySeverity.ERREUR).toBe(
      reply.findings.filter(({ severity }) => severity === 'ERREUR').length,
    );
    expect(readMessage(Buffer.from(reply.xml ?? '')).message?.type).toBe('M20');
  });

  it('are controlled as the workbook, each fault at its cell, and come back marked', async () => {
    const form = () => formOf({ message: workbookOf(priceless), need: needsXml });
    const reply = controlReply.parse((await post(form())).json());
    const missing = reply.findings.filter(({ path }) => path?.join('.') === 'lots.0.lines.0.price.unitPrice');
    expect(missing.map(({ code, location }) => [code, location.excel])).toEqual([
      ['MIO-XSD-002', expect.stringMatching(/^Bordereau![A-Z]+\d+$/)],
    ]);
    const marked = readWorkbook((await post(form(), '?format=xlsx')).rawPayload);
    const sheet = marked.sheets.find(({ name }) => name === 'Contrôle');
    expect(JSON.stringify(sheet?.rows)).toContain('MIO-XSD-002');
    expect(marked.sheets.map(({ name }) => name)).toContain('Bordereau');
  });

  it.each(['xlsx', 'csv'] as const)(
    'are controlled as what « mio convert » writes: an award in %s',
    async (to) => {
      const award = makeAward(offer, ['1']);
      const written = Buffer.from(writeTable(award, to));
      const reply = controlReply.parse((await post(written)).json());
      const direct = controlReply.parse((await post(writeMessage(award))).json());
      expect(reply).toMatchObject({ messageType: 'M30', verdict: direct.verdict, readingFindings: 0 });
      expect(reply.findings.map(({ code }) => code)).toEqual(direct.findings.map(({ code }) => code));
      expect(reply.xml).toBe(writeMessage(award));
      const back = await desk.ask('POST', `${conversionsUrl}?to=xml`, formOf({ message: written }));
      expect(back.body).toBe(writeMessage(award));
    },
  );

  it('are told by the line of the table that a spreadsheet has spoilt', async () => {
    const csv = Buffer.from(writeTable(offer, 'csv')).toString().replace(';180;', ';six mois;');
    const reply = controlReply.parse((await post(csv)).json());
    expect(reply).toMatchObject({ verdict: 'KO', messageType: 'M20', readingFindings: 1 });
    expect(reply.findings[0]).toMatchObject({ path: ['validityDays'], location: { line: 2 } });
    const workbook = editWorkbook(writeTable(makeAward(offer, ['1']), 'xlsx'), {
      sheets: [{ sheet: 'Message MIO', cells: [{ row: 2, column: 4, value: textCell('un jour') }] }],
    });
    const atCell = controlReply.parse((await post(Buffer.from(workbook))).json());
    expect(atCell.findings[0]?.location.excel).toBe("'Message MIO'!D2");
    const marked = readWorkbook((await post(Buffer.from(workbook), '?format=xlsx')).rawPayload);
    expect(marked.sheets.map(({ name }) => name)).toEqual(['Message MIO', 'Contrôle']);
    const latin = controlReply.parse((await post(Buffer.from('objet;n°;dans\r\n', 'latin1'))).json());
    expect(latin.findings.map(({ code }) => code)).toEqual(['MIO-ENV-005']);
    const endless = controlReply.parse((await post(Buffer.from('objet;n°;dans\r\nM20;1;;"\r\n'))).json());
    expect(endless.findings).toMatchObject([
      { code: 'MIO-XML-001', location: { line: 2 }, message: { fr: expect.stringContaining('guillemet') } },
    ]);
  });

  it('are told as unreadable, never as a failure', async () => {
    const bomb = Buffer.concat([Buffer.from('PK\u0003\u0004'), Buffer.alloc(64)]);
    for (const [bytes, code, value] of [
      [bomb, 'MIO-XLS-001'],
      [Buffer.from('{"type": "M99"}'), 'MIO-ENV-008', 'M99'],
      [Buffer.from('{"type": "module"}'), 'MIO-ENV-007'],
      [Buffer.from('{"type": "M20"'), 'MIO-XML-001'],
      [Buffer.from('%PDF-1.7'), 'MIO-ENV-007'],
      [Buffer.from('<!DOCTYPE html><title>x</title>'), 'MIO-ENV-007'],
      [Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'MIO-ENV-007'],
    ] as const) {
      const reply = controlReply.parse((await post(bytes)).json());
      expect([reply.verdict, reply.xml]).toEqual(['KO', undefined]);
      expect(reply.findings[0]).toMatchObject({ code, ...(value === undefined ? {} : { value }) });
    }
  });

  it('are converted, needs into the model that suppliers fill in, and never at a loss', async () => {
    const convert = (to: string, message: string | Uint8Array, need?: string) =>
      desk.ask('POST', `${conversionsUrl}?to=${to}`, formOf({ message, ...(need ? { need } : {}) }));
    const model = readWorkbook((await convert('xlsx', needsXml)).rawPayload);
    expect(model.sheets.map(({ name }) => name)).toContain('Bordereau');
    const offerXml = writeMessage(offer);
    const { rawPayload } = await convert('xlsx', offerXml, needsXml);
    expect((await convert('xml', rawPayload, needsXml)).body).toBe(offerXml);
    const ownModel = await convert('xlsx', writeJson(needs), writeMessage({ ...needs, type: 'M11' }));
    const named = readWorkbook(ownModel.rawPayload).sheets.find(({ name }) => name === '_mio');
    expect(JSON.stringify(named?.rows)).toContain(createHash('sha256').update(needsXml).digest('hex'));
    expect((await convert('json', offerXml)).json()).toMatchObject({ type: 'M20' });
    const lossy = offerXml.replace('</Tender>', '<cbc:Note>x</cbc:Note></Tender>');
    expect((await convert('json', lossy)).json()).toMatchObject({ code: 'marches/not-converted' });
    const latin = Buffer.from(writeJson(offer), 'latin1');
    expect((await convert('xml', latin)).json()).toMatchObject({ code: 'marches/not-converted' });
    expect((await convert('xlsx', offerXml, offerXml)).json()).toMatchObject({
      code: 'marches/need-unreadable',
    });
  });
});
