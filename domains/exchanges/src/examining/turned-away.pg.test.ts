import { withSystem } from '@liaison/db';
import { seenEntries } from '@liaison/journal/testing';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestBuyer } from '../files/testing-buyer.ts';
import { Killed } from '../files/testing-faulty-space.ts';
import { calmRound, supplierSiret, TestDesk } from '../testing.ts';

const needs = makeNeeds({ lots: 1, linesPerLot: 2 });

describe('what a buyer does not take in', () => {
  const desk = new TestDesk();
  let buyer: TestBuyer;

  beforeEach(async () => {
    buyer = await TestBuyer.open(desk);
  });
  afterEach(() => buyer.close());

  const setAside = async (bytes: Uint8Array, changes: { isProduction?: boolean } = {}) => {
    await buyer.restart(changes);
    buyer.space.put('arrivee', `${buyer.space.files.size}.xml`, bytes);
    await buyer.look();
    await buyer.idle();
    return (await buyer.incoming()).at(-1);
  };

  it('turns away once what there is no room for and cannot be moved, and takes it anew once it is left again', async () => {
    await setAside(Buffer.from('illisible'));
    await withSystem(buyer.database.system, (tx) =>
      sql`update exchanges.exchange set byte_count = ${1024 ** 3}`.execute(tx),
    );
    const offer = (await desk.certified(makeOffer(needs), supplierSiret)).toString('utf8');
    const altered = Buffer.from(offer.replace('CimX', 'CimY'));
    const taker = buyer.taker();
    const reasons = async () => (await buyer.incoming()).map(({ reason }) => reason);
    buyer.space.put('arrivee', 'offre.xml', altered);
    for (let times = 0; times < 3; times += 1) {
      buyer.space.dieAt('move', 'before');
      await expect(taker.look(calmRound)).rejects.toThrow(Killed);
      await buyer.idle();
    }
    await taker.look(calmRound);
    expect(buyer.space.names('arrivee')).toEqual([]);
    expect(await reasons()).toEqual(['unreadable', 'quarantine-full']);
    buyer.space.put('arrivee', 'offre.xml', altered);
    await taker.look(calmRound);
    await buyer.idle();
    expect(await reasons()).toEqual(['unreadable', 'quarantine-full', 'quarantine-full']);
  });

  it('sets aside another content under an identifier that was taken, and says so to its sender and the journal', async () => {
    const offer = makeOffer(needs);
    await setAside(await desk.certified(offer, supplierSiret));
    const other = { ...offer, validityDays: 200 };
    expect(await setAside(await desk.certified(other, supplierSiret))).toMatchObject({
      state: 'quarantined',
      reason: 'id-reused',
      message_id: offer.header.messageId,
    });
    const [line] = (await seenEntries(buyer.database.system)).filter(
      ({ act }) => act === 'message.quarantined',
    );
    expect(line).toMatchObject({
      outcome: 'refused',
      details: { reason: 'id-reused', partner: `Partenaire ${supplierSiret}` },
    });
  });

  it('lets no test into production, nothing for somebody else in, and nothing of who is unknown', async () => {
    const offer = makeOffer(needs);
    const as = (header: Partial<typeof offer.header>) => ({
      ...offer,
      header: { ...offer.header, messageId: crypto.randomUUID(), ...header },
    });
    const certified = (header: Partial<typeof offer.header>) => desk.certified(as(header), supplierSiret);
    expect(await setAside(await certified({ isTest: true }), { isProduction: true })).toMatchObject({
      state: 'refused',
      reason: 'test-in-production',
    });
    expect(await setAside(await certified({ isTest: true }))).toMatchObject({
      state: 'available',
      is_test: true,
    });
    const elsewhere = { scheme: '0009' as const, id: '26060000000038' };
    expect(await setAside(await certified({ receiver: elsewhere }))).toMatchObject({
      state: 'refused',
      reason: 'not-addressee',
    });
    const before = buyer.space.names('depart').length;
    expect(await setAside(await certified({ sender: elsewhere }))).toMatchObject({
      state: 'quarantined',
      reason: 'unknown-sender',
    });
    expect(buyer.space.names('depart')).toHaveLength(before);
    expect(
      await setAside(Buffer.from('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/hostname">]><a>&b;</a>')),
    ).toMatchObject({
      state: 'quarantined',
      reason: 'unreadable',
      verdict: 'KO',
    });
    const altered = (await certified({})).toString('utf8').replace('CimX', 'CimY');
    expect(await setAside(Buffer.from(altered))).toMatchObject({
      state: 'quarantined',
      reason: 'certificate',
      certificate: 'ALTERE',
    });
  });
});
