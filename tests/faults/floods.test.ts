import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applicationContextName, ExplicitVRLittleEndian, writeAssociateRq } from '@liaison/dicom';
import {
  ctImage,
  knownPeer2,
  makeCertificate,
  makeInstance,
  openTestAssociation,
  readStored,
} from '@liaison/dimse/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventually } from '../platform/start-platform.ts';
import { openReceiverFolder, type ReceiverFolder, type ReceiverProcess } from './receiver-process.ts';

const scanner = '127.0.0.1';
const neighbour = '127.0.0.3';
const stranger = '127.0.0.2';
const maxAssociationsPerPeer = 16;

/** Where the flood comes from, and the title that it would call with. */
const floods = [
  ['a stranger', stranger, 'NOBODY'],
  ['another known machine', neighbour, 'CHB_PACS'],
] as const;

describe.each(floods)('a flood from %s', (_name, from, callingAeTitle) => {
  const scratch = mkdtempSync(join(tmpdir(), 'liaison-flood-'));
  const certificate = makeCertificate(scratch, 'liaison');
  const held = new Set<Socket>();
  const flood = { isOver: false, count: 0 };
  const sent: string[] = [];
  let folder: ReceiverFolder;
  let receiver: ReceiverProcess;
  let ca: Buffer;

  beforeAll(async () => {
    if (!certificate) throw new Error('openssl makes the certificate of these tests');
    ca = readFileSync(certificate.certFile);
    const second = { id: `${knownPeer2.id.slice(0, -1)}b`, aeTitle: 'CHB_PACS', addresses: [neighbour] };
    folder = openReceiverFolder({
      peers: [
        { ...knownPeer2, addresses: [scanner] },
        { ...knownPeer2, ...second },
      ],
      limits: { maxAssociationsPerPeer },
      tls: { certFile: certificate.certFile, keyFile: certificate.keyFile, port: 0 },
    });
    receiver = await folder.start();
  });
  afterAll(async () => {
    flood.isOver = true;
    for (const socket of held) socket.destroy();
    await receiver?.kill();
    folder?.remove();
    rmSync(scratch, { recursive: true, force: true });
  });

  /** Holds connections to a port: whichever the receiver ends is made again. */
  function hold(port: number, count: number, begin: (socket: Socket) => void): void {
    const open = (): void => {
      flood.count += 1;
      const socket = connect({ port, host: scanner, localAddress: from });
      held.add(socket);
      socket.on('error', () => undefined);
      socket.on('connect', () => begin(socket));
      socket.on('close', () => {
        held.delete(socket);
        if (!flood.isOver) setTimeout(open, 250).unref();
      });
    };
    for (let left = count; left > 0; left -= 1) open();
  }
  const request = writeAssociateRq({
    protocolVersion: 1,
    calledAeTitle: 'LIAISON',
    callingAeTitle,
    applicationContext: applicationContextName,
    contexts: [{ id: 1, abstractSyntax: ctImage, transferSyntaxes: [ExplicitVRLittleEndian] }],
    userInformation: { maxPduLength: 0, implementationClassUID: '1.2.3', roleSelections: [] },
  });
  /** A byte now and then. */
  const drip = (bytes: Buffer) => (socket: Socket) => {
    let at = 0;
    const timer = setInterval(() => void socket.write(bytes.subarray(at, (at += 1))), 100);
    socket.once('close', () => clearInterval(timer));
  };
  /** The beginning of a ClientHello (RFC 8446 section 4.1.2). */
  const hello = Buffer.from('1603010200010001fc0303', 'hex');

  const isTooMany = ({ reason }: Record<string, unknown>) => /too many/.test(String(reason));

  async function sendStudy(port: number, tls: { ca: Buffer } | null): Promise<void> {
    const association = await openTestAssociation(port, tls ? { tls } : {});
    for (let number = 1; number <= 3; number += 1) {
      const image = makeInstance({ studyUid: `1.2.${sent.length}`, pixelBytes: 100_000, number });
      expect((await association.cStore(image)).status).toBe(0);
      sent.push(image.SOPInstanceUID);
    }
    await association.release();
  }

  it('keeps no image of a scanner out, by either port', async () => {
    hold(receiver.port, 100, () => undefined);
    hold(receiver.port, 100, drip(request));
    hold(receiver.tlsPort, 100, () => undefined);
    hold(receiver.tlsPort, 100, drip(hello));
    // Associations that are asked for in full, and then say nothing.
    hold(receiver.port, 50, (socket) => void socket.write(request));
    // It is under way once what is too many is told.
    await eventually(async () => flood.count > 600 && folder.events().some(isTooMany));
    for (let study = 0; study < 5; study += 1) {
      await sendStudy(receiver.port, null);
      await sendStudy(receiver.tlsPort, { ca });
    }
    const stored = new Set((await readStored(folder.storeRoot)).map(({ header }) => header.SOPInstanceUID));
    expect(sent.filter((uid) => !stored.has(uid))).toEqual([]);
    expect(sent).toHaveLength(30);
    // Told, but not once for each connection: a flood must not fill the journal either.
    expect(folder.events().filter(isTooMany).length).toBeLessThan(100);
  });
});
