import { writeCommandSet, commandFields, noDataSet, withDataSet } from '../dimse/command-set.ts';
import type { AssociateAc, AssociateRq } from '../upper-layer/pdu.ts';
import { studyRootFind, studyRootGet } from '../dictionary/sop-classes.ts';
import {
  applicationContextName,
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  storageSopClassUid,
  verificationSopClass,
} from '../dictionary/uid.ts';
import { writeDataSet, type KeywordValues } from '../data-set/write-data-set.ts';
import {
  writeAbort,
  writeAssociateAc,
  writeAssociateRj,
  writeAssociateRq,
  writeDataHeader,
  writeDataPdus,
  writeReleaseRp,
  writeReleaseRq,
} from '../upper-layer/write-pdu.ts';

/** Conversations that are wrong on purpose: whole PDUs of a valid one, then changed, moved, cut and split. */

export const fuzzedClass = storageSopClassUid('CTImageStorage');

export type Random = () => number;

function below(random: Random, limit: number): number {
  return Math.floor(random() * limit);
}

function pick<Item>(random: Random, items: readonly [Item, ...Item[]]): Item {
  return items[below(random, items.length)] ?? items[0];
}

const information = {
  maxPduLength: 16_384,
  implementationClassUID: '1.2.3',
  asyncOperationsWindow: { invoked: 4, performed: 1 },
  roleSelections: [{ SOPClassUID: fuzzedClass, scu: true, scp: true }],
};

const proposal: AssociateRq = {
  protocolVersion: 1,
  calledAeTitle: 'LIAISON',
  callingAeTitle: 'FUZZER',
  applicationContext: applicationContextName,
  contexts: [
    { id: 1, abstractSyntax: verificationSopClass, transferSyntaxes: [ImplicitVRLittleEndian] },
    { id: 3, abstractSyntax: fuzzedClass, transferSyntaxes: [ExplicitVRLittleEndian] },
    { id: 5, abstractSyntax: studyRootFind, transferSyntaxes: [ImplicitVRLittleEndian] },
    { id: 7, abstractSyntax: studyRootGet, transferSyntaxes: [ImplicitVRLittleEndian] },
  ],
  userInformation: {
    ...information,
    userIdentity: {
      type: 2,
      wantsResponse: true,
      primary: Buffer.from('name'),
      secondary: Buffer.from('code'),
    },
  },
};

const acceptance: AssociateAc = {
  ...proposal,
  contexts: proposal.contexts.map(({ id, transferSyntaxes: [transferSyntax = ''] }) => ({
    id,
    result: 0,
    transferSyntax,
  })),
  userInformation: { ...information, userIdentityResponse: Buffer.from('ok') },
};

function command(contextId: number, fields: KeywordValues): Buffer {
  return Buffer.concat(writeDataPdus({ contextId, isCommand: true }, writeCommandSet(fields), 16_384));
}

function data(random: Random, contextId: number): Buffer {
  const bytes = Buffer.alloc(2 * below(random, 40_000), below(random, 256));
  return Buffer.concat(writeDataPdus({ contextId, isCommand: false }, bytes, 16_384));
}

function storeRequest(random: Random): Buffer[] {
  const request = command(3, {
    AffectedSOPClassUID: fuzzedClass,
    CommandField: commandFields.cStoreRq,
    MessageID: below(random, 4),
    Priority: 0,
    CommandDataSetType: withDataSet,
    AffectedSOPInstanceUID: '1.2.3.4',
  });
  return [request, data(random, 3)];
}

/** A valid conversation of a requestor, PDU by PDU. */
export function requestorConversation(random: Random): Buffer[] {
  const pdus: Buffer[] = [writeAssociateRq(proposal)];
  for (let rounds = below(random, 6); rounds > 0; rounds -= 1) {
    const MessageID = below(random, 4);
    const simple = { MessageID, CommandDataSetType: noDataSet };
    const query = {
      MessageID,
      AffectedSOPClassUID: studyRootFind,
      Priority: 0,
      CommandDataSetType: withDataSet,
    };
    const choices: [() => Buffer[], ...(() => Buffer[])[]] = [
      () => [command(1, { CommandField: commandFields.cEchoRq, ...simple })],
      () => storeRequest(random),
      () => [command(5, { CommandField: commandFields.cFindRq, ...query }), data(random, 5)],
      () => [command(7, { CommandField: commandFields.cGetRq, ...query }), data(random, 7)],
      () => [
        command(5, {
          CommandField: commandFields.cCancelRq,
          MessageIDBeingRespondedTo: MessageID,
          CommandDataSetType: noDataSet,
        }),
      ],
      () => [command(3, response(commandFields.cStoreRq, MessageID, 0))],
    ];
    pdus.push(...pick(random, choices)());
  }
  pdus.push(pick(random, [writeReleaseRq(), writeAbort({ source: 0, reason: 0 })]));
  return pdus;
}

