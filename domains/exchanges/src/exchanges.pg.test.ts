import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import type { App } from '@liaison/http';
import { namedByHeader, openTestApp } from '@liaison/http/testing';
import { seenEntries } from '@liaison/journal/testing';
import { systemClock, type UserActor } from '@liaison/kernel';
import { readMessage, writeMessage } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import * as contract from './contract.ts';
import { openPlatformChannel } from './dispatching/platform-channel.ts';
import { french } from './fr.ts';
import { mountExchanges } from './routes.ts';
import type { Exchanges } from './running/start-exchanges.ts';
import {
  buyerSiret,
  makeOrganisation,
  makePartner,
  openExamining,
  startTestExchanges,
  supplierSiret,
  TestDesk,
  type TestExamining,
} from './testing.ts';

const http = [{ channel: 'http' as const, endpoint: '', addresses: [] }];
const desk = new TestDesk();
const needs = makeNeeds({ lots: 2, linesPerLot: 2 });
const list = contract.listExchanges.reply;
const story = contract.readExchange.reply;

describe('two structures of one platform that exchange over HTTP', () => {
  let database: TestDatabase;
  let app: App;
  let examining: TestExamining;
  let exchanges: Exchanges;
  let supplierId: string;
  const actors = new Map<string, UserActor>();

  beforeAll(async () => {
    database = await openTestDatabase();
    const buyer = await makeOrganisation(database.system, 'Hôpital Pasteur', buyerSiret, 'buyer');
    const supplier = await makeOrganisation(database.system, 'Richer', supplierSiret, 'supplier');
    supplierId = await makePartner(database.system, buyer.structureId, supplierSiret, { ways: http });
    await makePartner(database.system, supplier.structureId, buyerSiret, { ways: http });
    actors.set('buyer', buyer.actor).set('supplier', supplier.actor);
    actors.set('clinician', { ...buyer.actor, features: ['clinical'] });
    examining = openExamining(desk);
    exchanges = startTestExchanges(database.system, examining, [openPlatformChannel(database.system)]);
    app = await openTestApp(french, namedByHeader(actors));
    mountExchanges(app, { database: database.app, clock: systemClock, product: examining.product });
    await app.ready();
  });
  afterAll(async () => {
    await exchanges.stop();
    await examining.pool.close();
    await app.close();
    await database.close();
  });

  const post = (who: string, payload: string | Buffer, query = '') =>
    app.inject({
      method: 'POST',
      url: `${contract.exchangesUrl}${query}`,
      headers: { 'x-test': who, 'content-type': 'application/xml' },
      payload,
    });
  const get = (who: string, path = '') =>
    app.inject({ method: 'GET', url: `${contract.exchangesUrl}${path}`, headers: { 'x-test': who } });
  const listed = async (who: string, query: string) =>
    list.parse((await get(who, `?order=oldest&${query}`)).json()).exchanges;
  const sentId = (reply: { json(): unknown }) =>
    contract.sentReply.parse(reply.json()).exchanges[0]?.id ?? '';
  const stateOf = async (who: string, id: string) => story.parse((await get(who, `/${id}`)).json()).exchange;
  const acts = async (act: string) =>
    (await seenEntries(database.system)).filter((entry) => entry.act === act);

  it('takes a call for tenders from software to software, with its result of control and both acknowledgements', async () => {
    const bytes = await desk.certified(needs, buyerSiret);
    const reply = await post('buyer', bytes, `?to=${supplierId}&name=besoins.xml`);
    expect(reply.statusCode).toBe(202);
    const id = sentId(reply);
    await exchanges.idle();

    const [received] = await listed('supplier', 'direction=incoming&state=available');
    expect(received).toMatchObject({
      messageType: 'M10',
      certificate: 'INTACT',
      verdict: 'OK',
      consultation: '06-047C',
    });
    const content = await get('supplier', `/${received?.id ?? ''}/content`);
    expect(content.rawPayload.equals(bytes)).toBe(true);
    expect(await stateOf('buyer', id)).toMatchObject({
      state: 'received',
      verdict: 'OK',
      fileName: 'besoins.xml',
    });
    const replies = await listed('buyer', 'direction=incoming&state=available');
    expect(new Set(replies.map(({ messageType }) => messageType))).toEqual(new Set(['M40', 'M41']));
    expect(replies).toHaveLength(2);
    for (const { id: replyId, messageType } of replies) {
      const { message, findings } = readMessage((await get('buyer', `/${replyId}/content`)).rawPayload);
      expect(findings).toEqual([]);
      expect(message).toMatchObject({
        type: messageType,
        header: { inReplyTo: { messageId: needs.header.messageId }, sender: { id: supplierSiret } },
        ...(messageType === 'M41' ? { step: 'RECU', response: 'AP' } : { verdict: 'OK' }),
      });
    }
    const integrated = await app.inject({
      method: 'POST',
      url: `${contract.exchangesUrl}/${received?.id ?? ''}/integration`,
      headers: { 'x-test': 'supplier' },
      payload: {},
    });
    expect(integrated.statusCode).toBe(204);
    await exchanges.idle();
    const { exchange, events } = story.parse((await get('buyer', `/${id}`)).json());
    expect(exchange.state).toBe('integrated');
    expect(events.map(({ state }) => state)).toEqual([
      'prepared',
      'controlled',
      'dispatched',
      'received',
      'integrated',
    ]);
  });

  it('sends a message once that is posted twice', async () => {
    const bytes = await desk.certified(needs, buyerSiret);
    const first = sentId(await post('buyer', bytes, `?to=${supplierId}`));
    // Certified anew, it is another file under an identifier that left already.
    await exchanges.idle();
    expect(await stateOf('buyer', first)).toMatchObject({ state: 'refused', reason: 'id-reused' });
    const own = makeNeeds({ lots: 1, linesPerLot: 1 });
    const fresh = { ...own, header: { ...own.header, messageId: crypto.randomUUID() } };
    const other = await desk.certified(fresh, buyerSiret);
    const ids = [
      await post('buyer', other, `?to=${supplierId}`),
      await post('buyer', other, `?to=${supplierId}`),
    ];
    expect(new Set(ids.map(sentId)).size).toBe(1);
    await exchanges.idle();
    expect(sentId(await post('buyer', other, `?to=${supplierId}`))).toBe(
      sentId(ids[0] ?? { json: () => null }),
    );
    await exchanges.idle();
    const found = await listed('supplier', 'direction=incoming');
    expect(found.filter(({ messageId }) => messageId === fresh.header.messageId)).toHaveLength(1);
  });

  it('holds an offer against the needs that it answers, and gives the software the report on what it refuses', async () => {
    const offer = makeOffer(needs);
    const right = await desk.certified(offer, supplierSiret);
    const id = sentId(await post('supplier', right));
    const wrong = writeMessage(makeOffer(needs)).replace(/(?<=<cbc:Quantity [^>]+>)\d+/, '99999');
    const wrongId = sentId(await post('supplier', wrong));
    await exchanges.idle();
    expect(await stateOf('supplier', id)).toMatchObject({ state: 'received', verdict: 'OK' });
    expect(await stateOf('supplier', wrongId)).toMatchObject({
      state: 'refused',
      reason: 'not-conform',
      verdict: 'KO',
    });
    const report = await get('supplier', `/${wrongId}/report`);
    const { message } = readMessage(report.rawPayload);
    expect(message).toMatchObject({
      type: 'M40',
      verdict: 'KO',
      messageSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(report.body).toContain('MIO-CRO-021');
    const html = await get('supplier', `/${wrongId}/report?format=html`);
    expect(html.headers['content-type']).toBe('text/html; charset=utf-8');
    // To be read in place: in its own style, and whatever the message brought into it does nothing.
    expect(html.headers['content-security-policy']).toBe(
      "sandbox; default-src 'none'; style-src 'unsafe-inline'",
    );
    expect((await acts('message.refused')).map(({ details }) => details['reason'])).toContain('not-conform');
  });

  it('shows nothing to who is neither buyer nor supplier, nor to another structure', async () => {
    expect((await get('clinician')).statusCode).toBe(403);
    expect((await get('nobody')).statusCode).toBe(401);
    const [own] = await listed('buyer', 'direction=outgoing');
    expect((await get('supplier', `/${own?.id ?? ''}`)).json()).toMatchObject({
      status: 404,
      code: 'exchanges/no-exchange',
    });
    expect((await get('supplier', `/${own?.id ?? ''}/content`)).statusCode).toBe(404);
    expect((await post('clinician', 'x')).statusCode).toBe(403);
    expect((await post('buyer', '')).json()).toMatchObject({ status: 422, code: 'exchanges/nothing-sent' });
  });

  it('takes no message for more partners than there is room for until they are controlled', async () => {
    const query = Array.from({ length: 50 }, () => `to=${supplierId}`).join('&');
    const reply = await post('buyer', Buffer.alloc(11 * 1024 * 1024, ' '), `?${query}`);
    expect([reply.statusCode, reply.json().code]).toEqual([429, 'exchanges/too-many-waiting']);
  });

  it('lists those in any of the states that are asked for, and says what may be done with each', async () => {
    const some = await listed('supplier', 'state=refused&state=available');
    expect(new Set(some.map(({ state }) => state))).toEqual(new Set(['refused', 'available']));
    expect(some.every(({ state, acts }) => acts.includes('integrate') === (state === 'available'))).toBe(
      true,
    );
    const one = await listed('supplier', 'state=refused');
    expect(new Set(one.map(({ stateLabel, acts }) => [stateLabel, ...acts].join()))).toEqual(
      new Set(['refusé']),
    );
    expect((await get('supplier', '?state=refused&state=lost')).statusCode).toBe(400);
  });

  it('gives lists in slices that what comes meanwhile does not disturb', async () => {
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = z
        .object({ exchanges: z.array(contract.exchange), nextCursor: z.string().nullable() })
        .parse((await get('buyer', `?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`)).json());
      seen.push(...page.exchanges.map(({ id }) => id));
      cursor = page.nextCursor;
    }
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
    expect(seen.length).toBeGreaterThan(4);
    expect((await get('buyer', '?cursor=x')).json()).toMatchObject({
      status: 422,
      code: 'exchanges/bad-cursor',
    });
  });
});
