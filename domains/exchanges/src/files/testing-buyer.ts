import { withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { seenEntries } from '@liaison/journal/testing';
import { sql } from 'kysely';
import type { Exchanges } from '../running/start-exchanges.ts';
import type { ExchangeRow } from '../store.ts';
import {
  buyerSiret,
  calmRound,
  listSeen,
  makeOrganisation,
  makePartner,
  openExamining,
  startTestExchanges,
  supplierSiret,
  type Organisation,
  type TestDesk,
  type TestExamining,
} from '../testing.ts';
import { openFileChannel, type FileExchange } from './file-channel.ts';
import { SoftwareFolderKeeper } from './software-folder.ts';
import { FileTaker } from './take-files.ts';
import { FaultySpace } from './testing-faulty-space.ts';

const folders = { outgoing: 'depart', incoming: 'arrivee', done: 'archives' };

type Starting = { isProduction?: boolean; control?: TestExamining['pool']['control'] };

/** A buyer who shares folders with his supplier, in a space in which whoever works may die at a step. */
export class TestBuyer {
  readonly space = new FaultySpace();
  readonly database: TestDatabase;
  readonly organisation: Organisation;
  readonly #exchange: FileExchange;
  readonly #examining: TestExamining;
  #exchanges: Exchanges | undefined;

  private constructor(database: TestDatabase, organisation: Organisation, desk: TestDesk) {
    this.database = database;
    this.organisation = organisation;
    const { structureId } = organisation;
    this.#exchange = { structureId, endpoint: 'edi', kind: 'folder', folders, space: this.space };
    this.#examining = openExamining(desk);
  }

  /** His exchanges run. */
  static async open(desk: TestDesk): Promise<TestBuyer> {
    const database = await openTestDatabase();
    const organisation = await makeOrganisation(database.system, 'Pasteur', buyerSiret, 'buyer');
    const ways = [{ channel: 'folder' as const, endpoint: 'edi', addresses: [] }];
    await makePartner(database.system, organisation.structureId, supplierSiret, { ways });
    const buyer = new TestBuyer(database, organisation, desk);
    buyer.#start({});
    return buyer;
  }

  async restart(starting: Starting = {}): Promise<void> {
    await this.stop();
    this.#start(starting);
  }

  #start({ isProduction = false, control = this.#examining.pool.control }: Starting): void {
    this.#exchanges = startTestExchanges(
      this.database.system,
      { ...this.#examining, isProduction, pool: { control } },
      [openFileChannel('folder', [this.#exchange])],
    );
  }

  async stop(): Promise<void> {
    await this.#exchanges?.stop();
  }

  async idle(): Promise<void> {
    await this.#exchanges?.idle();
  }

  /** Who takes what the partner leaves. */
  taker(): FileTaker {
    return new FileTaker(this.database.system, this.#exchange, 0);
  }

  look(): Promise<void> {
    return this.taker().look(calmRound);
  }

  /** One round of who keeps the folders of the buyer's own software. */
  keep(): Promise<void> {
    const folder = { structureId: this.organisation.structureId, endpoint: 'logiciel', space: this.space };
    return new SoftwareFolderKeeper(this.database.system, folder, 0).look(calmRound);
  }

  seen(): Promise<ExchangeRow[]> {
    return listSeen(this.database.system, this.organisation.structureId);
  }

  async incoming(): Promise<ExchangeRow[]> {
    return (await this.seen()).filter(({ direction }) => direction === 'incoming');
  }

  async acts(): Promise<string[]> {
    return (await seenEntries(this.database.system)).map(({ act }) => act);
  }

  /** What was put off after a death is due now. */
  comeDue(): Promise<unknown> {
    return withSystem(this.database.system, (tx) =>
      sql`update exchanges.exchange set next_try_at = now() where next_try_at is not null`.execute(tx),
    );
  }

  async close(): Promise<void> {
    await this.stop();
    await this.#examining.pool.close();
    await this.database.close();
  }
}