function response(commandField: number, messageId: number, status: number): KeywordValues {
  return {
    CommandField: commandField | 0x8000,
    MessageIDBeingRespondedTo: messageId,
    CommandDataSetType: noDataSet,
    Status: status,
  };
}

/** What an acceptor may say to a requestor that sends C-ECHO, C-STORE, C-FIND and C-GET in this order. */
export function acceptorConversation(random: Random): Buffer[] {
  if (random() < 0.05) return [writeAssociateRj({ result: 1, source: 1, reason: 3 })];
  const match = writeDataSet({ PatientName: 'EPREUVE' }, ImplicitVRLittleEndian);
  const pending = { ...response(commandFields.cFindRq, 3, 0xff00), CommandDataSetType: withDataSet };
  return [
    writeAssociateAc(acceptance),
    command(1, response(commandFields.cEchoRq, 1, 0)),
    command(3, response(commandFields.cStoreRq, 2, 0)),
    command(5, pending),
    Buffer.concat(writeDataPdus({ contextId: 5, isCommand: false }, match, 16_384)),
    command(5, response(commandFields.cFindRq, 3, 0)),
    ...storeRequest(random),
    command(7, response(commandFields.cGetRq, 4, 0)),
    writeReleaseRp(),
  ];
}

type Mutation = (pdus: Buffer[], random: Random) => void;

/** Changes one PDU, as a copy. */
function changeOne(pdus: Buffer[], random: Random, change: (pdu: Buffer) => Buffer | void): void {
  const at = below(random, pdus.length);
  const copy = Buffer.from(pdus[at] ?? Buffer.alloc(0));
  pdus[at] = change(copy) ?? copy;
}

function insert(pdus: Buffer[], random: Random, ...made: Buffer[]): void {
  pdus.splice(below(random, pdus.length + 1), 0, ...made);
}

/** Wherever an item or a header may have a length: one of the values that break careless readers. */
function lie(random: Random, pdu: Buffer, width: 2 | 4, at: number): void {
  if (at + width > pdu.length) return;
  const value = pick(random, [0, 1, 2, 3, 5, 0x7fff, 0xffff, below(random, 0x10000)]);
  if (width === 2) pdu.writeUInt16BE(value, at);
  else pdu.writeUInt32BE(pick(random, [value, 0x7fffffff, 0xffffffff, 0x100000, 0x100001]), at);
}

/** Items of user information within one another, or many of them. */
function bomb(random: Random): Buffer {
  const { userInformation } = proposal;
  const count = pick(random, [10, 200, 1500]);
  const roleSelections = Array.from({ length: count }, () => ({
    SOPClassUID: '1.2.3',
    scu: true,
    scp: true,
  }));
  if (random() < 0.5)
    return writeAssociateRq({ ...proposal, userInformation: { ...userInformation, roleSelections } });
  const levels = Array.from({ length: count }, (_, level) => {
    const header = Buffer.from([0x50, 0, 0, 0]);
    header.writeUInt16BE((count - level - 1) * 4, 2);
    return header;
  });
  const body = Buffer.concat([writeAssociateRq(proposal).subarray(6), ...levels]);
  const header = Buffer.from([1, 0, 0, 0, 0, 0]);
  header.writeUInt32BE(body.length, 2);
  return Buffer.concat([header, body]);
}

