import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { commandFields, readCommandSet, writeCommandSet } from './command-set.ts';
import { rejections, type AssociateRq } from '../upper-layer/pdu.ts';
import { readAssociateAc } from '../upper-layer/read-pdu.ts';
import { serveAssociation } from './scp.ts';
import type { AssociationEnd, ServedAssociation, StoreSink } from './served-association.ts';
import { annotated, seededRandom } from '../testing.ts';
import {
  applicationContextName,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  storageSopClassUid,
} from '../dictionary/uid.ts';
import type { DataSetInput } from '../data-set/write-data-set.ts';
import {
  writeAbort,
  writeAssociateRq,
  writeDataPdus,
  writeReleaseRp,
  writeReleaseRq,
} from '../upper-layer/write-pdu.ts';

const ct = storageSopClassUid('CTImageStorage');

const request: AssociateRq = {
  protocolVersion: 1,
  calledAeTitle: 'LIAISON',
  callingAeTitle: 'CHA_PACS',
  applicationContext: applicationContextName,
  contexts: [
    { id: 1, abstractSyntax: '1.2.840.10008.1.1', transferSyntaxes: [ImplicitVRLittleEndian] },
    {
      id: 3,
      abstractSyntax: ct,
      transferSyntaxes: ['1.2.3', ExplicitVRLittleEndian, ImplicitVRLittleEndian],
    },
    { id: 5, abstractSyntax: '1.2.840.10008.5.1.4.1.2.2.1', transferSyntaxes: [ImplicitVRLittleEndian] },
    { id: 7, abstractSyntax: ct, transferSyntaxes: ['1.2.3'] },
  ],
  userInformation: { maxPduLength: 16384, implementationClassUID: '1.2.3', roleSelections: [] },
};

type Peer = {
  association: ServedAssociation;
  /** What was written to the peer, PDU types and, for responses, `command:status`. */
  said: string[];
  stored: string[];
  ends: AssociationEnd[];
  /** Whether the connection was closed from our side, and how. */
  closing: string[];
  written: Buffer[];
};

/** A peer that says what the test makes it say, and notes what it is told. */
function connect(options: { pending?: () => number; sink?: () => StoreSink } = {}): Peer {
  const peer: Omit<Peer, 'association'> = { said: [], stored: [], ends: [], closing: [], written: [] };
  let held = '';
  const sink: StoreSink = {
    write: (chunk) => {
      held += chunk.toString('latin1');
    },
    end: () => {
      peer.stored.push(held);
      held = '';
      return { status: 0 };
    },
    abort: () => peer.stored.push('aborted'),
  };
  const write = (bytes: Uint8Array): void => {
    const pdu = Buffer.from(bytes);
    peer.written.push(pdu);
    peer.said.push(describePdu(pdu));
  };
  const association = serveAssociation(
    {
      write,
      writeTogether(parts, taken) {
        write(Buffer.concat(parts));
        taken();
      },
      pendingBytes: options.pending ?? (() => 0),
      end: () => peer.closing.push('end'),
      destroy: () => peer.closing.push('destroy'),
    },
    {
      decide: (asked) => (asked.callingAeTitle === 'CHA_PACS' ? null : rejections.callingAeNotRecognized),
      accepted: () => undefined,
      rejected: () => undefined,
      beginStore: () => options.sink?.() ?? sink,
      ended: (end) => peer.ends.push(end),
    },
    { artimMs: 1000, idleMs: 5000 },
  );
  return { ...peer, association };
}

function describePdu(pdu: Buffer): string {
  const type = pdu.readUInt8(0);
  if (type === 7) return `abort ${pdu.readUInt8(8)}/${pdu.readUInt8(9)}`;
  if (type !== 4) return ['', 'rq', 'accept', 'reject', '', '', 'released'][type] ?? `type ${type}`;
  const { CommandField, Status = 0 } = readCommandSet(pdu.subarray(12));
  return `${CommandField.toString(16)}:${Status.toString(16)}`;
}

function command(contextId: number, input: DataSetInput): Buffer {
  return Buffer.concat(writeDataPdus({ contextId, isCommand: true }, writeCommandSet(input), 16384));
}

function echo(contextId = 1): Buffer {
  return command(contextId, {
    CommandField: commandFields.cEchoRq,
    MessageID: 1,
    CommandDataSetType: 0x0101,
  });
}

function storeCommand(contextId = 3): Buffer {
  return command(contextId, {
    AffectedSOPClassUID: ct,
    CommandField: commandFields.cStoreRq,
    MessageID: 7,
    Priority: 0,
    CommandDataSetType: 0,
    AffectedSOPInstanceUID: '1.2.3.4',
  });
}

