import { withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { seenEntries } from '@liaison/journal/testing';
import { systemClock } from '@liaison/kernel';
import { readMessage, writeMessage, type Amendment, type Message } from '@liaison/mio';
import {
  makeAcknowledgement,
  makeAward,
  makeClarificationRequest,
  makeNeeds,
  makeOffer,
} from '@liaison/mio-control/testing';
import { sql, type RawBuilder } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Examining } from '../ports.ts';
import { takeArrival } from '../receiving/take-arrival.ts';
import { acknowledgeIntegration } from '../acknowledge-integration.ts';
import { releaseExchange } from '../release-exchange.ts';
import { startExchanges, type Exchanges } from '../running/start-exchanges.ts';
import {
  buyerSiret,
  giveMessage,
  listSeen,
  makeOrganisation,
  makePartner,
  openExamining,
  silent,
  supplierSiret,
  TestDesk,
  type Organisation,
  type TestExamining,
} from '../testing.ts';
import { findBytes, readBytes } from '../store.ts';
import { forgetContents } from '../running/store.ts';

const desk = new TestDesk();
const needs = makeNeeds({ lots: 1, linesPerLot: 2 });
const offer = makeOffer(needs);

/** The call for tenders, changed. */
function amend(): Amendment {
  const { type: _type, header, consultation, ...content } = needs;
  return {
    type: 'M11',
    header: {
      ...header,
      messageId: crypto.randomUUID(),
      createdAt: '2026-12-01T09:00:00Z',
      inReplyTo: { messageId: header.messageId },
    },
    reason: 'Quantité corrigée',
    ...content,
    consultation: { ...consultation, version: 2, previousVersion: 1 },
  };
}