export const mutations: Readonly<Record<string, Mutation>> = {
  'a PDU length that lies': (pdus, random) => changeOne(pdus, random, (pdu) => lie(random, pdu, 4, 2)),
  'a length of a value that lies': (pdus, random) => changeOne(pdus, random, (pdu) => lie(random, pdu, 4, 6)),
  'a length of an item that lies': (pdus, random) =>
    changeOne(pdus, random, (pdu) => lie(random, pdu, 2, below(random, pdu.length))),
  'another order': (pdus, random) => {
    const [moved] = pdus.splice(below(random, pdus.length), 1);
    if (moved) insert(pdus, random, moved);
  },
  'a PDU twice': (pdus, random) => insert(pdus, random, pdus[below(random, pdus.length)] ?? Buffer.alloc(0)),
  'a PDU less': (pdus, random) => void pdus.splice(below(random, pdus.length), 1),
  'a PDU that is cut': (pdus, random) =>
    changeOne(pdus, random, (pdu) => pdu.subarray(0, below(random, pdu.length))),
  'an end before the end': (pdus, random) => void pdus.splice(below(random, pdus.length)),
  'other bytes': (pdus, random) =>
    changeOne(pdus, random, (pdu) => {
      for (let left = 1 + below(random, 8); left > 0 && pdu.length > 0; left -= 1)
        pdu[below(random, pdu.length)] = below(random, 256);
    }),
  noise: (pdus, random) =>
    insert(pdus, random, Buffer.from(Array.from({ length: below(random, 300) }, () => below(random, 256)))),
  'a PDU of any type': (pdus, random) =>
    changeOne(pdus, random, (pdu) => {
      if (pdu.length > 0) pdu[0] = below(random, 10);
    }),
  'any message control header': (pdus, random) =>
    changeOne(pdus, random, (pdu) => {
      if (pdu[0] === 4 && pdu.length > 11) pdu.writeUInt16BE(below(random, 0x10000), 10);
    }),
  'empty fragments': (pdus, random) => {
    const isCommand = random() < 0.5;
    const header = writeDataHeader({ contextId: 3, isCommand, isLast: random() < 0.3 }, 0);
    insert(pdus, random, Buffer.concat(Array.from({ length: below(random, 500) }, () => header)));
  },
  'fragments of a byte without end': (pdus, random) => {
    const isCommand = random() < 0.5;
    const header = writeDataHeader({ contextId: 5, isCommand, isLast: false }, 1);
    const one = Buffer.concat([header, Buffer.alloc(1)]);
    insert(pdus, random, Buffer.concat(Array.from({ length: below(random, 3000) }, () => one)));
  },
  'an abort anywhere': (pdus, random) =>
    insert(pdus, random, writeAbort({ source: 2, reason: below(random, 8) })),
  'a bomb': (pdus, random) => void (pdus[0] = bomb(random)),
  'one context many times': (pdus, random) => {
    const contexts = Array.from({ length: 1 + below(random, 128) }, (_, index) => ({
      id: random() < 0.1 ? 1 : (index * 2 + 1) % 256,
      abstractSyntax: fuzzedClass,
      transferSyntaxes: [ExplicitVRLittleEndian],
    }));
    pdus[0] = writeAssociateRq({ ...proposal, contexts });
  },
  'a request too long': (pdus, random) => {
    const header = Buffer.from([1, 0, 0, 0, 0, 0]);
    header.writeUInt32BE(pick(random, [65_536, 65_537, 1 << 20, 0xffffffff]), 2);
    insert(pdus, random, header, Buffer.alloc(below(random, 70_000)));
  },
};

/** The bytes of a conversation with up to four mutations, cut into chunks, and the names of those. */
export function mutate(
  conversation: Buffer[],
  random: Random,
): { pdus: Buffer[]; chunks: Buffer[]; applied: readonly string[] } {
  const pdus = [...conversation];
  const names = Object.keys(mutations);
  const applied: string[] = [];
  for (let left = below(random, 4) + 1; left > 0 && pdus.length > 0; left -= 1) {
    const name = names[below(random, names.length)] ?? '';
    mutations[name]?.(pdus, random);
    applied.push(name);
  }
  return { pdus, chunks: split(Buffer.concat(pdus), random), applied };
}

function split(bytes: Buffer, random: Random): Buffer[] {
  const longest = pick(random, [7, 100, 4096, 65_536, 262_144]);
  // Bytes one by one are for the beginning only: a long conversation would take for ever.
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const length = 1 + below(random, at > 3000 ? Math.max(longest, 4096) : longest);
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
