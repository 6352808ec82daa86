import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import { newUid } from '@liaison/dicom';
import { knownPeer2, openTestReceiver, quietLog, type TestReceiver } from '@liaison/dimse/testing';
import { makePlace } from '@liaison/directory/testing';
import type { makeCtImage } from '@liaison/imaging/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { makePeer } from '@liaison/pacs/testing';
import { scuLink } from '@liaison/transfers/testing';
import { startQueryService, type QueryService } from './index.ts';
import { receiveStudy } from './testing-peer.ts';

type Options = {
  /** Where the peer listens, if it does. */
  readonly peerPort?: number;
  readonly limits?: NonNullable<Parameters<typeof openTestReceiver>[0]>['limits'];
};

/**
 * What tests of queries share: a database, and for each test a store, a structure with its PACS (CHA_PACS, which may search
 * and is sent to), a receiver, and the service that it relays to.
 */
export class QueryBench {
  readonly database: TestDatabase;
  readonly reports: { transactionUid: string }[] = [];
  folder = '';
  storeRoot = '';
  structureId = '';
  peerId = '';
  receiver!: TestReceiver;
  service!: QueryService;
  readonly #jobs: { enqueue: Enqueue; close(): Promise<void> };

  private constructor(database: TestDatabase, jobs: { enqueue: Enqueue; close(): Promise<void> }) {
    this.database = database;
    this.#jobs = jobs;
  }

  static async open(): Promise<QueryBench> {
    const database = await openTestDatabase();
    return new QueryBench(database, await openEnqueue(database.urls.appUrl));
  }

  async close(): Promise<void> {
    await this.#jobs.close();
    await this.database.close();
  }

  /** Without a `peerPort`, nobody listens where the peer is called. */
  async begin({ peerPort = 9, limits = {} }: Options = {}): Promise<void> {
    this.folder = mkdtempSync(join(tmpdir(), 'dimse-query-'));
    this.storeRoot = join(this.folder, 'containers');
    this.reports.length = 0;
    this.structureId = (await makePlace(this.database.system, `CH ${newUid().slice(-12)}`)).structureId;
    const roles = { mayQuery: true, store: true };
    const called = { host: '127.0.0.1', port: peerPort, roles };
    this.peerId = await makePeer(this.database.system, { ...this.#binding(), ...called });
    await this.startService();
    this.receiver = await openTestReceiver({
      root: this.storeRoot,
      peers: [this.peer()],
      relaySocket: this.#socketPath(),
      limits,
    });
  }

  async end(): Promise<void> {
    await this.receiver.close();
    await this.service.stop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Again, after it was stopped. Reports of commitment are heeded for the transaction 1.2.3 alone. */
  async startService(): Promise<void> {
    this.service = await startQueryService({
      database: this.database.app,
      systemDatabase: this.database.system,
      storeRoot: this.storeRoot,
      socketPath: this.#socketPath(),
      move: scuLink,
      enqueue: this.#jobs.enqueue,
      log: quietLog,
      caller: { aeTitle: 'LIAISON' },
      commitmentReport: (report) => {
        this.reports.push(report);
        return Promise.resolve(report.transactionUid === '1.2.3');
      },
    });
  }

  /** The peer as reception's snapshot knows it. */
  peer(): typeof knownPeer2 {
    return { ...knownPeer2, ...this.#binding(), id: this.peerId };
  }

  /** A study received from a structure: this one unless another is named. */
  receive(
    change: Parameters<typeof makeCtImage>[0] = {},
    count = 3,
    structureId = this.structureId,
  ): ReturnType<typeof receiveStudy> {
    return receiveStudy(this.database.system, this.storeRoot, { structureId, change, count });
  }

  #binding(): { aeTitle: string; structureId: string; addresses: string[] } {
    return { aeTitle: 'CHA_PACS', structureId: this.structureId, addresses: ['127.0.0.0/8'] };
  }

  #socketPath(): string {
    return join(this.folder, 'exchange', 'query.sock');
  }
}
