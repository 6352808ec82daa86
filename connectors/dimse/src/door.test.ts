import { connect, type Socket } from 'node:net';

import { afterEach, describe, expect, it, vi } from 'vitest';

import { AssociationError, rejections, type Association } from '@liaison/dicom';

import {
  knownPeer,
  makeInstance,
  openTestAssociation,
  openTestReceiver,
  type TestReceiver,
} from './testing.ts';

let open: TestReceiver | null = null;
afterEach(async () => {
  await open?.close();
  open = null;
});

async function start(options: Parameters<typeof openTestReceiver>[0] = {}): Promise<TestReceiver> {
  open = await openTestReceiver(options);
  return open;
}

function kinds(test: TestReceiver): unknown[] {
  return test.events().map((event) => event['kind']);
}

async function rejectionOf(opening: Promise<Association>): Promise<unknown> {
  const error: unknown = await opening.catch((caught: unknown) => caught);
  return error instanceof AssociationError ? error.rejection : error;
}

describe('who may send', () => {
  it('is a known calling AE title, to our AE title', async () => {
    const test = await start();
    const { port } = test.receiver;
    expect(await rejectionOf(openTestAssociation(port, { callingAeTitle: 'CHB_PACS' }))).toEqual(
      rejections.callingAeNotRecognized,
    );
    expect(await rejectionOf(openTestAssociation(port, { calledAeTitle: 'ORTHANC' }))).toEqual(
      rejections.calledAeNotRecognized,
    );
    expect(test.events().map((event) => [event['kind'], event['reason'], event['callingAeTitle']])).toEqual([
      ['association-rejected', 'callingAeNotRecognized', 'CHB_PACS'],
      ['association-rejected', 'calledAeNotRecognized', 'CHA_PACS'],
    ]);
  });

  it('is known from its address only', async () => {
    const test = await start({ peers: [{ ...knownPeer, addresses: ['10.0.0.0/8'] }] });
    expect(await rejectionOf(openTestAssociation(test.receiver.port))).toEqual(
      rejections.callingAeNotRecognized,
    );
  });

  it('is whoever the peers file says, once it has changed', async () => {
    const test = await start({ peers: [] });
    const { port } = test.receiver;
    expect(await rejectionOf(openTestAssociation(port))).toEqual(rejections.callingAeNotRecognized);
    test.writePeers([knownPeer]);
    await vi.waitFor(async () => (await openTestAssociation(port)).release(), { timeout: 5000 });
  });

  it('is held to a number of associations', async () => {
    const test = await start({ limits: { maxAssociationsPerPeer: 2 } });
    const { port } = test.receiver;
    const first = await openTestAssociation(port);
    const second = await openTestAssociation(port);
    expect(await rejectionOf(openTestAssociation(port))).toEqual(rejections.localLimitExceeded);
    await first.release();
    await vi.waitFor(async () => (await openTestAssociation(port)).release());
    await second.release();
  });
});

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

describe('connections that ask for nothing', () => {
  it('are closed after a time, and tell no event when they leave by themselves', async () => {
    const test = await start({ limits: { artimMs: 100 } });
    const leaving = await openSocket(test.receiver.port);
    leaving.end();
    const silent = await openSocket(test.receiver.port);
    await new Promise((resolve) => silent.once('close', resolve));
    expect(kinds(test)).toEqual(['protocol-error']);
  });

  it('do not keep others out: past twice the associations, the oldest of them ends', async () => {
    const test = await start({ limits: { maxAssociations: 2 } });
    const sockets = await Promise.all(Array.from({ length: 4 }, () => openSocket(test.receiver.port)));
    const association = await openTestAssociation(test.receiver.port);
    await vi.waitFor(() => expect(sockets.filter((socket) => socket.destroyed)).toHaveLength(1));
    expect((await association.cStore(makeInstance())).status).toBe(0);
    await association.release();
    expect(test.events()[0]).toMatchObject({
      kind: 'protocol-error',
      reason: 'too many connections at once',
    });
  });

  it('are few from addresses that no peer has: they cannot take the places of peers', async () => {
    const test = await start({ peers: [{ ...knownPeer, addresses: ['10.0.0.0/8'] }] });
    const sockets = await Promise.all(Array.from({ length: 8 }, () => openSocket(test.receiver.port)));
    const extra = await openSocket(test.receiver.port);
    await new Promise((resolve) => extra.once('close', resolve));
    expect(sockets.map((socket) => socket.destroyed)).toEqual(Array(8).fill(false));
    for (const socket of sockets) socket.destroy();
    // Those whose turn it is still learn why they are refused.
    const refusal = { rejection: rejections.callingAeNotRecognized };
    await vi.waitFor(() => expect(openTestAssociation(test.receiver.port)).rejects.toMatchObject(refusal));
  });
});
