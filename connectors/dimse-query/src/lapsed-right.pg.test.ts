import { withSystem } from '@liaison/db';
import {
  ExplicitVRLittleEndian,
  openAssociation,
  statuses,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  writeDataSet,
  type Association,
} from '@liaison/dicom';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { QueryBench } from './testing-bench.ts';
import { ctImage } from './testing-peer.ts';

/** What an association was let in with may be over while it is still open. */
describe('a peer that is still associated when its right is gone', () => {
  let bench: QueryBench;
  let studyUid = '';
  let association: Association;
  const got: string[] = [];

  beforeAll(async () => {
    bench = await QueryBench.open();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    // Reception's snapshot goes on telling that the peer may: only the directory knows better.
    await bench.begin();
    ({ uid: studyUid } = await bench.receive({}, 2));
    got.length = 0;
    association = await open();
  });
  afterEach(() => bench.end());

  const open = () =>
    openAssociation({
      host: '127.0.0.1',
      port: bench.receiver.receiver.port,
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
    withSystem(bench.database.system, (tx) => statement.execute(tx));

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
    await change(statement(bench.peerId));
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