function data(text: string, isLast = true, contextId = 3): Buffer {
  return Buffer.concat(writeDataPdus({ contextId, isCommand: false }, Buffer.from(text), 16384, isLast));
}

function associate(options: Parameters<typeof connect>[0] = {}): Peer {
  const peer = connect(options);
  peer.association.receive(writeAssociateRq(request));
  return peer;
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('an association', () => {
  it('is accepted, each context answered on its own, in the requestor’s order of preference', () => {
    const peer = associate();
    const answer = readAssociateAc((peer.written[0] ?? Buffer.alloc(0)).subarray(6));
    expect(answer.contexts).toEqual([
      { id: 1, result: 0, transferSyntax: ImplicitVRLittleEndian },
      { id: 3, result: 0, transferSyntax: ExplicitVRLittleEndian },
      { id: 5, result: 3, transferSyntax: ImplicitVRLittleEndian },
      { id: 7, result: 4, transferSyntax: ImplicitVRLittleEndian },
    ]);
    expect(answer.userInformation.maxPduLength).toBe(131_072);
  });

  it('serves C-ECHO and C-STORE, and is released', () => {
    const peer = associate();
    peer.association.receive(echo());
    peer.association.receive(Buffer.concat([storeCommand(), data('pixels ', false), data('and more')]));
    peer.association.receive(writeReleaseRq());
    peer.association.closed();
    expect(peer.said).toEqual(['accept', '8030:0', '8001:0', 'released']);
    expect(peer.stored).toEqual(['pixels and more']);
    expect(peer.ends).toEqual([{ kind: 'released', reason: 'released by the peer' }]);
  });

  it('answers with the ids that it was asked with', () => {
    const peer = associate();
    peer.association.receive(Buffer.concat([storeCommand(), data('x')]));
    const response = readCommandSet((peer.written[1] ?? Buffer.alloc(0)).subarray(12));
    expect(response).toMatchObject({
      MessageIDBeingRespondedTo: 7,
      AffectedSOPClassUID: ct,
      AffectedSOPInstanceUID: '1.2.3.4',
      hasDataSet: false,
    });
  });

  it('is refused to a caller that is not known, and the connection closed', () => {
    const peer = connect();
    peer.association.receive(writeAssociateRq({ ...request, callingAeTitle: 'NOBODY' }));
    peer.association.closed();
    expect(peer.said).toEqual(['reject']);
    expect(peer.closing).toEqual(['end']);
    expect(peer.ends).toEqual([]);
  });

  it.each([
    ['another application context', { applicationContext: '1.2.3' }, '00 01 01 02'],
    ['another protocol version', { protocolVersion: 2 }, '00 01 02 02'],
  ])('is refused with %s', (_name, change, body) => {
    const peer = connect();
    peer.association.receive(writeAssociateRq({ ...request, ...change }));
    expect(peer.written[0]?.subarray(6)).toEqual(annotated(body));
  });

  it('answers operations that it does not have, their data set let pass', () => {
    const peer = associate();
    const find = { CommandField: commandFields.cFindRq, MessageID: 2, CommandDataSetType: 0 };
    peer.association.receive(Buffer.concat([command(3, find), data('identifier'), echo()]));
    expect(peer.said).toEqual(['accept', '8020:211', '8030:0']);
  });

  it('refuses to store on the verification context', () => {
    const peer = associate();
    peer.association.receive(Buffer.concat([storeCommand(1), data('x', true, 1)]));
    expect(peer.said.at(-1)).toBe('8001:122');
    expect(peer.stored).toEqual([]);
  });

  it('lets go of an image when the peer aborts or leaves', () => {
    for (const leave of [
      (peer: Peer) => peer.association.receive(writeAbort({ source: 0, reason: 0 })),
      (peer: Peer) => peer.association.closed(),
    ]) {
      const peer = associate();
      peer.association.receive(Buffer.concat([storeCommand(), data('half', false)]));
      expect(peer.association.isBusy()).toBe(true);
      leave(peer);
      peer.association.closed();
      expect(peer.stored).toEqual(['aborted']);
      expect(peer.ends).toHaveLength(1);
    }
  });
});

describe('a peer that breaks the protocol', () => {
  it.each([
    ['data before the association', () => echo(), ['abort 2/2']],
    ['a release before the association', () => writeReleaseRq(), ['abort 2/2']],
    ['an unknown PDU', () => annotated('42 00 00000000'), ['abort 2/1']],
    ['HTTP', () => Buffer.from('GET / HTTP/1.1\r\n\r\n'), ['abort 2/1']],
    ['an A-ASSOCIATE-RQ without content', () => annotated('01 00 00000000'), ['abort 2/6']],
  ])('is aborted for %s', (_name, bytes, said) => {
    const peer = connect();
    peer.association.receive(bytes());
    peer.association.receive(echo());
    expect(peer.said).toEqual(said);
    expect(peer.closing).toEqual(['end']);
    expect(peer.ends).toHaveLength(1);
    expect(peer.ends[0]?.kind).toBe('failed');
  });

  it.each([
    ['a second request', () => writeAssociateRq(request), 'abort 2/2'],
    ['a release response', () => writeReleaseRp(), 'abort 2/2'],
    ['a context that was not accepted', () => echo(5), 'abort 2/6'],
    ['a data set without a command', () => data('x'), 'abort 2/6'],
    ['a second command before the data set', () => Buffer.concat([storeCommand(), echo()]), 'abort 2/6'],
    ['a data set on another context', () => Buffer.concat([storeCommand(), data('x', true, 1)]), 'abort 2/6'],
    ['a release within a message', () => Buffer.concat([storeCommand(), writeReleaseRq()]), 'abort 2/6'],
    [
      'C-STORE without a data set',
      () => command(3, { CommandField: 1, CommandDataSetType: 0x0101 }),
      'abort 2/6',
    ],
    [
      'a response to nothing',
      () => command(1, { CommandField: 0x8030, CommandDataSetType: 0x0101 }),
      'abort 2/6',
    ],
    ['a command without its field', () => command(1, { CommandDataSetType: 0x0101 }), 'abort 2/6'],
  ])('is aborted for %s', (_name, bytes, said) => {
    const peer = associate();
    peer.association.receive(bytes());
    peer.association.receive(echo());
    peer.association.closed();
    expect(peer.said).toEqual(['accept', said]);
    expect(peer.ends.map((end) => end.kind)).toEqual(['failed']);
  });

  it('is aborted when it reads no answers', () => {
    const peer = associate({ pending: () => 2_000_000 });
    peer.association.receive(echo());
    expect(peer.said.at(-1)).toBe('abort 2/6');
  });

  it('does not take the server down when a handler fails', () => {
    const peer = associate({
      sink: () => {
        throw new Error('out of order');
      },
    });
    peer.association.receive(storeCommand());
    expect(peer.said.at(-1)).toBe('abort 2/0');
    expect(peer.ends).toEqual([{ kind: 'failed', reason: 'out of order' }]);
  });

  it('is aborted or served, whatever it says and however it is cut', () => {
    const random = seededRandom(4242);
    const session = Buffer.concat([
      writeAssociateRq(request),
      echo(),
      storeCommand(),
      data('one'),
      storeCommand(),
      data('tw', false),
      data('o'),
      writeReleaseRq(),
    ]);
    const outcomes = new Set<string>();
    for (let round = 0; round < 4000; round += 1) {
      const bytes = Buffer.from(session);
      for (let change = 0; change <= round % 3; change += 1)
        bytes[Math.floor(random() * bytes.length)] = random() * 256;
      const peer = connect();
      for (let at = 0; at < bytes.length;) {
        const length = 1 + Math.floor(random() * 200);
        peer.association.receive(bytes.subarray(at, at + length));
        at += length;
      }
      peer.association.closed();
      expect(peer.ends.length).toBeLessThanOrEqual(1);
      outcomes.add(peer.ends[0]?.kind ?? 'rejected');
    }
    expect([...outcomes].toSorted()).toEqual(['closed', 'failed', 'rejected', 'released']);
  });
});

describe('time', () => {
  it('runs out for a connection that asks for nothing', () => {
    const peer = connect();
    peer.association.receive(writeAssociateRq(request).subarray(0, 20));
    vi.advanceTimersByTime(1001);
    expect(peer.closing).toEqual(['destroy']);
    expect(peer.ends).toEqual([{ kind: 'failed', reason: 'no association within the time' }]);
  });

  it('runs out for an association that falls silent, not for one that speaks', () => {
    const peer = associate();
    for (let minute = 0; minute < 5; minute += 1) {
      vi.advanceTimersByTime(4000);
      peer.association.receive(echo());
    }
    expect(peer.said.filter((said) => said === '8030:0')).toHaveLength(5);
    vi.advanceTimersByTime(5001);
    expect(peer.said.at(-1)).toBe('abort 0/0');
    expect(peer.ends).toEqual([{ kind: 'aborted', reason: 'silent for too long' }]);
  });

  it('runs out for a peer that does not close after the end', () => {
    const peer = associate();
    peer.association.receive(writeReleaseRq());
    vi.advanceTimersByTime(1001);
    expect(peer.closing).toEqual(['end', 'destroy']);
    expect(peer.ends).toHaveLength(1);
  });
});
