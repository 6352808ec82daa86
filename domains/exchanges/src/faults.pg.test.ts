import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { withSystem } from '@liaison/db';
import { seenEntries } from '@liaison/journal/testing';
import { FileSpaceError, nameOfStaged, stagedName, type FileSpace } from '@liaison/file-space';
import { writeMessage, type CallForTenders } from '@liaison/mio';
import { makeNeeds, makeOffer } from '@liaison/mio-control/testing';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openFileChannel, type FileExchange } from './files/file-channel.ts';
import { SoftwareFolderKeeper } from './files/software-folder.ts';
import { FileTaker } from './files/take-files.ts';
import type { Exchanges } from './running/start-exchanges.ts';
import {
  buyerSiret,
  calmRound,
  giveMessage,
  listSeen,
  makeOrganisation,
  makePartner,
  openExamining,
  startTestExchanges,
  supplierSiret,
  TestDesk,
  type Organisation,
  type TestExamining,
} from './testing.ts';

const desk = new TestDesk();
const needs = makeNeeds({ lots: 1, linesPerLot: 2 });
const folders = { outgoing: 'depart', incoming: 'arrivee', done: 'archives' };

/** The death of a process: what it had done stays, what it would do next does not happen. */
class Killed extends Error {}

/** Files that outlive whoever works on them, who dies before or after a step that a test names. */
class FaultySpace implements FileSpace {
  readonly files = new Map<string, Uint8Array>();
  #death: { step: string; when: 'before' | 'after' } | null = null;

  dieAt(step: string, when: 'before' | 'after'): void {
    this.#death = { step, when };
  }

  names(folder: string): string[] {
    return [...this.files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1))
      .toSorted();
  }

  put(folder: string, name: string, bytes: Uint8Array): void {
    this.files.set(`${folder}/${name}`, bytes);
  }

  async #step<Value>(step: string, work: () => Value): Promise<Value> {
    const death = this.#death?.step === step ? this.#death.when : null;
    if (death) this.#death = null;
    if (death === 'before') throw new Killed();
    const value = work();
    if (death === 'after') throw new Killed();
    return value;
  }

  list(folder: string) {
    return this.#step('list', () =>
      this.names(folder)
        .filter((name) => nameOfStaged(name) === null)
        .map((name) => ({ name, size: this.#read(folder, name).length, modifiedMs: 1 })),
    );
  }
  read(folder: string, name: string) {
    return this.#step('read', () => this.#read(folder, name));
  }
  stage(folder: string, name: string, bytes: Uint8Array) {
    return this.#step('stage', () => this.put(folder, stagedName(name), bytes));
  }
  publish(folder: string, name: string) {
    return this.#step('publish', () => this.#rename(folder, stagedName(name), folder, name));
  }
  listStaged(folder: string) {
    return this.#step('listStaged', () => this.names(folder).flatMap((name) => nameOfStaged(name) ?? []));
  }
  move(from: string, name: string, to: string, newName: string) {
    return this.#step('move', () => this.#rename(from, name, to, newName));
  }
  async close(): Promise<void> {}

  #read(folder: string, name: string): Uint8Array {
    const found = this.files.get(`${folder}/${name}`);
    if (!found) throw new FileSpaceError('missing');
    return found;
  }
  #rename(from: string, name: string, to: string, newName: string): void {
    this.put(to, newName, this.#read(from, name));
    this.files.delete(`${from}/${name}`);
  }
}

