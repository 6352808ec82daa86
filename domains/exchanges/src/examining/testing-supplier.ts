import { withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { systemClock } from '@liaison/kernel';
import { writeMessage, type Message } from '@liaison/mio';
import type { RawBuilder } from 'kysely';
import type { Examining } from '../ports.ts';
import { takeArrival, type Taken } from '../receiving/take-arrival.ts';
import { releaseExchange } from '../release-exchange.ts';
import { startExchanges, type Exchanges } from '../running/start-exchanges.ts';
import type { ExchangeRow } from '../store.ts';
import {
  buyerSiret,
  listSeen,
  makeOrganisation,
  makePartner,
  silent,
  supplierSiret,
  type Organisation,
} from '../testing.ts';

/** A supplier who takes what his buyer leaves in a folder, and looks at it when he is asked to. */
export class TestSupplier {
  readonly database: TestDatabase;
  readonly organisation: Organisation;
  readonly #examining: Examining;
  #exchanges: Exchanges | undefined;

  private constructor(database: TestDatabase, organisation: Organisation, examining: Examining) {
    this.database = database;
    this.organisation = organisation;
    this.#examining = examining;
  }

  static async open(examining: Examining): Promise<TestSupplier> {
    const database = await openTestDatabase();
    const organisation = await makeOrganisation(database.system, 'Richer', supplierSiret, 'supplier');
    await makePartner(database.system, organisation.structureId, buyerSiret, {
      ways: [{ channel: 'folder', endpoint: 'edi', addresses: [] }],
      maySend: ['M10', 'M11', 'M20', 'M24', 'M30', 'M40', 'M41'],
      requiresCertificate: false,
    });
    return new TestSupplier(database, organisation, examining);
  }

  start(control: Examining['pool']['control'] = this.#examining.pool.control): Exchanges {
    this.#exchanges = startExchanges({
      database: this.database.system,
      examining: { ...this.#examining, pool: { control } },
      channels: {},
      log: silent,
      sweepMs: 3_600_000,
    });
    return this.#exchanges;
  }

  bring(message: Message | Uint8Array, name: string = crypto.randomUUID()): Promise<Taken> {
    return takeArrival(this.database.system, {
      structureId: this.organisation.structureId,
      channel: 'folder',
      endpoint: 'edi',
      sourceKey: name,
      fileName: `${name}.xml`,
      bytes: message instanceof Uint8Array ? message : Buffer.from(writeMessage(message)),
    });
  }

  seen(): Promise<ExchangeRow[]> {
    return listSeen(this.database.system, this.organisation.structureId);
  }

  /** What came, as type, state and reason, in the order in which it did. */
  async incoming(): Promise<[string | null, string, string | null][]> {
    return (await this.seen())
      .filter(({ direction }) => direction === 'incoming')
      .map(({ message_type: type, state, reason }) => [type, state, reason]);
  }

  async run(query: RawBuilder<unknown>): Promise<void> {
    await withSystem(this.database.system, (tx) => query.execute(tx));
  }

  release(exchangeId: string): Promise<void> {
    return withSystem(this.database.system, (tx) =>
      releaseExchange(tx, this.organisation.actor, systemClock, exchangeId),
    );
  }

  async close(): Promise<void> {
    await this.#exchanges?.stop();
    await this.database.close();
  }
}
