import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { listOpenContainers, openRange, scanContainer, verifyEntry, type RecordHeader } from '@liaison/blobs';
import {
  ExplicitVRLittleEndian,
  newUid,
  openAssociation,
  storageSopClassUid,
  verificationSopClass,
  writeDataSet,
  type Association,
  type StoreRequest,
} from '@liaison/dicom';

import type { TlsFiles } from './tls-listener.ts';
import { startReceiver, type Receiver, type ReceiverLimits, type ReceiverOptions } from './receiver.ts';

export { makeCertificate } from './testing-tls.ts';

/** A log that keeps nothing. */
export const quietLog: ReceiverOptions['log'] = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  with: () => quietLog,
};

export type StoredInstance = { header: RecordHeader; dataSet: Buffer };

export type TestReceiver = {
  readonly receiver: Receiver;
  readonly root: string;
  /** Every event told so far. */
  events(): Record<string, unknown>[];
  /** Every committed instance, its CRC verified. */
  stored(): Promise<StoredInstance[]>;
  writePeers(peers: readonly object[]): void;
  close(): Promise<void>;
};

export const knownPeer = { aeTitle: 'CHA_PACS', structureId: 'structure-a', addresses: ['127.0.0.0/8'] };

/** The same as an entry of a snapshot of version 2. */
export const knownPeer2 = {
  ...knownPeer,
  id: '019a0000-0000-7000-8000-00000000000a',
  certificates: [],
  requiresTls: false,
  maxAssociations: 16,
  maxBytesPerSecond: null,
  mayStore: true,
  mayQuery: true,
};

function isSecond(peer: object): boolean {
  return 'id' in peer;
}

export async function openTestReceiver(
  options: {
    root?: string;
    limits?: ReceiverLimits;
    peers?: readonly object[];
    tls?: TlsFiles;
    isProduction?: boolean;
    relaySocket?: string;
  } = {},
): Promise<TestReceiver> {
  const own = mkdtempSync(join(tmpdir(), 'reception-'));
  const root = options.root ?? join(own, 'store');
  const peersFile = join(own, 'peers.json');
  const eventsFile = join(own, 'events.ndjson');
  const writePeers = (peers: readonly object[]): void =>
    writeFileSync(peersFile, JSON.stringify({ version: peers.some(isSecond) ? 2 : 1, peers }));
  writePeers(options.peers ?? [knownPeer]);
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    aeTitle: 'LIAISON',
    storeRoot: root,
    peersFile,
    eventsFile,
    node: 'test',
    slot: 0,
    log: quietLog,
    limits: { drainMs: 2000, ...options.limits },
    isProduction: options.isProduction ?? false,
    ...(options.relaySocket ? { relaySocket: options.relaySocket } : {}),
    ...(options.tls ? { tls: { ...options.tls, port: 0 } } : {}),
  });
  return {
    receiver,
    root,
    events: () => readEvents(eventsFile),
    stored: () => readStored(root),
    writePeers,
    async close() {
      await receiver.close();
      rmSync(own, { recursive: true, force: true });
    },
  };
}

function readEvents(file: string): Record<string, unknown>[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line): Record<string, unknown> => JSON.parse(line));
}

export async function readStored(root: string): Promise<StoredInstance[]> {
  const stored: StoredInstance[] = [];
  for (const { path, id } of listOpenContainers(root)) {
    const range = openRange(root, id);
    for (const entry of scanContainer(path, 0).entries) {
      if (entry.kind !== 'instance') continue;
      if (!verifyEntry(path, entry)) throw new Error(`damaged: ${entry.header.SOPInstanceUID}`);
      stored.push({ header: entry.header, dataSet: await range.read(entry.dataOffset, entry.dataLength) });
    }
    range.close();
  }
  return stored;
}

export const ctImage = storageSopClassUid('CTImageStorage');

/** An instance of a study, its pixel bytes all `fill`. */
export function makeInstance(
  given: {
    studyUid?: string;
    pixelBytes?: number;
    fill?: number;
    number?: number;
    transferSyntaxUID?: string;
  } = {},
): StoreRequest & { dataSet: Buffer } {
  const SOPInstanceUID = newUid();
  const transferSyntaxUID = given.transferSyntaxUID ?? ExplicitVRLittleEndian;
  const dataSet = writeDataSet(
    {
      SpecificCharacterSet: 'ISO_IR 192',
      SOPClassUID: ctImage,
      SOPInstanceUID,
      StudyDate: '20261121',
      Modality: 'CT',
      PatientName: 'ÉPREUVE^Zoé',
      PatientID: 'P1',
      StudyInstanceUID: given.studyUid ?? '1.2.3',
      SeriesInstanceUID: '1.2.3.4',
      InstanceNumber: String(given.number ?? 1),
      Rows: 16,
      PixelData: Buffer.alloc(given.pixelBytes ?? 512, given.fill ?? 7),
    },
    transferSyntaxUID,
  );
  return { SOPClassUID: ctImage, SOPInstanceUID, transferSyntaxUID, dataSet };
}

export function openTestAssociation(
  port: number,
  change: Partial<Parameters<typeof openAssociation>[0]> = {},
): Promise<Association> {
  return openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'CHA_PACS',
    calledAeTitle: 'LIAISON',
    contexts: [
      { abstractSyntax: verificationSopClass, transferSyntaxes: ['1.2.840.10008.1.2'] },
      { abstractSyntax: ctImage, transferSyntaxes: [ExplicitVRLittleEndian] },
    ],
    connectTimeoutMs: 5000,
    responseTimeoutMs: 10_000,
    ...change,
  });
}