describe('exchanges whose process dies at any step', () => {
  let database: TestDatabase;
  let examining: TestExamining;
  let exchanges: Exchanges;
  let buyer: Organisation;
  let space: FaultySpace;
  let exchange: FileExchange;

  beforeEach(async () => {
    database = await openTestDatabase();
    space = new FaultySpace();
    buyer = await makeOrganisation(database.system, 'Pasteur', buyerSiret, 'buyer');
    const ways = [{ channel: 'folder' as const, endpoint: 'edi', addresses: [] }];
    await makePartner(database.system, buyer.structureId, supplierSiret, { ways });
    exchange = { structureId: buyer.structureId, endpoint: 'edi', kind: 'folder', folders, space };
    examining = openExamining(desk);
    start();
  });
  afterEach(async () => {
    await exchanges.stop();
    await examining.pool.close();
    await database.close();
  });

  function start(changes: { isProduction?: boolean; control?: () => Promise<never> } = {}): void {
    const channel = openFileChannel('folder', [exchange]);
    const { control = examining.pool.control, isProduction = false } = changes;
    exchanges = startTestExchanges(database.system, { ...examining, isProduction, pool: { control } }, [
      channel,
    ]);
  }
  const seen = () => listSeen(database.system, buyer.structureId);
  const look = () => new FileTaker(database.system, exchange, 0).look(calmRound);
  const acts = async () => (await seenEntries(database.system)).map(({ act }) => act);
  /** What was put off after a death is due now. */
  const comeDue = () =>
    withSystem(database.system, (tx) =>
      sql`update exchanges.exchange set next_try_at = now() where next_try_at is not null`.execute(tx),
    );

  it.each([
    ['read', 'before'],
    ['read', 'after'],
    ['move', 'before'],
    ['move', 'after'],
  ] as const)('take a file once: killed %s, %s', async (step, when) => {
    const offer = await desk.certified(makeOffer(needs), supplierSiret);
    space.put('arrivee', 'offre.xml', offer);
    space.dieAt(step, when);
    await expect(look()).rejects.toThrow(Killed);
    await look();
    await exchanges.idle();
    expect(space.names('arrivee')).toEqual([]);
    expect(space.names('archives')).toHaveLength(1);
    expect((await seen()).filter(({ direction }) => direction === 'incoming')).toMatchObject([
      { message_type: 'M20', state: 'available' },
    ]);
    expect((await acts()).filter((act) => act === 'message.received')).toHaveLength(1);
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
    await giveMessage(database.system, buyer, await desk.certified(call, buyerSiret));
    space.dieAt(step, when);
    await exchanges.idle();
    expect(await seen()).toMatchObject([{ state: 'controlled', attempts: 1 }]);
    await comeDue();
    await exchanges.idle();
    expect(await seen()).toMatchObject([{ state: 'dispatched' }]);
    expect(space.names('depart')).toEqual([`M10-${call.header.messageId}.xml`]);
    expect((await acts()).filter((act) => act === 'message.dispatched')).toHaveLength(1);
  });

  it.each([
    ['stage', 'before'],
    ['stage', 'after'],
    ['publish', 'before'],
    ['publish', 'after'],
  ] as const)('show a message to the software once: killed %s, %s', async (step, when) => {
    space.put('arrivee', 'offre.xml', await desk.certified(makeOffer(needs), supplierSiret));
    await look();
    await exchanges.idle();
    const keep = () =>
      new SoftwareFolderKeeper(
        database.system,
        { structureId: buyer.structureId, endpoint: 'logiciel', space },
        0,
      );
    space.dieAt(step, when);
    await expect(keep().look(calmRound)).rejects.toThrow(Killed);
    // Software that is quick takes it at once.
    const taken = space.names('recus').filter((name) => nameOfStaged(name) === null);
    for (const name of taken) space.files.delete(`recus/${name}`);
    await keep().look(calmRound);
    await keep().look(calmRound);
    expect([...taken, ...space.names('recus')]).toHaveLength(1);
  });

  it.each(['move', 'publish', 'stage'] as const)(
    'send once what software dropped: killed before %s',
    async (step) => {
      const bytes = Buffer.from(writeMessage(makeOffer(needs)).replace(supplierSiret, buyerSiret));
      space.put('depot', 'fausse.xml', bytes);
      const keep = () =>
        new SoftwareFolderKeeper(
          database.system,
          { structureId: buyer.structureId, endpoint: 'logiciel', space },
          0,
        );
      await keep().look(calmRound);
      await exchanges.idle();
      space.dieAt(step, 'before');
      await expect(keep().look(calmRound)).rejects.toThrow(Killed);
      expect(space.names('depot')).toEqual(['fausse.xml']);
      await keep().look(calmRound);
      expect([space.names('depot'), space.names('erreurs')]).toEqual([[], ['fausse.xml']]);
      expect(await seen()).toHaveLength(1);
    },
  );

  it('tell a refusal that a process died before noting, so that the file may be dropped again at once', async () => {
    const bytes = Buffer.from(writeMessage(makeOffer(needs)).replace(supplierSiret, buyerSiret));
    const folder = { structureId: buyer.structureId, endpoint: 'logiciel', space };
    const keep = () => new SoftwareFolderKeeper(database.system, folder, 0).look(calmRound);
    const states = async () => (await seen()).map(({ state }) => state);
    space.put('depot', 'fausse.xml', bytes);
    await keep();
    await exchanges.idle();
    // What is still there is told where it is taken from.
    space.dieAt('move', 'before');
    await expect(keep()).rejects.toThrow(Killed);
    space.dieAt('move', 'after');
    await expect(keep()).rejects.toThrow(Killed);
    expect(space.names('erreurs')).toEqual(['fausse.xml']);
    await keep();
    space.put('depot', 'fausse.xml', bytes);
    await keep();
    expect(await states()).toEqual(['refused', 'prepared']);
    await exchanges.idle();
    expect(await states()).toEqual(['refused', 'refused']);
  });

  it('examine again what a process was examining when it died', async () => {
    await exchanges.stop();
    space.put('arrivee', 'offre.xml', await desk.certified(makeOffer(needs), supplierSiret));
    await look();
    start({ control: () => Promise.reject(new Killed()) });
    await exchanges.idle();
    expect(await seen()).toMatchObject([{ state: 'received' }]);
    await exchanges.stop();
    start();
    await comeDue();
    await exchanges.idle();
    expect((await seen())[0]).toMatchObject({ state: 'available' });
    expect((await acts()).filter((act) => act === 'message.received')).toHaveLength(1);
  });

  const setAside = async (bytes: Uint8Array, changes: { isProduction?: boolean } = {}) => {
    await exchanges.stop();
    start(changes);
    space.put('arrivee', `${space.files.size}.xml`, bytes);
    await look();
    await exchanges.idle();
    return (await seen()).findLast(({ direction }) => direction === 'incoming');
  };

  it('turns away once what there is no room for and cannot be moved, and takes it anew once it is left again', async () => {
    await setAside(Buffer.from('illisible'));
    await withSystem(database.system, (tx) =>
      sql`update exchanges.exchange set byte_count = ${1024 ** 3}`.execute(tx),
    );
    const offer = (await desk.certified(makeOffer(needs), supplierSiret)).toString('utf8');
    const altered = Buffer.from(offer.replace('CimX', 'CimY'));
    const taker = new FileTaker(database.system, exchange, 0);
    const incoming = async () =>
      (await seen()).filter(({ direction }) => direction === 'incoming').map(({ reason }) => reason);
    space.put('arrivee', 'offre.xml', altered);
    for (let times = 0; times < 3; times += 1) {
      space.dieAt('move', 'before');
      await expect(taker.look(calmRound)).rejects.toThrow(Killed);
      await exchanges.idle();
    }
    await taker.look(calmRound);
    expect(space.names('arrivee')).toEqual([]);
    expect(await incoming()).toEqual(['unreadable', 'quarantine-full']);
    space.put('arrivee', 'offre.xml', altered);
    await taker.look(calmRound);
    await exchanges.idle();
    expect(await incoming()).toEqual(['unreadable', 'quarantine-full', 'quarantine-full']);
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
    const [line] = (await seenEntries(database.system)).filter(({ act }) => act === 'message.quarantined');
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
    const before = space.names('depart').length;
    expect(await setAside(await certified({ sender: elsewhere }))).toMatchObject({
      state: 'quarantined',
      reason: 'unknown-sender',
    });
    expect(space.names('depart')).toHaveLength(before);
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
