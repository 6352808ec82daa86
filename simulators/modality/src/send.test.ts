import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  announcedPduLength,
  commandFields,
  createPduReader,
  implementationClassUid,
  MessageReader,
  noDataSet,
  pduTypes,
  readAssociateRq,
  readDataSet,
  statuses,
  writeAssociateAc,
  writeCommandSet,
  writeDataPdus,
  writeReleaseRp,
  type CommandSet,
} from '@liaison/dicom';
import { assertExists } from '@liaison/kernel';
import { afterEach, expect, test, vi } from 'vitest';

import { fictivePatients, patientAttributes } from './patients.ts';
import { sendFiles, sendStudy, type Destination, type Progress } from './send.ts';
import { makeStudy, toFile } from './study.ts';

// Drawing images takes a whole core.
vi.setConfig({ testTimeout: 60_000 });

const first = assertExists(fictivePatients[0], 'a fictive patient');
const study = {
  patient: patientAttributes(first, 'CHA'),
  scenario: 'normal',
  kinds: ['scout', 'brain'],
} as const;

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

type Receiver = { port: number; received: Buffer[]; callers: string[] };

/** Takes every image into memory and answers it with the status that `judge` gives to its rank, from 1. */
async function startReceiver(judge: (rank: number) => number): Promise<Receiver> {
  const receiver: Receiver = { port: 0, received: [], callers: [] };
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    serve(socket, receiver, judge);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address && typeof address === 'object') receiver.port = address.port;
  cleanups.push(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return receiver;
}

function serve(socket: Socket, receiver: Receiver, judge: (rank: number) => number): void {
  let pieces: Buffer[] = [];
  let current: { command: CommandSet; contextId: number } | undefined;
  const messages = new MessageReader({
    command: (command, contextId) => {
      current = { command, contextId };
    },
    dataSet: (bytes) => pieces.push(Buffer.from(bytes)),
    dataSetEnd: () => {
      if (!current) return;
      receiver.received.push(Buffer.concat(pieces));
      pieces = [];
      const answer = writeCommandSet({
        AffectedSOPClassUID: current.command.AffectedSOPClassUID ?? '',
        CommandField: commandFields.cStoreRsp,
        MessageIDBeingRespondedTo: current.command.MessageID ?? 0,
        CommandDataSetType: noDataSet,
        Status: judge(receiver.received.length),
      });
      const { contextId } = current;
      for (const part of writeDataPdus({ contextId, isCommand: true }, answer, announcedPduLength))
        socket.write(part);
    },
  });
  const reader = createPduReader({
    begin: () => true,
    whole: (type, body) => {
      if (type === pduTypes.releaseRq) socket.end(writeReleaseRp());
      if (type === pduTypes.associateRq) socket.write(accept(body, receiver));
    },
    value: (contextId, flags, bytes, ends) => messages.take(contextId, flags, bytes, ends),
  });
  socket.on('data', (chunk) => {
    if (typeof chunk !== 'string') reader.receive(chunk);
  });
}

function accept(body: Buffer, receiver: Receiver): Buffer {
  const request = readAssociateRq(body);
  receiver.callers.push(request.callingAeTitle);
  return writeAssociateAc({
    ...request,
    contexts: request.contexts.map(({ id, transferSyntaxes }) => ({
      id,
      result: 0,
      transferSyntax: transferSyntaxes[0] ?? '',
    })),
    userInformation: {
      maxPduLength: announcedPduLength,
      implementationClassUID: implementationClassUid,
      roleSelections: [],
    },
  });
}

function to(receiver: Receiver): Destination {
  return { host: '127.0.0.1', port: receiver.port, callingAeTitle: 'CHA_PACS', calledAeTitle: 'LIAISON' };
}

test('a study is sent image by image under one StudyInstanceUID; a refusal is counted and sending goes on', async () => {
  const receiver = await startReceiver((rank) => (rank === 2 ? statuses.outOfResources : statuses.success));
  const told: Progress[] = [];
  const outcome = await sendStudy({
    ...study,
    ...to(receiver),
    onProgress: (progress) => told.push(progress),
  });
  expect(outcome).toEqual({ sent: 28, refused: 1, StudyInstanceUID: expect.stringMatching(/^2\.25\./) });
  expect(receiver.callers).toEqual(['CHA_PACS']);
  expect(told[1]).toEqual({ sent: 1, refused: 1, total: 29, status: statuses.outOfResources });
  expect(told.at(-1)).toMatchObject({ sent: 28, refused: 1, total: 29 });
  const studies = receiver.received.map((bytes) =>
    readDataSet(bytes, '1.2.840.10008.1.2.1').dataSet.text('StudyInstanceUID'),
  );
  expect(new Set(studies)).toEqual(new Set([outcome.StudyInstanceUID]));
});

test('an abort stops the sending at once, with its reason', async () => {
  const receiver = await startReceiver(() => statuses.success);
  const stop = new AbortController();
  const reason = new Error('arrêt demandé');
  const onProgress = ({ sent }: Progress): void => {
    if (sent === 2) stop.abort(reason);
  };
  const sending = sendStudy({
    ...study,
    ...to(receiver),
    imagesPerSecond: 50,
    signal: stop.signal,
    onProgress,
  });
  await expect(sending).rejects.toBe(reason);
  expect(receiver.received).toHaveLength(2);
});

test('nobody there is an AssociationError', async () => {
  const receiver = await startReceiver(() => statuses.success);
  for (const cleanup of cleanups.splice(0)) await cleanup();
  await expect(sendStudy({ ...study, ...to(receiver) })).rejects.toMatchObject({ kind: 'unreachable' });
});

test('files are sent as they are', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'modality-'));
  cleanups.push(() => rm(folder, { recursive: true }));
  const receiver = await startReceiver(() => statuses.success);
  const [made] = makeStudy(study);
  const image = assertExists(made, 'an image');
  const path = join(folder, 'image.dcm');
  await writeFile(path, toFile(image));
  expect(await sendFiles({ ...to(receiver), paths: [path] })).toEqual({ sent: 1, refused: 0 });
  expect(receiver.received[0]?.equals(image.dataSet)).toBe(true);
});
