import { Readable } from 'node:stream';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { AssociationError, UnsentError, type Association, type AssociationOptions } from './association.ts';
import type { DataSet } from '../data-set/data-set.ts';
import type { UserIdentity } from '../upper-layer/pdu.ts';
import { openAssociation } from './scu.ts';
import type { ServedRequest } from './served-association.ts';
import {
  storageCommitment,
  storageCommitmentInstance,
  studyRootFind,
  studyRootGet,
  studyRootMove,
} from '../dictionary/sop-classes.ts';
import { ctImage, keeper, makeImage, startAcceptor, type TestAcceptor } from '../testing-associations.ts';
import {
  DeflatedExplicitVRLittleEndian,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  verificationSopClass,
} from '../dictionary/uid.ts';
import { writeDataSet } from '../data-set/write-data-set.ts';

let closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers) await close();
  closers = [];
});

async function acceptor(...args: Parameters<typeof startAcceptor>): Promise<TestAcceptor> {
  const started = await startAcceptor(...args);
  closers.push(() => started.close());
  return started;
}

const both = { scu: true, scp: true };
const services = [
  ...[studyRootFind, studyRootMove, studyRootGet].map((abstractSyntax) => ({ abstractSyntax })),
  { abstractSyntax: storageCommitment, roles: both },
].map((service) => ({ ...service, transferSyntaxes: [ImplicitVRLittleEndian] }));
const contexts = [
  ...[verificationSopClass, ...services.map(({ abstractSyntax }) => abstractSyntax)].map(
    (abstractSyntax) => ({ abstractSyntax, transferSyntaxes: [ImplicitVRLittleEndian] }),
  ),
  { abstractSyntax: ctImage, transferSyntaxes: [ExplicitVRLittleEndian] },
];
const gets = [{ SOPClassUID: ctImage, ...both }];

function open(port: number, change: Partial<AssociationOptions> = {}): Promise<Association> {
  const names = { host: '127.0.0.1', callingAeTitle: 'LIAISON', calledAeTitle: 'PEER' };
  return openAssociation({ ...names, port, contexts, responseTimeoutMs: 5000, ...change });
}

const identifier = (syntax: string): Buffer => writeDataSet({ PatientName: 'EPREUVE' }, syntax);
const find = { SOPClassUID: studyRootFind, identifier };

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('C-FIND', () => {
  it('gives matches as they come, and fails with the status of the peer', async () => {
    const statuses = [0, 0xa700];
    const here = await acceptor({
      services,
      request: (request) => {
        request.respond({ status: 0xff00, dataSet: identifier(request.context.transferSyntaxUID) });
        request.respond({ status: statuses.shift() ?? 0, comment: 'too busy' });
        request.respond({ status: 0xff00 });
      },
    });
    const association = await open(here.port);
    const matches = await collect(association.cFind(find));
    expect(matches.map((match) => match.text('PatientName'))).toEqual(['EPREUVE']);
    await expect(collect(association.cFind(find))).rejects.toMatchObject({
      status: 0xa700,
      comment: 'too busy',
    });
    await association.release();
    expect(here.ends.map(({ kind }) => kind)).toEqual(['released']);
  });

  it('is cancelled by its signal, and by leaving the loop; the association goes on', async () => {
    let cancelled = 0;
    const pour = async (request: ServedRequest): Promise<void> => {
      request.onCancel(() => (cancelled += 1));
      while (!request.isCancelled()) {
        request.respond({ status: 0xff00, dataSet: identifier(request.context.transferSyntaxUID) });
        await request.drained();
        await new Promise((resolve) => setImmediate(resolve));
      }
      request.respond({ status: 0xfe00 });
    };
    const here = await acceptor({ services, request: (request) => void pour(request) });
    const association = await open(here.port);
    const controller = new AbortController();
    const seen: DataSet[] = [];
    const search = async (): Promise<void> => {
      for await (const match of association.cFind({ ...find, signal: controller.signal })) {
        seen.push(match);
        if (seen.length === 200) controller.abort();
      }
    };
    await expect(search()).rejects.toMatchObject({ name: 'DimseError', status: 0xfe00 });
    for await (const match of association.cFind(find)) {
      seen.push(match);
      break;
    }
    expect(await association.cEcho()).toBe(0);
    expect(seen.length).toBeGreaterThan(200);
    expect(cancelled).toBe(2);
    await association.release();
  });

  it('is refused with an identifier past the limit, and past sixteen requests at once', async () => {
    const open1 = await acceptor({ services, request: () => undefined });
    const long = await open(open1.port);
    const huge = { ...find, identifier: () => Buffer.alloc(1024 * 1024 + 2) };
    await expect(collect(long.cFind(huge))).rejects.toMatchObject({ kind: 'aborted' });

    const many = await open(open1.port, { maxOperations: 20 });
    expect(many.maxOperations).toBe(16);
    const left = Array.from({ length: 16 }, () => collect(many.cFind(find)).catch(() => 'over'));
    await vi.waitFor(() => expect(open1.associations.at(-1)?.isBusy()).toBe(true));
    many.abort();
    expect(new Set(await Promise.all(left))).toEqual(new Set(['over']));
    await vi.waitFor(() => expect(open1.ends).toHaveLength(2));
  });
});

