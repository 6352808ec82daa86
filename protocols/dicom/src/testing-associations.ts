import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, createServer as createPlainServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { createServer as createSecureServer, type TlsOptions } from 'node:tls';

import type { StoreRequest } from './dimse/association.ts';
import { serveAssociation } from './dimse/scp.ts';
import { transportOver } from './dimse/socket-transport.ts';
import type {
  AssociationEnd,
  AssociationHandlers,
  AssociationTimeouts,
  ServedAssociation,
  StoreSink,
} from './dimse/served-association.ts';
import { ExplicitVRLittleEndian, newUid, storageSopClassUid } from './dictionary/uid.ts';
import { writeDataSet } from './data-set/write-data-set.ts';

/** Both ends of associations over real connections, for tests. */

export const ctImage = storageSopClassUid('CTImageStorage');

/** An image of one study; `pixelBytes` of zeros. */
export function makeImage(rank: number, pixelBytes = 512): StoreRequest & { dataSet: Buffer } {
  const SOPInstanceUID = newUid();
  const dataSet = writeDataSet(
    {
      SOPClassUID: ctImage,
      SOPInstanceUID,
      StudyDate: '20261121',
      StudyTime: '101500',
      AccessionNumber: 'A1',
      Modality: 'CT',
      PatientName: 'EPREUVE^Zoe',
      PatientID: 'P1',
      StudyInstanceUID: '1.2.3',
      SeriesInstanceUID: '1.2.3.4',
      StudyID: '1',
      SeriesNumber: '1',
      InstanceNumber: String(rank),
      PixelData: Buffer.alloc(pixelBytes, rank),
    },
    ExplicitVRLittleEndian,
  );
  return { SOPClassUID: ctImage, SOPInstanceUID, transferSyntaxUID: ExplicitVRLittleEndian, dataSet };
}

/** Keeps what is stored, by SOP instance UID. */
export function keeper(): {
  kept: Map<string, Buffer>;
  begin(command: { AffectedSOPInstanceUID: string | undefined }): StoreSink;
} {
  const kept = new Map<string, Buffer>();
  return {
    kept,
    begin: ({ AffectedSOPInstanceUID = '' }) => {
      const pieces: Buffer[] = [];
      return {
        write: (chunk) => pieces.push(Buffer.from(chunk)),
        end: () => {
          kept.set(AffectedSOPInstanceUID, Buffer.concat(pieces));
          return { status: 0 };
        },
        abort: () => undefined,
      };
    },
  };
}

export type TestAcceptor = {
  readonly port: number;
  readonly kept: Map<string, Buffer>;
  readonly ends: AssociationEnd[];
  readonly associations: ServedAssociation[];
  close(): Promise<void>;
};

/** An acceptor on a free port of this machine, that keeps what it is sent. */
export async function startAcceptor(
  handlers: Partial<AssociationHandlers> = {},
  options: { tls?: TlsOptions; timeouts?: AssociationTimeouts } = {},
): Promise<TestAcceptor> {
  const { kept, begin } = keeper();
  const ends: AssociationEnd[] = [];
  const associations: ServedAssociation[] = [];
  const sockets = new Set<Socket>();
  const take = (socket: Socket): void => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const association = serveAssociation(
      transportOver(() => socket),
      {
        decide: () => null,
        accepted: () => undefined,
        rejected: () => undefined,
        beginStore: begin,
        ended: (end) => ends.push(end),
        ...handlers,
      },
      options.timeouts,
    );
    associations.push(association);
    socket.on('data', (chunk: Buffer) => association.receive(chunk));
    socket.on('drain', () => association.transportDrained());
    socket.on('error', () => undefined);
    socket.on('close', () => {
      sockets.delete(socket);
      association.closed();
    });
  };
  const server: Server = options.tls ? createSecureServer(options.tls, take) : createPlainServer(take);
  server.on('tlsClientError', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: portOf(server),
    kept,
    ends,
    associations,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('a server without a port');
  return address.port;
}

/** Below the ports of outgoing connections, which may take one between its choice and its use. */
let nextPort = 12_000 + ((process.pid * 64) % 8000);

export async function freePort(): Promise<number> {
  for (;;) {
    const server = createPlainServer();
    server.listen((nextPort += 1), '127.0.0.1');
    const isFree = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!isFree) continue;
    server.close();
    await once(server, 'close');
    return nextPort;
  }
}

// dcmtk leaves Nagle's algorithm on unless told: 40 ms a message.
const environment = { ...process.env, TCP_NODELAY: '1' };

/** Runs a program of dcmtk to its end; gives its exit code and what it said. */
export async function runDcmtk(
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; said: string }> {
  const child = spawn(program, args, { env: environment });
  let said = '';
  child.stdout.on('data', (text: Buffer) => (said += text.toString()));
  child.stderr.on('data', (text: Buffer) => (said += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, said })));
}

/** Starts a server of dcmtk and waits until its port answers; gives what ends it. */
export async function startDcmtk(
  program: string,
  args: readonly string[],
  port: number,
): Promise<() => Promise<void>> {
  const child = spawn(program, args, { env: environment, stdio: 'ignore' });
  const isOver = once(child, 'exit');
  for (let tries = 0; !(await answers(port)); tries += 1) {
    if (tries > 200 || child.exitCode !== null) throw new Error(`${program} does not answer`);
    await pause(25);
  }
  return async () => {
    child.kill();
    await isOver;
  };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

export type Certificate = {
  readonly certFile: string;
  readonly keyFile: string;
  readonly cert: Buffer;
  readonly key: Buffer;
};

/** A self-signed certificate for 127.0.0.1, made in `folder` by openssl. */
export function makeCertificate(folder: string, name: string): Certificate {
  const certFile = join(folder, `${name}.crt`);
  const keyFile = join(folder, `${name}.key`);
  const settings = 'req -x509 -newkey rsa:2048 -nodes -days 2 -addext subjectAltName=IP:127.0.0.1'.split(' ');
  const made = spawnSync('openssl', [
    ...settings,
    '-subj',
    `/CN=${name}`,
    '-keyout',
    keyFile,
    '-out',
    certFile,
  ]);
  if (made.status !== 0) throw new Error(`openssl: ${String(made.stderr)}`);
  return { certFile, keyFile, cert: readFileSync(certFile), key: readFileSync(keyFile) };
}
