import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { AssociationError, DimseError } from '../dimse/association.ts';
import { DicomError } from '../error.ts';
import { acceptorConversation, fuzzedClass, mutate, requestorConversation } from './fuzz.ts';
import { createPduReader } from '../upper-layer/pdu-reader.ts';
import { serveAssociation } from '../dimse/scp.ts';
import { openAssociation } from '../dimse/scu.ts';
import type { AssociationEnd, ServedRequest, StoreSink } from '../dimse/served-association.ts';
import { studyRootFind, studyRootGet } from '../dictionary/sop-classes.ts';
import { makeImage } from '../testing-associations.ts';
import { seededRandom } from '../testing.ts';
import { ExplicitVRLittleEndian, ImplicitVRLittleEndian, verificationSopClass } from '../dictionary/uid.ts';

/** SOAK: conversations on each side. */
const soak = process.env['SOAK'];
const servedRounds = Number(soak ?? 8000);
const askedRounds = Number(soak ?? 400);

/** Sinks that were begun and neither ended nor aborted, or more than once. */
class Sinks {
  readonly #outcomes: number[] = [];

  readonly begin = (): StoreSink => {
    const at = this.#outcomes.push(0) - 1;
    const settle = (): void => {
      this.#outcomes[at] = (this.#outcomes[at] ?? 0) + 1;
    };
    return {
      write: () => undefined,
      end: () => {
        settle();
        return { status: 0 };
      },
      abort: settle,
    };
  };

  countUnsettled(): number {
    return this.#outcomes.filter((count) => count !== 1).length;
  }
}

const services = [studyRootFind, studyRootGet].map((abstractSyntax) => ({
  abstractSyntax,
  transferSyntaxes: [ImplicitVRLittleEndian],
}));
const image = makeImage(1, 400_000);
const small = makeImage(2);

async function answer(request: ServedRequest, longest: { dataSet: number }): Promise<void> {
  longest.dataSet = Math.max(longest.dataSet, request.dataSet?.length ?? 0);
  try {
    for (let match = 0; match < 3 && !request.isCancelled(); match += 1) {
      request.respond({ status: 0xff00, dataSet: Buffer.alloc(100) });
      await request.drained();
    }
    if (request.context.abstractSyntax === studyRootGet) await request.store(image);
    request.respond({ status: 0 });
  } catch (error) {
    if (error instanceof DicomError) request.respond({ status: 0xa900 });
    else if (!(error instanceof AssociationError)) throw error;
  }
}

type Served = {
  outcome: string;
  ends: number;
  unsettled: number;
  timers: number;
  pending: number;
  longest: number;
  saidTypes: number[];
};

/** One hostile conversation with the accepting side; every other peer reads nothing of what it is told. */
async function converse(seed: number): Promise<Served> {
  const random = seededRandom(seed);
  const reads = random() < 0.5;
  const sinks = new Sinks();
  const ends: AssociationEnd[] = [];
  const longest = { dataSet: 0 };
  const saidTypes: number[] = [];
  const heard = createPduReader({
    begin: (type) => saidTypes.push(type) > 0,
    whole: () => undefined,
    value: () => undefined,
  });
  let pending = 0;
  let isOpen = true;
  let wasRejected = false;
  const write = (bytes: Uint8Array): void => {
    heard.receive(Buffer.from(bytes));
    if (!reads) pending += bytes.length;
  };
  const association = serveAssociation(
    {
      write,
      writeTogether(parts, taken) {
        for (const part of parts) write(part);
        if (reads) taken();
      },
      pendingBytes: () => pending,
      end: () => (isOpen = false),
      destroy: () => (isOpen = false),
    },
    {
      services,
      request: (request) => void answer(request, longest),
      decide: () => null,
      accepted: () => undefined,
      rejected: () => (wasRejected = true),
      beginStore: sinks.begin,
      ended: (end) => ends.push(end),
    },
  );
  for (const chunk of mutate(requestorConversation(random), random).chunks) {
    if (isOpen) association.receive(chunk);
    await Promise.resolve();
  }
  association.closed();
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  const outcome = wasRejected ? 'rejected' : (ends[0]?.kind ?? 'none');
  const counts = { ends: ends.length, unsettled: sinks.countUnsettled(), timers: vi.getTimerCount() };
  return { outcome, ...counts, pending, longest: longest.dataSet, saidTypes };
}

/** What is wrong with how a conversation went, if anything is. */
function faultsOf(served: Served): string[] {
  const isToldOnce = served.outcome === 'rejected' ? served.ends === 0 : served.ends === 1;
  return [
    isToldOnce ? '' : `its end was told ${served.ends} times`,
    served.unsettled === 0 ? '' : 'an image was left without its end',
    served.timers === 0 ? '' : 'a timer runs on',
    served.pending <= 20 * 1024 * 1024 ? '' : 'answers pile up',
    served.longest <= 1024 * 1024 ? '' : 'an identifier is too long',
    served.saidTypes.every((type) => [2, 3, 4, 6, 7].includes(type)) ? '' : 'it said what none may say',
    served.saidTypes.filter((type) => type === 7).length <= 1 ? '' : 'it aborted twice',
  ].filter((fault) => fault !== '');
}