describe('a supplier who examines what his buyer sends', () => {
  let database: TestDatabase;
  let examining: TestExamining;
  let exchanges: Exchanges | undefined;
  let supplier: Organisation;

  beforeAll(() => {
    examining = openExamining(desk);
  });
  afterAll(() => examining.pool.close());
  beforeEach(async () => {
    database = await openTestDatabase();
    supplier = await makeOrganisation(database.system, 'Richer', supplierSiret, 'supplier');
    await makePartner(database.system, supplier.structureId, buyerSiret, {
      ways: [{ channel: 'folder', endpoint: 'edi', addresses: [] }],
      maySend: ['M10', 'M11', 'M20', 'M24', 'M30', 'M40', 'M41'],
      requiresCertificate: false,
    });
  });
  afterEach(async () => {
    await exchanges?.stop();
    await database.close();
  });

  const start = (control: Examining['pool']['control'] = examining.pool.control) => {
    const channels = {};
    exchanges = startExchanges({
      database: database.system,
      examining: { ...examining, pool: { control } },
      channels,
      log: silent,
      sweepMs: 3_600_000,
    });
    return exchanges;
  };
  const bring = (message: Message | Uint8Array, name = crypto.randomUUID()) =>
    takeArrival(database.system, {
      structureId: supplier.structureId,
      channel: 'folder',
      endpoint: 'edi',
      sourceKey: name,
      fileName: `${name}.xml`,
      bytes: message instanceof Uint8Array ? message : Buffer.from(writeMessage(message)),
    });
  const seen = () => listSeen(database.system, supplier.structureId);
  const incoming = async () =>
    (await seen())
      .filter(({ direction }) => direction === 'incoming')
      .map(({ message_type: type, state, reason }) => [type, state, reason]);

  it('takes an amendment that is looked at while its call for tenders is', async () => {
    const [looked, taken] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const { control } = examining.pool;
    const amendment = amend();
    const running = start(async (bytes, context) => {
      const isAmendment = Buffer.from(bytes).includes(amendment.header.messageId);
      if (isAmendment) looked.resolve();
      else await looked.promise;
      const report = await control(bytes, context);
      if (isAmendment) await taken.promise;
      return report;
    });
    await bring(needs);
    await bring(amendment);
    const ended = running.idle();
    try {
      await expect.poll(incoming, { timeout: 30_000 }).toContainEqual(['M10', 'available', null]);
    } finally {
      taken.resolve();
      await ended;
    }
    expect(await incoming()).toEqual([
      ['M10', 'available', null],
      ['M11', 'available', null],
    ]);
  });

  it('takes what waited for something of its consultation once he sends it himself', async () => {
    const running = start();
    await bring(makeClarificationRequest(offer));
    await running.idle();
    expect(await incoming()).toEqual([['M24', 'quarantined', 'out-of-order']]);
    await giveMessage(database.system, supplier, Buffer.from(writeMessage(offer)));
    await running.idle();
    expect(await incoming()).toEqual([['M24', 'available', null]]);
  });

  it('takes what a partner without SIRET had certified, and believes no acknowledgement for that', async () => {
    const foreign = { scheme: '0199' as const, id: 'HWUPKR0MPOU8FGXBT394' };
    await makePartner(database.system, supplier.structureId, '', {
      participant: foreign,
      ways: [{ channel: 'folder', endpoint: 'edi', addresses: [] }],
      requiresCertificate: false,
    });
    const running = start();
    const call = { ...needs, header: { ...needs.header, sender: foreign } };
    await bring(await desk.certified(call, buyerSiret));
    await running.idle();
    expect(await incoming()).toEqual([['M10', 'available', null]]);
    const sent = { ...offer, header: { ...offer.header, receiver: foreign } };
    await giveMessage(database.system, supplier, Buffer.from(writeMessage(sent)));
    await running.idle();
    const acknowledgement = makeAcknowledgement(makeAward(sent, ['1']));
    const header = {
      ...acknowledgement.header,
      sender: foreign,
      receiver: offer.header.sender,
      inReplyTo: { messageId: offer.header.messageId },
    };
    await bring(await desk.certified({ ...acknowledgement, header }, buyerSiret));
    await running.idle();
    expect((await incoming()).slice(1)).toEqual([['M41', 'quarantined', 'unproven']]);
  });

  it('looks at the kind of a message that was released for another cause', async () => {
    const running = start();
    const change = (requires: boolean, kinds: string[]) =>
      withSystem(database.system, (tx) =>
        sql`update exchanges.partner set requires_certificate = ${requires}, may_send = ${kinds}`.execute(tx),
      );
    await change(true, ['M30']);
    await bring(makeAward(offer, ['1']));
    await running.idle();
    expect(await incoming()).toEqual([['M30', 'quarantined', 'certificate']]);
    await change(false, ['M10']);
    const [row] = await seen();
    await withSystem(database.system, (tx) =>
      releaseExchange(tx, supplier.actor, systemClock, row?.id ?? ''),
    );
    await running.idle();
    expect(await incoming()).toEqual([['M30', 'quarantined', 'not-allowed']]);
  });

  it('holds an award against the offer that it replies to', async () => {
    const running = start();
    await giveMessage(database.system, supplier, Buffer.from(writeMessage(offer)));
    await running.idle();
    const award = makeAward(offer, ['1']);
    const { consultation } = award;
    await bring({ ...award, consultation: { ...consultation, id: 'AUTRE' } });
    await bring(award);
    await running.idle();
    expect(await incoming()).toEqual([
      ['M30', 'quarantined', 'not-conform'],
      ['M30', 'available', null],
    ]);
  });

  it('shows as refused, and tells so, what its software would not take, and takes it no second time', async () => {
    const running = start();
    await bring(needs);
    await running.idle();
    const [row] = await seen();
    const refusal = { response: 'RE', comment: 'Marché inconnu' } as const;
    await withSystem(database.system, (tx) =>
      acknowledgeIntegration(tx, supplier.actor, examining, row?.id ?? '', refusal),
    );
    await bring(needs);
    await running.idle();
    expect(await incoming()).toEqual([
      ['M10', 'declined', null],
      ['M10', 'duplicate', null],
    ]);
    const told = (await seen()).at(-2);
    const bytes = await withSystem(database.system, (tx) => readBytes(tx, told?.id ?? ''));
    expect(readMessage(bytes).message).toMatchObject({ type: 'M41', step: 'INTEGRE', response: 'RE' });
  });

  it('sets a message aside that ends whoever examines it, for a person to have it examined again', async () => {
    const cut = start(() => Promise.reject(new Error('killed')));
    await bring(needs);
    for (let times = 0; times < 4; times += 1) {
      await withSystem(database.system, (tx) =>
        sql`update exchanges.exchange set next_try_at = now()`.execute(tx),
      );
      await cut.idle();
    }
    expect(await incoming()).toEqual([[null, 'quarantined', 'control-failed']]);
    expect((await seenEntries(database.system)).map(({ act }) => act)).toEqual(['message.quarantined']);
    await cut.stop();
    const running = start();
    const [row] = await seen();
    await withSystem(database.system, (tx) =>
      releaseExchange(tx, supplier.actor, systemClock, row?.id ?? ''),
    );
    await running.idle();
    expect(await incoming()).toEqual([['M10', 'available', null]]);
  });

  it('keeps no more in quarantine than there is room for, and the bytes of what is over for 13 months', async () => {
    const running = start();
    const unreadable = () => bring(Buffer.from(crypto.randomUUID()));
    const run = (query: RawBuilder<unknown>) => withSystem(database.system, (tx) => query.execute(tx));
    const kept = async () => {
      const brought = (await seen()).filter(({ direction }) => direction === 'incoming');
      const bytes = brought.map(({ id }) => withSystem(database.system, (tx) => findBytes(tx, id)));
      return (await Promise.all(bytes)).map((found) => found !== undefined);
    };
    await unreadable();
    await running.idle();
    await run(sql`update exchanges.exchange set byte_count = 1073741824`);
    await unreadable();
    await running.idle();
    expect(await incoming()).toEqual([
      [null, 'quarantined', 'unreadable'],
      [null, 'refused', 'quarantine-full'],
    ]);
    expect(await kept()).toEqual([true, false]);
    await run(sql`delete from exchanges.content`);
    await run(sql`insert into exchanges.content select id, 'x' from exchanges.exchange`);
    await run(
      sql`update exchanges.exchange set changed_at = now() - interval '14 months', next_try_at = null`,
    );
    await withSystem(database.system, forgetContents);
    expect(await kept()).toEqual([true, false]);
  });
});
