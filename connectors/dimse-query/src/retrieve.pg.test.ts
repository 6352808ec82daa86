import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readdirSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { locateContainer } from '@liaison/blobs';
import { oneRow, withSystem } from '@liaison/db';
import {
  AssociationError,
  ExplicitVRLittleEndian,
  openAssociation,
  statuses,
  studyRootGet,
  studyRootMove,
  writeDataSet,
  type Association,
  type SubOperations,
} from '@liaison/dicom';
import type { makeCtImage } from '@liaison/imaging/testing';
import { TestDestination } from '@liaison/transfers/testing';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { QueryBench } from './testing-bench.ts';
import { ctImage, uidOf } from './testing-peer.ts';

const hasDcmtk = spawnSync('getscu', ['--version']).status === 0;
if (!hasDcmtk) console.warn('no dcmtk on this machine: no getscu was stopped (apt install dcmtk)');
/** Sub-operations complete, some failed. */
const someFailed = 0xb000;

async function last(steps: AsyncIterable<SubOperations>): Promise<SubOperations> {
  let final: SubOperations | null = null;
  for await (const step of steps) final = step;
  if (!final) throw new TypeError('an answer expected');
  return final;
}

describe('a retrieval', () => {
  let bench: QueryBench;
  let destination: TestDestination;

  beforeAll(async () => {
    bench = await QueryBench.open();
  });
  afterAll(() => bench.close());
  beforeEach(async () => {
    destination = new TestDestination();
    await destination.open();
    await bench.begin({ peerPort: destination.port, limits: { idleMs: 1500 } });
  });
  afterEach(async () => {
    await destination.close();
    await bench.end();
  });

  async function receive(
    count: number,
    change: Parameters<typeof makeCtImage>[0] = {},
  ): Promise<{ uid: string; uids: string[] }> {
    const { uid, images } = await bench.receive(change, count);
    return { uid, uids: images.map(uidOf) };
  }

  /** Changes a byte of an image where it lies: near its start, or its very last one. */
  async function damage(SOPInstanceUID: string, where: 'start' | 'end' = 'start'): Promise<void> {
    const { container, offset, length } = await withSystem(bench.database.system, (tx) =>
      oneRow<{ container: string; offset: string; length: string }>(
        tx,
        sql`select container_id as container, data_offset::text as "offset", data_length::text as "length"
              from imaging.instance where sop_instance_uid = ${SOPInstanceUID}`,
      ),
    );
    const file = openSync(locateContainer(bench.storeRoot, container), 'r+');
    const within = where === 'start' ? 200 : Number(length) - 1;
    writeSync(file, Buffer.from([0xff]), 0, 1, Number(offset) + within);
    closeSync(file);
  }

  /** What came by C-GET; `onStored` is told after each. */
  async function openGet(
    onStored: (count: number) => void,
  ): Promise<{ got: string[]; association: Association }> {
    const got: string[] = [];
    const association = await openAssociation({
      host: '127.0.0.1',
      port: bench.receiver.receiver.port,
      callingAeTitle: 'CHA_PACS',
      calledAeTitle: 'LIAISON',
      contexts: [studyRootGet, studyRootMove, ctImage].map((abstractSyntax) => ({
        abstractSyntax,
        transferSyntaxes: [ExplicitVRLittleEndian],
      })),
      roles: [{ SOPClassUID: ctImage, scu: false, scp: true }],
      beginStore: ({ AffectedSOPInstanceUID = '' }) => ({
        write: () => undefined,
        end: () => {
          onStored(got.push(AffectedSOPInstanceUID));
          return { status: 0 };
        },
        abort: () => undefined,
      }),
    });
    return { got, association };
  }

  const identify = (uid: string) => (syntax: string) =>
    writeDataSet({ QueryRetrieveLevel: 'STUDY', StudyInstanceUID: uid }, syntax);

  it('by C-GET leaves out an image that lies broken, says which, and gives the others', async () => {
    const { uid, uids } = await receive(12);
    const [broken = ''] = uids.slice(3);
    await damage(broken);
    const { got, association } = await openGet(() => undefined);
    const final = await last(association.cGet({ SOPClassUID: studyRootGet, identifier: identify(uid) }));
    expect(final).toMatchObject({ status: someFailed, completed: 11, failed: 1, failedInstances: [broken] });
    expect(got).toEqual(uids.filter((one) => one !== broken));
    await association.release();
  });

  it('by C-GET ends with a long image whose last bytes show it broken, and the next one gives all others', async () => {
    // Of more than a piece that is read at once: the first of it have left when the end is read.
    const side = 1400;
    const long = { Rows: side, Columns: side, PixelData: Buffer.alloc(side * side * 2, 1) };
    const { uid, uids } = await receive(4, long);
    const [broken = ''] = uids.slice(1);
    await damage(broken, 'end');
    const ask = { SOPClassUID: studyRootGet, identifier: identify(uid) };
    const first = await openGet(() => undefined);
    await expect(last(first.association.cGet(ask))).rejects.toThrow(AssociationError);
    const { got, association } = await openGet(() => undefined);
    const final = await last(association.cGet(ask));
    expect(final).toMatchObject({ status: someFailed, completed: 3, failed: 1, failedInstances: [broken] });
    expect(got).toEqual(uids.filter((one) => one !== broken));
    await association.release();
  });

  it('by C-MOVE leaves out what lies broken too', async () => {
    const { uid, uids } = await receive(12);
    const broken = [uids[0] ?? '', uids[5] ?? ''];
    for (const one of broken) await damage(one);
    const { association } = await openGet(() => undefined);
    const asked = { SOPClassUID: studyRootMove, identifier: identify(uid), destination: 'CHA_PACS' };
    const final = await last(association.cMove(asked));
    expect(final).toMatchObject({ status: someFailed, completed: 10, failed: 2, failedInstances: broken });
    expect(destination.uids()).toEqual(uids.filter((one) => !broken.includes(one)));
    await association.release();
  });

  it('by C-GET stops where it is cancelled, and the association goes on', async () => {
    const { uid, uids } = await receive(60);
    const cancelling = new AbortController();
    const { got, association } = await openGet((count) => {
      if (count === 3) cancelling.abort();
    });
    const asked = { SOPClassUID: studyRootGet, identifier: identify(uid) };
    const final = await last(association.cGet({ ...asked, signal: cancelling.signal }));
    expect(final.status).toBe(statuses.cancel);
    expect(final.completed).toBe(got.length);
    expect(final.remaining).toBe(60 - got.length);
    expect(final.remaining).toBeGreaterThan(40);
    const again = await last(association.cGet(asked));
    expect(again).toMatchObject({ status: statuses.success, completed: 60 });
    expect(got.slice(-60)).toEqual(uids);
    await association.release();
  });

  it('by C-MOVE stops where it is cancelled', async () => {
    const { uid } = await receive(60);
    const cancelling = new AbortController();
    destination.answer = (_uid, count) => {
      if (count === 3) cancelling.abort();
      return 0;
    };
    const { association } = await openGet(() => undefined);
    const asked = { SOPClassUID: studyRootMove, identifier: identify(uid), destination: 'CHA_PACS' };
    const final = await last(association.cMove({ ...asked, signal: cancelling.signal }));
    expect(final.status).toBe(statuses.cancel);
    expect(final.remaining).toBeGreaterThan(0);
    expect(destination.received.length).toBeLessThan(60);
    await association.release();
  });

  it.runIf(hasDcmtk)(
    'is ended for a peer that falls silent in the middle, and the next one is served',
    async () => {
      const { uid, uids } = await receive(60);
      const target = join(bench.folder, 'got');
      mkdirSync(target);
      const keys = ['-k', 'QueryRetrieveLevel=STUDY', '-k', `StudyInstanceUID=${uid}`];
      const titles = ['-aet', 'CHA_PACS', '-aec', 'LIAISON'];
      const place = ['127.0.0.1', String(bench.receiver.receiver.port)];
      const child = spawn('getscu', ['-S', '+B', '-od', target, ...titles, ...keys, ...place]);
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await vi.waitFor(() => expect(readdirSync(target).length).toBeGreaterThan(2), {
        interval: 1,
        timeout: 5000,
      });
      child.kill('SIGSTOP');
      try {
        await vi.waitFor(
          () =>
            expect(bench.receiver.events().at(-1)).toMatchObject({
              kind: 'association-aborted',
              reason: 'silent for too long',
            }),
          { timeout: 10_000, interval: 50 },
        );
      } finally {
        child.kill('SIGKILL');
        await ended;
      }
      expect(readdirSync(target).length).toBeLessThan(60);
      const { got, association } = await openGet(() => undefined);
      await last(association.cGet({ SOPClassUID: studyRootGet, identifier: identify(uid) }));
      expect(got).toEqual(uids);
      await association.release();
    },
  );
});
