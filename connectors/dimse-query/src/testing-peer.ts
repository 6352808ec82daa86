import { spawn, type ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { SystemDatabase } from '@liaison/db';
import {
  commandFields,
  ExplicitVRLittleEndian,
  newUid,
  openAssociation,
  readDataSet,
  readPart10,
  serveAssociation,
  transportOver,
  statuses,
  storageCommitment,
  storageSopClassUid,
  studyRootFind,
  type Association,
  type DataSet,
} from '@liaison/dicom';
import {
  catalogueAll,
  makeCtImage,
  openContainer,
  storeImage,
  type MadeImage,
} from '@liaison/imaging/testing';

export const ctImage = storageSopClassUid('CTImageStorage');

/** dcmtk's storescp, once it listens. */
export async function startStorescp(aeTitle: string, folder: string, port: number): Promise<ChildProcess> {
  const child = spawn('storescp', ['+B', '-aet', aeTitle, '-od', folder, String(port)]);
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (isThere) return child;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** A peer that takes reports. */
export async function listenForReports(
  port: number,
  heard: (EventTypeID: number | undefined, dataSet: DataSet) => void,
): Promise<Server> {
  const serve = (socket: Socket): void => {
    const association = serveAssociation(
      transportOver(() => socket),
      {
        services: [
          {
            abstractSyntax: storageCommitment,
            transferSyntaxes: [ExplicitVRLittleEndian],
            roles: { scu: true, scp: true },
          },
        ],
        decide: () => null,
        accepted: () => undefined,
        rejected: () => undefined,
        beginStore: () => {
          throw new Error('nothing is stored here');
        },
        request: (request) => {
          const { CommandField, details } = request.command;
          if (CommandField === commandFields.nEventReportRq && request.dataSet)
            heard(
              details?.EventTypeID,
              readDataSet(request.dataSet, request.context.transferSyntaxUID).dataSet,
            );
          request.respond({ status: statuses.success });
        },
        ended: () => undefined,
      },
    );
    socket.on('data', (chunk: Buffer) => association.receive(chunk));
    socket.on('error', () => undefined);
    socket.once('close', () => association.closed());
  };
  const server = createServer(serve);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}

/** A catalogued study of one series. */
export async function receiveStudy(
  database: SystemDatabase,
  storeRoot: string,
  given: { structureId: string; change: Parameters<typeof makeCtImage>[0]; count: number },
): Promise<{ uid: string; images: MadeImage[] }> {
  const [uid, series] = [newUid(), newUid()];
  const container = openContainer(storeRoot, { structureId: given.structureId, StudyInstanceUID: uid });
  const identity = { StudyInstanceUID: uid, SeriesInstanceUID: series };
  const images = Array.from({ length: given.count }, (_, index) =>
    makeCtImage({ ...given.change, ...identity, InstanceNumber: index + 1 }),
  );
  for (const image of images) storeImage(container, image);
  container.close();
  await catalogueAll(database, storeRoot);
  return { uid, images };
}

export function uidOf(image: MadeImage): string {
  return readDataSet(image.bytes, image.transferSyntaxUID).dataSet.text('SOPInstanceUID') ?? '';
}

/** The data sets of the files in a folder. */
export function readFolder(folder: string): Buffer[] {
  return readdirSync(folder).map((name) => readPart10(readFileSync(join(folder, name))).dataSetBytes);
}

export function hasSame(files: readonly Buffer[], images: readonly MadeImage[]): boolean {
  return (
    files.length === images.length && images.every(({ bytes }) => files.some((file) => file.equals(bytes)))
  );
}

/** How a search ends that should give nothing; null: well. */
export async function failureOf(
  association: Association,
  identifier: (transferSyntaxUID: string) => Uint8Array,
): Promise<unknown> {
  const search = association.cFind({ SOPClassUID: studyRootFind, identifier });
  try {
    const { done } = await search[Symbol.asyncIterator]().next();
    return done === true ? null : new Error('something was found');
  } catch (error) {
    return error;
  }
}

/** An association of the peer `CHA_PACS` with a receiver. */
export function callReceiver(
  port: number,
  abstractSyntax: string,
  roles: Parameters<typeof openAssociation>[0]['roles'] = [],
): Promise<Association> {
  return openAssociation({
    host: '127.0.0.1',
    port,
    callingAeTitle: 'CHA_PACS',
    calledAeTitle: 'LIAISON',
    contexts: [{ abstractSyntax, transferSyntaxes: [ExplicitVRLittleEndian] }],
    roles,
  });
}
