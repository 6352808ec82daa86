import { nameOfStaged } from '@liaison/file-space';
import { writeMessage, type CallForTenders } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { TestBuyer } from './files/testing-buyer.ts';
import { Killed } from './files/testing-faulty-space.ts';
import { buyerSiret, giveMessage, supplierSiret, TestDesk } from './testing.ts';

const needs = makeNeeds({ lots: 1, linesPerLot: 2 });

describe('exchanges whose process dies at any step', () => {
  const desk = new TestDesk();
  let buyer: TestBuyer;

  beforeEach(async () => {
    buyer = await TestBuyer.open(desk);
  });
  afterEach(() => buyer.close());

  it.each([
    ['read', 'before'],
    ['read', 'after'],
    ['move', 'before'],
    ['move', 'after'],
  ] as const)('take a file once: killed %s, %s', async (step, when) => {
    const offer = await desk.certified(makeOffer(needs), supplierSiret);
    buyer.space.put('arrivee', 'offre.xml', offer);
    buyer.space.dieAt(step, when);
    await expect(buyer.look()).rejects.toThrow(Killed);
    await buyer.look();
    await buyer.idle();
    expect(buyer.space.names('arrivee')).toEqual([]);
    expect(buyer.space.names('archives')).toHaveLength(1);
    expect(await buyer.incoming()).toMatchObject([{ message_type: 'M20', state: 'available' }]);
    expect((await buyer.acts()).filter((act) => act === 'message.received')).toHaveLength(1);
  });

  it.each([
    ['stage', 'before'],
    ['stage', 'after'],
    ['publish', 'before'],
    ['publish', 'after'],
  ] as const)('hand a message to its channel whole, under one name: killed %s, %s', async (step, when) => {
    const call: CallForTenders = {
      ...needs,
      header: { ...needs.header, receiver: { scheme: '0009', id: supplierSiret } },
    };
    await giveMessage(buyer.database.system, buyer.organisation, await desk.certified(call, buyerSiret));
    buyer.space.dieAt(step, when);
    await buyer.idle();
    expect(await buyer.seen()).toMatchObject([{ state: 'controlled', attempts: 1 }]);
    await buyer.comeDue();
    await buyer.idle();
    expect(await buyer.seen()).toMatchObject([{ state: 'dispatched' }]);
    expect(buyer.space.names('depart')).toEqual([`M10-${call.header.messageId}.xml`]);
    expect((await buyer.acts()).filter((act) => act === 'message.dispatched')).toHaveLength(1);
  });

  it.each([
    ['stage', 'before'],
    ['stage', 'after'],
    ['publish', 'before'],
    ['publish', 'after'],
  ] as const)('show a message to the software once: killed %s, %s', async (step, when) => {
    buyer.space.put('arrivee', 'offre.xml', await desk.certified(makeOffer(needs), supplierSiret));
    await buyer.look();
    await buyer.idle();
    buyer.space.dieAt(step, when);
    await expect(buyer.keep()).rejects.toThrow(Killed);
    // Software that is quick takes it at once.
    const taken = buyer.space.names('recus').filter((name) => nameOfStaged(name) === null);
    for (const name of taken) buyer.space.files.delete(`recus/${name}`);
    await buyer.keep();
    await buyer.keep();
    expect([...taken, ...buyer.space.names('recus')]).toHaveLength(1);
  });

  it.each(['move', 'publish', 'stage'] as const)(
    'send once what software dropped: killed before %s',
    async (step) => {
      const bytes = Buffer.from(writeMessage(makeOffer(needs)).replace(supplierSiret, buyerSiret));
      buyer.space.put('depot', 'fausse.xml', bytes);
      await buyer.keep();
      await buyer.idle();
      buyer.space.dieAt(step, 'before');
      await expect(buyer.keep()).rejects.toThrow(Killed);
      expect(buyer.space.names('depot')).toEqual(['fausse.xml']);
      await buyer.keep();
      expect([buyer.space.names('depot'), buyer.space.names('erreurs')]).toEqual([[], ['fausse.xml']]);
      expect(await buyer.seen()).toHaveLength(1);
    },
  );

  it('tell a refusal that a process died before noting, so that the file may be dropped again at once', async () => {
    const bytes = Buffer.from(writeMessage(makeOffer(needs)).replace(supplierSiret, buyerSiret));
    const states = async () => (await buyer.seen()).map(({ state }) => state);
    buyer.space.put('depot', 'fausse.xml', bytes);
    await buyer.keep();
    await buyer.idle();
    // What is still there is told where it is taken from.
    buyer.space.dieAt('move', 'before');
    await expect(buyer.keep()).rejects.toThrow(Killed);
    buyer.space.dieAt('move', 'after');
    await expect(buyer.keep()).rejects.toThrow(Killed);
    expect(buyer.space.names('erreurs')).toEqual(['fausse.xml']);
    await buyer.keep();
    buyer.space.put('depot', 'fausse.xml', bytes);
    await buyer.keep();
    expect(await states()).toEqual(['refused', 'prepared']);
    await buyer.idle();
    expect(await states()).toEqual(['refused', 'refused']);
  });

  it('examine again what a process was examining when it died', async () => {
    await buyer.stop();
    buyer.space.put('arrivee', 'offre.xml', await desk.certified(makeOffer(needs), supplierSiret));
    await buyer.look();
    await buyer.restart({ control: () => Promise.reject(new Killed()) });
    await buyer.idle();
    expect(await buyer.seen()).toMatchObject([{ state: 'received' }]);
    await buyer.restart();
    await buyer.comeDue();
    await buyer.idle();
    expect((await buyer.seen())[0]).toMatchObject({ state: 'available' });
    expect((await buyer.acts()).filter((act) => act === 'message.received')).toHaveLength(1);
  });
});