describe('C-GET', () => {
  it('takes the objects where they go, larger than any buffer, while it tells of them', async () => {
    const images = [makeImage(1, 3_000_000), makeImage(2)];
    const here = await acceptor({
      services,
      request: (request) => {
        const give = async (): Promise<void> => {
          for (const [index, image] of images.entries()) {
            await request.store(image);
            const counts = { remaining: 1 - index, completed: index + 1, failed: 0, warning: 0 };
            request.respond({ status: index === 1 ? 0 : 0xff00, counts });
          }
        };
        void give();
      },
    });
    const { kept, begin } = keeper();
    const association = await open(here.port, { roles: gets, beginStore: begin });
    const told = await collect(association.cGet({ SOPClassUID: studyRootGet, identifier }));
    expect(told.map(({ status, remaining, completed }) => [status, remaining, completed])).toEqual([
      [0xff00, 1, 1],
      [0, undefined, 2],
    ]);
    expect(images.map(({ SOPInstanceUID, dataSet }) => kept.get(SOPInstanceUID)?.equals(dataSet))).toEqual([
      true,
      true,
    ]);
    await association.release();
  });

  it('may take longer than a requestor may be silent, who has nothing to say while an object comes', async () => {
    const image = makeImage(1, 4000);
    async function* slowly(): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < image.dataSet.length; at += 500) {
        await new Promise((resolve) => setTimeout(resolve, 150));
        yield image.dataSet.subarray(at, at + 500);
      }
    }
    const here = await acceptor(
      {
        services,
        request: (request) =>
          void request
            .store({ ...image, dataSet: { length: image.dataSet.length, pieces: slowly() } })
            .then(() => request.respond({ status: 0 })),
      },
      { timeouts: { idleMs: 1000 } },
    );
    const { kept, begin } = keeper();
    const association = await open(here.port, { roles: gets, beginStore: begin });
    const told = await collect(association.cGet({ SOPClassUID: studyRootGet, identifier }));
    expect(told.map(({ status }) => status)).toEqual([0]);
    expect(kept.get(image.SOPInstanceUID)?.equals(image.dataSet)).toBe(true);
    await association.release();
  });

  it('gives nothing to a requestor that has not the role', async () => {
    const failures: unknown[] = [];
    const here = await acceptor({
      services,
      request: (request) => {
        const give = async (): Promise<void> => {
          await request.store(makeImage(1)).catch((error: unknown) => failures.push(error));
          request.respond({ status: 0xa702 });
        };
        void give();
      },
    });
    const association = await open(here.port);
    const told = await collect(association.cGet({ SOPClassUID: studyRootGet, identifier }));
    expect(told.map(({ status }) => status)).toEqual([0xa702]);
    expect(failures).toMatchObject([{ reason: 'unsupported' }]);
  });
});

describe('N-ACTION and N-EVENT-REPORT', () => {
  const commitment = {
    SOPClassUID: storageCommitment,
    SOPInstanceUID: storageCommitmentInstance,
    dataSet: (syntax: string) => writeDataSet({ TransactionUID: '1.2.9' }, syntax),
  };

  it('commit and report on one association', async () => {
    const here = await acceptor({ services, request: (request) => request.respond({ status: 0 }) });
    const reports: unknown[] = [];
    const association = await open(here.port, {
      eventReport: ({ EventTypeID, dataSet }) => {
        reports.push([EventTypeID, dataSet?.text('TransactionUID')]);
        return 0;
      },
    });
    expect(await association.nAction({ ...commitment, ActionTypeID: 1 })).toMatchObject({ status: 0 });
    const answer = await here.associations[0]?.nEventReport({ ...commitment, EventTypeID: 1 });
    expect(answer?.status).toBe(0);
    expect(reports).toEqual([[1, '1.2.9']]);
    await association.release();
  });

  it('report on an association of the reporter, which has the role of SCP', async () => {
    const heard: unknown[] = [];
    const here = await acceptor({
      services,
      request: ({ command, respond }) => {
        heard.push(command.details?.EventTypeID);
        respond({ status: 0 });
      },
    });
    const roles = [{ SOPClassUID: storageCommitment, scu: false, scp: true }];
    const association = await open(here.port, { roles });
    expect((await association.nEventReport({ ...commitment, EventTypeID: 2 })).status).toBe(0);
    expect((await association.nAction({ ...commitment, ActionTypeID: 1 })).status).toBe(0x0211);
    expect(heard).toEqual([2]);
    await association.release();
  });
});

