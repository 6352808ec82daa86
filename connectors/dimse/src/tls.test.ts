import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';

import { ExplicitVRLittleEndian, writeFileMeta } from '@liaison/dicom';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';

import { knownPeer2, makeInstance, openTestReceiver, type TestReceiver } from './testing.ts';
import { makeCertificate } from './testing-tls.ts';

const folder = mkdtempSync(join(tmpdir(), 'dimse-tls-'));
const made = ['liaison', 'scanner', 'stranger'].map((name) => makeCertificate(folder, name));
const none = { certFile: '', keyFile: '', fingerprint: '00'.repeat(32) };
const [own, scanner, stranger] = [made[0] ?? none, made[1] ?? none, made[2] ?? none];
const hasOpenssl = !made.includes(null);
if (!hasOpenssl) console.warn('no openssl on this machine: TLS was not tried');

let test: TestReceiver;
afterEach(() => test?.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a program of dcmtk towards the TLS port; gives its exit code. */
function run(
  program: string,
  options: readonly string[],
  files: readonly string[] = [],
): Promise<number | null> {
  const args = ['-aet', 'CHA_PACS', '-aec', 'LIAISON', ...options];
  const port = String(test.receiver.tlsPort);
  const child = spawn(program, [...args, '127.0.0.1', port, ...files], {
    env: { ...process.env, TCP_NODELAY: '1' },
    stdio: 'ignore',
  });
  return new Promise((resolve) => child.once('close', resolve));
}

async function openSocket(port: number): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  await new Promise((resolve) => socket.once('connect', resolve));
  return socket;
}

function closeOf(socket: Socket): Promise<unknown> {
  return new Promise((resolve) => socket.once('close', resolve));
}

const asScanner = ['+tls', scanner.keyFile, scanner.certFile, '-ic'];
const asStranger = ['+tls', stranger.keyFile, stranger.certFile, '-ic'];
const certified = { ...knownPeer2, addresses: [], certificates: [scanner.fingerprint] };
const writeImage = (): { file: string; dataSet: Buffer } => {
  const { dataSet, ...identity } = makeInstance({ pixelBytes: 3_000_000 });
  const file = join(folder, 'image.dcm');
  writeFileSync(
    file,
    Buffer.concat([writeFileMeta({ ...identity, transferSyntaxUID: ExplicitVRLittleEndian }), dataSet]),
  );
  return { file, dataSet };
};

describe.runIf(hasOpenssl)('reception through TLS', () => {
  it('stores what dcmtk sends with the certificate of the peer, byte for byte', async () => {
    test = await openTestReceiver({ tls: own, peers: [certified] });
    const { file, dataSet } = writeImage();
    expect(await run('storescu', asScanner, [file])).toBe(0);
    const [stored] = await test.stored();
    expect(stored?.dataSet.equals(dataSet)).toBe(true);
    await vi.waitFor(() =>
      expect(test.events().at(-1)).toMatchObject({ tls: true, peerId: certified.id, storedCount: 1 }),
    );
  });

  it('knows no peer by another certificate, none, or in the clear', async () => {
    test = await openTestReceiver({ tls: own, peers: [{ ...certified, addresses: ['127.0.0.1'] }] });
    expect(await run('echoscu', asScanner)).toBe(0);
    expect(await run('echoscu', asStranger)).not.toBe(0);
    expect(await run('echoscu', ['+tla', '-ic'])).not.toBe(0);
    expect(test.events().filter(({ kind }) => kind === 'association-rejected')).toHaveLength(2);
  });

  it('tells two structures apart that share an AE title', async () => {
    const other = {
      ...certified,
      id: 'b',
      structureId: 'structure-b',
      certificates: [stranger.fingerprint],
    };
    test = await openTestReceiver({ tls: own, peers: [certified, other] });
    expect(await run('echoscu', asStranger)).toBe(0);
    expect(await run('echoscu', asScanner)).toBe(0);
    const accepted = test.events().filter(({ kind }) => kind === 'association-accepted');
    expect(accepted.map(({ structureId }) => structureId)).toEqual(['structure-b', 'structure-a']);
  });

  it('asks no certificate of a peer that its address binds', async () => {
    test = await openTestReceiver({ tls: own, peers: [{ ...knownPeer2, requiresTls: true }] });
    expect(await run('echoscu', ['+tla', '-ic'])).toBe(0);
  });

  it('counts certificates of its authorities only, where it has some', async () => {
    test = await openTestReceiver({ tls: { ...own, caFile: stranger.certFile }, peers: [certified] });
    expect(await run('echoscu', asScanner)).not.toBe(0);
    test.writePeers([{ ...certified, certificates: [stranger.fingerprint] }]);
    await vi.waitFor(async () => expect(await run('echoscu', asStranger)).toBe(0), { timeout: 10_000 });
  });

  it('refuses TLS 1.1', async () => {
    test = await openTestReceiver({ tls: own, peers: [knownPeer2] });
    const socket = connectTls({
      host: '127.0.0.1',
      port: test.receiver.tlsPort ?? 0,
      maxVersion: 'TLSv1.1',
      minVersion: 'TLSv1',
      ciphers: 'DEFAULT@SECLEVEL=0',
      rejectUnauthorized: false,
    });
    const error = await new Promise<Error>((resolve) => socket.once('error', resolve));
    expect(error).toMatchObject({ code: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION' });
  });

  it('hangs up on what is no handshake, or none in time, and serves the next', async () => {
    test = await openTestReceiver({
      tls: own,
      peers: [certified],
      limits: { handshakeMs: 300, artimMs: 300 },
    });
    const port = test.receiver.tlsPort ?? 0;
    const garbage = await openSocket(port);
    garbage.write(Buffer.alloc(5000, 0x41));
    const silent = await openSocket(port);
    const dripping = await openSocket(port);
    // The start of a ClientHello, whose rest never comes.
    dripping.write(Buffer.from('16030100', 'hex'));
    await Promise.all([garbage, silent, dripping].map(closeOf));
    const told = test.events().map(({ kind, reason }) => `${String(kind)} ${String(reason)}`);
    expect(told.filter((line) => line.startsWith('protocol-error TLS handshake failed'))).toHaveLength(3);
    expect(await run('echoscu', asScanner)).toBe(0);
  });

  it('bounds the handshakes under way: a flood of them costs little, and keeps nobody out', async () => {
    test = await openTestReceiver({ tls: own, peers: [certified], limits: { handshakeMs: 60_000 } });
    const port = test.receiver.tlsPort ?? 0;
    const held = await Promise.all(Array.from({ length: 32 }, () => openSocket(port)));
    expect(await run('echoscu', asScanner)).toBe(0);
    await vi.waitFor(() => expect(held.filter((socket) => socket.destroyed)).toHaveLength(1));
    for (const socket of held) socket.destroy();
  });
});
