import { createServer, type Server, type Socket } from 'node:net';

import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';

import type { DataSetSource } from './association.ts';
import { commandFields, noDataSet, writeCommandSet } from './command-set.ts';
import { createPduReader } from '../upper-layer/pdu-reader.ts';
import { openAssociation } from './scu.ts';
import { sendDataSet } from './send-data-set.ts';
import { ctImage, makeImage } from '../testing-associations.ts';
import { ExplicitVRLittleEndian } from '../dictionary/uid.ts';
import { writeAssociateAc, writeDataPdus } from '../upper-layer/write-pdu.ts';

/** Pieces in one buffer that is written again for each, as those read from a disk are. */
async function* reusing(pieces: readonly Buffer[]): AsyncGenerator<Uint8Array> {
  const buffer = Buffer.alloc(Math.max(1, ...pieces.map(({ length }) => length)));
  for (const piece of pieces) {
    piece.copy(buffer);
    yield buffer.subarray(0, piece.length);
    buffer.fill(0xee);
  }
}

type Sent = { bytes: Buffer; fragments: { length: number; isLast: boolean }[] };

/** What a reader of these PDUs gets; a write that is not awaited would be read after its bytes were changed. */
async function send(dataSet: DataSetSource, maxPduLength: number): Promise<Sent> {
  const sent: Sent = { bytes: Buffer.alloc(0), fragments: [] };
  let length = 0;
  const reader = createPduReader({
    begin: () => true,
    whole: () => undefined,
    value(_contextId, flags, bytes, ends) {
      sent.bytes = Buffer.concat([sent.bytes, bytes]);
      length += bytes.length;
      if (!ends) return;
      sent.fragments.push({ length, isLast: flags === 2 });
      length = 0;
    },
  });
  await sendDataSet({ contextId: 1, maxPduLength, before: [], dataSet }, async (pdus) => {
    await new Promise((resolve) => setImmediate(resolve));
    for (const pdu of pdus) reader.receive(Buffer.from(pdu));
  });
  return sent;
}

const evenBytes = fc
  .uint8Array({ maxLength: 300 })
  .map((bytes) => Buffer.from(bytes.subarray(bytes.length % 2)));

describe('a data set that is sent', () => {
  it('comes whole, in even fragments, the last one marked, however it is given', async () => {
    const given = fc.record({
      pieces: fc.array(evenBytes, { maxLength: 6 }),
      room: fc.integer({ min: 4, max: 90 }),
    });
    await fc.assert(
      fc.asyncProperty(given, async ({ pieces, room }) => {
        const whole = Buffer.concat(pieces);
        const sources: DataSetSource[] = [
          whole,
          reusing(pieces),
          { length: whole.length, pieces: reusing(pieces) },
        ];
        for (const source of sources) {
          const { bytes, fragments } = await send(source, room + 6);
          expect(bytes.equals(whole)).toBe(true);
          expect(fragments.every(({ length }) => length % 2 === 0 && length <= room)).toBe(true);
          expect(fragments.map(({ isLast }) => isLast)).toEqual([
            ...fragments.slice(1).map(() => false),
            true,
          ]);
        }
      }),
      { seed: 20261201, numRuns: 60 },
    );
  });

  it('keeps an odd byte for the next fragment, where pieces are odd and of unknown number', async () => {
    const pieces = [Buffer.alloc(300_001, 1), Buffer.alloc(3, 2), Buffer.alloc(300_001, 3)];
    const { bytes, fragments } = await send(reusing(pieces), 65_536);
    expect(bytes.equals(Buffer.concat(pieces))).toBe(true);
    expect(fragments.slice(0, -1).every(({ length }) => length % 2 === 0)).toBe(true);
  });
});

let closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers) await close();
  closers = [];
});