describe('the accepting side', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it(
    'bears any conversation: a defined end, nothing left behind',
    { timeout: soak ? 3_600_000 : 30_000 },
    async () => {
      const outcomes = new Set<string>();
      for (let seed = 1; seed <= servedRounds; seed += 1) {
        const served = await converse(seed);
        outcomes.add(served.outcome);
        expect({ seed, faults: faultsOf(served) }).toEqual({ seed, faults: [] });
      }
      expect([...outcomes].toSorted()).toEqual(['aborted', 'closed', 'failed', 'rejected', 'released']);
    },
  );
});

const query = { SOPClassUID: studyRootFind, identifier: () => Buffer.alloc(8) };

type Script = { pdus: Buffer[]; momentMs: number };

/** Says the PDUs of a conversation, each when something was heard or a moment has passed, then leaves. */
function recite(socket: Socket, { pdus, momentMs }: Script): void {
  let at = 0;
  const next = (): void => {
    clearTimeout(timer);
    if (socket.destroyed) return;
    const pdu = pdus[at];
    at += 1;
    if (!pdu) {
      socket.end();
      return;
    }
    socket.write(pdu);
    timer = setTimeout(next, momentMs);
  };
  let timer = setTimeout(() => undefined, 0);
  socket.on('data', next);
  socket.on('close', () => clearTimeout(timer));
  socket.on('error', () => undefined);
}

async function ask(port: number, sinks: Sinks): Promise<string> {
  try {
    const association = await openAssociation({
      host: '127.0.0.1',
      port,
      callingAeTitle: 'LIAISON',
      calledAeTitle: 'FUZZER',
      contexts: [
        { abstractSyntax: verificationSopClass, transferSyntaxes: [ImplicitVRLittleEndian] },
        { abstractSyntax: fuzzedClass, transferSyntaxes: [ExplicitVRLittleEndian] },
        ...services,
      ],
      roles: [{ SOPClassUID: fuzzedClass, scu: true, scp: true }],
      beginStore: sinks.begin,
      responseTimeoutMs: 2000,
      connectTimeoutMs: 2000,
    });
    try {
      await association.cEcho();
      await association.cStore(small);
      for await (const _ of association.cFind(query));
      for await (const _ of association.cGet({ ...query, SOPClassUID: studyRootGet }));
      await association.release();
      return 'released';
    } finally {
      association.abort();
      await association.ended;
    }
  } catch (error) {
    if (error instanceof AssociationError) return error.kind;
    if (error instanceof DimseError || error instanceof DicomError) return error.name;
    throw error;
  }
}

describe('the requesting side', () => {
  it(
    'bears any answer: an error that says why, nothing left behind',
    { timeout: soak ? 3_600_000 : 30_000 },
    async () => {
      let script: Script = { pdus: [], momentMs: 0 };
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        recite(socket, script);
      });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      const sinks = new Sinks();
      const outcomes = new Set<string>();
      for (let seed = 1; seed <= askedRounds; seed += 1) {
        const random = seededRandom(seed);
        script = { pdus: mutate(acceptorConversation(random), random).pdus, momentMs: 3 };
        outcomes.add(await ask(port, sinks));
      }
      script = { pdus: acceptorConversation(() => 0.5), momentMs: 200 };
      expect(await ask(port, sinks)).toBe('released');
      expect(sinks.countUnsettled()).toBe(0);
      expect([...outcomes]).toEqual(expect.arrayContaining(['aborted', 'protocol', 'rejected']));
      await vi.waitFor(() => expect(sockets.size).toBe(0), { timeout: 5000 });
      server.close();
    },
  );
});

describe('what an association holds', () => {
  const endless = Object.entries({
    'a command in fragments of one byte': Buffer.from('04000000000700000003010100', 'hex'),
    'a command in empty fragments': Buffer.from('040000000006000000020101', 'hex'),
  });

  it.each(endless)('is bounded: %s', (_name, pdu) => {
    const random = seededRandom(1);
    const [proposal = Buffer.alloc(0)] = requestorConversation(random);
    const ends: AssociationEnd[] = [];
    const association = serveAssociation(
      {
        write: () => undefined,
        writeTogether: (_parts, taken) => taken(),
        pendingBytes: () => 0,
        end: () => undefined,
        destroy: () => undefined,
      },
      {
        decide: () => null,
        accepted: () => undefined,
        rejected: () => undefined,
        beginStore: () => ({ write: () => undefined, end: () => ({ status: 0 }), abort: () => undefined }),
        ended: (end) => ends.push(end),
      },
    );
    association.receive(proposal);
    const many = Buffer.concat(Array.from({ length: 1000 }, () => pdu));
    for (let round = 0; round < 100 && ends.length === 0; round += 1) association.receive(many);
    association.closed();
    expect(ends.map(({ kind }) => kind)).toEqual([pdu.length === 13 ? 'failed' : 'closed']);
  });
});
