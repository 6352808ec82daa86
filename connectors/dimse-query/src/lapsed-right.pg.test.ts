import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withSystem } from '@liaison/db';
import { openTestDatabase, type TestDatabase } from '@liaison/db/testing';
import {
  ExplicitVRLittleEndian,
  newUid,
  openAssociation,
  statuses,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  writeDataSet,
  type Association,
} from '@liaison/dicom';
import { knownPeer2, openTestReceiver, quietLog, type TestReceiver } from '@liaison/dimse/testing';
import { makePlace } from '@liaison/directory/testing';
import { openEnqueue, type Enqueue } from '@liaison/jobs';
import { makePeer } from '@liaison/pacs/testing';
import { scuLink } from '@liaison/transfers/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startQueryService, type QueryService } from './index.ts';
import { ctImage, receiveStudy } from './testing-peer.ts';

/** What an association was let in with may be over while it is still open. */
describe('a peer that is still associated when its right is gone', () => {
  let database: TestDatabase;
  let jobs: { enqueue: Enqueue; close(): Promise<void> };
  let folder = '';
  let peerId = '';
  let studyUid = '';
  let receiver: TestReceiver;
  let service: QueryService;
  let association: Association;
  const got: string[] = [];

  beforeAll(async () => {
    database = await openTestDatabase();
    jobs = await openEnqueue(database.urls.appUrl);
  });
  afterAll(async () => {
    await jobs.close();
    await database.close();
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'lapsed-'));
    const storeRoot = join(folder, 'containers');
    const { structureId } = await makePlace(database.system, `CH ${newUid().slice(-12)}`);
    const binding = { aeTitle: 'CHA_PACS', structureId, addresses: ['127.0.0.0/8'] };
    // Nobody listens at this port: what is refused is refused before anybody is called.
    const called = { host: '127.0.0.1', port: 9, roles: { mayQuery: true, store: true } };
    peerId = await makePeer(database.system, { ...binding, ...called });
    const socketPath = join(folder, 'exchange', 'query.sock');
    service = await startQueryService({
      database: database.app,
      systemDatabase: database.system,
      storeRoot,
      socketPath,
      move: scuLink,
      enqueue: jobs.enqueue,
      log: quietLog,
      caller: { aeTitle: 'LIAISON' },
      commitmentReport: () => Promise.resolve(false),
    });
    // Reception's snapshot goes on telling that it may: only the directory knows better.
    const peers = [{ ...knownPeer2, ...binding, id: peerId }];
    receiver = await openTestReceiver({ root: storeRoot, peers, relaySocket: socketPath });
    ({ uid: studyUid } = await receiveStudy(database.system, storeRoot, {
      structureId,
      change: {},
      count: 2,
    }));
    got.length = 0;
    association = await open();
  });
  afterEach(async () => {
    await receiver.close();
    await service.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const open = () =>
    openAssociation({
      host: '127.0.0.1',
      port: receiver.receiver.port,
      callingAeTitle: 'CHA_PACS',
      calledAeTitle: 'LIAISON',
      contexts: [studyRootFind, studyRootGet, studyRootMove, ctImage].map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: [ExplicitVRLittleEndian],
      })),
      roles: [{ SOPClassUID: ctImage, scu: false, scp: true }],
      beginStore: ({ AffectedSOPInstanceUID = '' }) => ({
        write: () => undefined,
        end: () => {
          got.push(AffectedSOPInstanceUID);
          return { status: 0 };
        },
        abort: () => undefined,
      }),
    });

  const identifier = (syntax: string) =>
    writeDataSet({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: studyUid }, syntax);

  /** The statuses that a search, a C-GET and a C-MOVE end with, and the studies that were found. */
  async function ask(): Promise<{ find: number; found: number; get: number; move: number }> {
    let found = 0;
    let find: number = statuses.success;
    try {
      for await (const _ of association.cFind({ SOPClassUID: studyRootFind, identifier })) found += 1;
    } catch (error) {
      find = error instanceof Error && 'status' in error ? Number(error.status) : Number.NaN;
    }
    const asked = { identifier, destination: 'CHA_PACS' };
    const get = await lastStatus(association.cGet({ SOPClassUID: studyRootGet, ...asked }));
    const move = await lastStatus(association.cMove({ SOPClassUID: studyRootMove, ...asked }));
    return { find, found, get, move };
  }

  const change = (statement: ReturnType<typeof sql>) =>
    withSystem(database.system, (tx) => statement.execute(tx));

  it.each([
    ['may no longer search', (id: string) => sql`update pacs.peer set may_query = false where id = ${id}`],
    ['is switched off', (id: string) => sql`update pacs.peer set is_active = false where id = ${id}`],
    [
      'is bound otherwise than was approved',
      (id: string) => sql`update pacs.peer set addresses = '{127.0.0.1,192.0.2.66}' where id = ${id}`,
    ],
  ])('finds and fetches nothing once it %s', async (_what, statement) => {
    const noneDone = 0xa702;
    expect(await ask()).toEqual({ find: statuses.success, found: 1, get: statuses.success, move: noneDone });
    expect(got).toHaveLength(2);
    await change(statement(peerId));
    const { notAuthorized } = statuses;
    expect(await ask()).toEqual({ find: notAuthorized, found: 0, get: notAuthorized, move: notAuthorized });
    expect(got).toHaveLength(2);
    await association.release();
  });
});

async function lastStatus(steps: AsyncIterable<{ status: number }>): Promise<number> {
  let status = Number.NaN;
  for await (const step of steps) ({ status } = step);
  return status;
}