/** Accepts an association, then takes nothing more until it is told to. */
async function startDeafPeer(): Promise<{ port: number; listen(): void; heard(): number }> {
  const server: Server = createServer();
  const answer = writeAssociateAc({
    protocolVersion: 1,
    calledAeTitle: 'THERE',
    callingAeTitle: 'HERE',
    applicationContext: '1.2.840.10008.3.1.1.1',
    contexts: [{ id: 1, result: 0, transferSyntax: ExplicitVRLittleEndian }],
    userInformation: { maxPduLength: 0, implementationClassUID: '1.2', roleSelections: [] },
  });
  const done = writeCommandSet({
    CommandField: commandFields.cStoreRsp,
    MessageIDBeingRespondedTo: 1,
    CommandDataSetType: noDataSet,
    Status: 0,
  });
  let heard = 0;
  let taken: Socket | null = null;
  const reader = createPduReader({
    begin: () => true,
    whole: () => undefined,
    value(contextId, flags, bytes, ends) {
      const isCommand = flags % 2 === 1;
      if (!isCommand) heard += bytes.length;
      if (ends && flags === 2)
        for (const part of writeDataPdus({ contextId, isCommand: true }, done, 16_384)) taken?.write(part);
    },
  });
  server.on('connection', (socket: Socket) => {
    taken = socket;
    closers.push(() => socket.destroy());
    socket.on('error', () => undefined);
    // Without another listener, what follows stays in the connection.
    socket.once('data', () => {
      socket.pause();
      socket.write(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a port expected');
  return {
    port: address.port,
    heard: () => heard,
    listen: () => void taken?.on('data', (chunk: Buffer) => reader.receive(chunk)).resume(),
  };
}

const contexts = [{ abstractSyntax: ctImage, transferSyntaxes: [ExplicitVRLittleEndian] }];
const titles = { host: '127.0.0.1', callingAeTitle: 'HERE', calledAeTitle: 'THERE' };

const megabyte = 1024 * 1024;

/** Megabytes, counted as they are asked for. */
function countedPieces(count = Infinity): { asked(): number; pieces: AsyncGenerator<Uint8Array> } {
  let asked = 0;
  const piece = Buffer.alloc(megabyte);
  async function* pieces(): AsyncGenerator<Uint8Array> {
    while (asked < count) {
      asked += 1;
      yield await Promise.resolve(piece);
    }
  }
  return { asked: () => asked, pieces: pieces() };
}

describe('a peer that stops reading', () => {
  it('holds up the reading of the image, and the association is aborted when its time is over', async () => {
    const peer = await startDeafPeer();
    const association = await openAssociation({
      ...titles,
      port: peer.port,
      contexts,
      responseTimeoutMs: 300,
    });
    const { asked, pieces } = countedPieces();
    const sending = association.cStore({ ...makeImage(1), dataSet: { length: 2 ** 40, pieces } });
    await expect(sending).rejects.toMatchObject({ kind: 'timeout' });
    // What the kernel keeps for a connection, and no more.
    expect(asked()).toBeLessThan(16);
  });

  it('is let go of at once by an abort in the middle of an image', async () => {
    const peer = await startDeafPeer();
    const association = await openAssociation({ ...titles, port: peer.port, contexts });
    const { asked, pieces } = countedPieces();
    const sending = association.cStore({ ...makeImage(1), dataSet: { length: 2 ** 40, pieces } });
    sending.catch(() => undefined);
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(1));
    association.abort();
    await expect(sending).rejects.toMatchObject({ kind: 'aborted' });
    await association.ended;
  });

  it('gets the image whole once it reads again', async () => {
    const peer = await startDeafPeer();
    const association = await openAssociation({ ...titles, port: peer.port, contexts });
    const { asked, pieces } = countedPieces(24);
    const sending = association.cStore({ ...makeImage(1), dataSet: { length: 24 * megabyte, pieces } });
    await vi.waitFor(() => expect(asked()).toBeGreaterThan(1));
    expect(asked()).toBeLessThan(24);
    peer.listen();
    expect((await sending).status).toBe(0);
    expect(peer.heard()).toBe(24 * megabyte);
    association.abort();
  });
});