describe('negotiation', () => {
  it('carries a user identity, and wants its answer', async () => {
    const seen: (UserIdentity | undefined)[] = [];
    const here = await acceptor({
      decide: ({ userInformation }) => {
        seen.push(userInformation.userIdentity);
        return null;
      },
    });
    const userIdentity = { username: 'zoé', passcode: 'secret', wantsResponse: true };
    const association = await open(here.port, { userIdentity });
    expect(
      seen.map((identity) => [identity?.type, identity?.primary.toString(), identity?.secondary.toString()]),
    ).toEqual([[2, 'zoé', 'secret']]);
    await association.release();
  });

  it('lets images follow one another without waiting, when both sides want it', async () => {
    const here = await acceptor();
    const association = await open(here.port, { maxOperations: 8 });
    const images = Array.from({ length: 40 }, (_, rank) => makeImage(rank));
    const answers = await Promise.all(images.map((image) => association.cStore(image)));
    await association.release();
    expect(answers.every(({ status }) => status === 0)).toBe(true);
    expect([...here.kept.keys()]).toEqual(images.map(({ SOPInstanceUID }) => SOPInstanceUID));
  });

  it('accepts deflated images, stored as they come', async () => {
    const here = await acceptor();
    const deflated = [{ abstractSyntax: ctImage, transferSyntaxes: [DeflatedExplicitVRLittleEndian] }];
    const association = await open(here.port, { contexts: deflated });
    const dataSet = writeDataSet({ PatientName: 'EPREUVE' }, DeflatedExplicitVRLittleEndian);
    const transferSyntaxUID = DeflatedExplicitVRLittleEndian;
    await association.cStore({ SOPClassUID: ctImage, SOPInstanceUID: '1.2', transferSyntaxUID, dataSet });
    expect(here.kept.get('1.2')?.equals(dataSet)).toBe(true);
    await association.release();
  });
});

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(1000);
  yield await Promise.reject(new Error('the disk is gone'));
}

async function* unreadable(): AsyncGenerator<Uint8Array> {
  yield await Promise.reject(new Error('no such container'));
}

describe('an association that fails', () => {
  it('says so to everyone who waits, and is aborted when an image cannot be read to its end', async () => {
    const here = await acceptor();
    const association = await open(here.port);
    const dataSet = { length: 2000, pieces: broken() };
    const failing = association.cStore({ ...makeImage(1), dataSet });
    const waiting = association.cEcho();
    const releasing = association.release();
    await expect(failing).rejects.toThrow('the disk is gone');
    await expect(waiting).rejects.toBeInstanceOf(AssociationError);
    await expect(releasing).rejects.toBeInstanceOf(AssociationError);
    await association.ended;
    await vi.waitFor(() => expect(here.ends.map(({ kind }) => kind)).toEqual(['aborted']));
    expect(here.kept.size).toBe(0);
  });

  it('goes on after an image of which nothing could be read', async () => {
    const here = await acceptor();
    const association = await open(here.port);
    for (const dataSet of [broken(), { length: 0, pieces: unreadable() }])
      await expect(association.cStore({ ...makeImage(1), dataSet })).rejects.toBeInstanceOf(UnsentError);
    const image = makeImage(2);
    expect((await association.cStore(image)).status).toBe(0);
    await association.release();
    expect([...here.kept.keys()]).toEqual([image.SOPInstanceUID]);
  });

  it.each([
    ['shorter', 2002],
    ['longer', 998],
  ])(
    'is aborted by an image %s than it was said to be, of which something had left',
    async (_how, length) => {
      const here = await acceptor();
      const association = await open(here.port);
      const dataSet = {
        length,
        pieces: Readable.from([Buffer.alloc(length === 998 ? 996 : 1000), Buffer.alloc(1000)]),
      };
      await expect(association.cStore({ ...makeImage(1), dataSet })).rejects.toThrow(
        'than it was said to be',
      );
      await association.ended;
      expect(here.kept.size).toBe(0);
    },
  );
});
