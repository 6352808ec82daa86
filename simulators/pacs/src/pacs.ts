import { createServer, type Server, type Socket } from 'node:net';
import {
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  isDone,
  openAssociation,
  readDataSet,
  rejections,
  serveAssociation,
  transportOver,
  statuses,
  storageSopClassUid,
  studyRootFind,
  studyRootGet,
  studyRootMove,
  type ServedRequest,
  type StoreRequest,
  type StoreResponse,
} from '@liaison/dicom';
import type { ArchivedStudy } from './archive.ts';
import { describeStudy, matches } from './match.ts';

export type PacsOptions = {
  readonly host: string;
  readonly port: number;
  readonly aeTitle: string;
  readonly studies: readonly ArchivedStudy[];
  /** Whom it may send to, by AE title. */
  readonly destinations: ReadonlyMap<string, { readonly host: string; readonly port: number }>;
  /** A PACS is no faster than its disks; as fast as possible by default. */
  readonly imagesPerSecond?: number;
};

export type SimulatedPacs = { readonly port: number; stop(): Promise<void> };

const plain = [ExplicitVRLittleEndian, ImplicitVRLittleEndian];
const pending = 0xff00;
const moveDestinationUnknown = 0xa801;
/** Some sub-operations failed (PS3.4 table C.4-2). */
const someFailed = 0xb000;

/** Starts to listen. */
export async function startPacs(options: PacsOptions): Promise<SimulatedPacs> {
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(options, socket);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, resolve);
  });
  return {
    port: portOf(server),
    async stop() {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return address !== null && typeof address === 'object' ? address.port : 0;
}

function serve(options: PacsOptions, socket: Socket): void {
  const transport = transportOver(() => socket);
  const association = serveAssociation(transport, {
    services: [studyRootFind, studyRootMove, studyRootGet].map((abstractSyntax) => ({
      abstractSyntax,
      transferSyntaxes: plain,
    })),
    request: (request) => void answer(options, request),
    decide: (asked) => (asked.calledAeTitle === options.aeTitle ? null : rejections.calledAeNotRecognized),
    accepted: () => {},
    rejected: () => {},
    beginStore: () => ({ write: () => {}, end: () => ({ status: statuses.notAuthorized }), abort: () => {} }),
    ended: () => {},
  });
  socket.on('data', (chunk: Buffer) => association.receive(chunk));
  socket.on('drain', () => association.transportDrained());
  socket.on('error', () => socket.destroy());
  socket.on('close', () => association.closed());
}

async function answer(options: PacsOptions, request: ServedRequest): Promise<void> {
  const { context, dataSet, command } = request;
  try {
    const identifier = readDataSet(dataSet ?? Buffer.alloc(0), context.transferSyntaxUID).dataSet;
    const found = options.studies.filter((study) => matches(study, identifier));
    switch (context.abstractSyntax) {
      case studyRootFind:
        for (const study of found)
          request.respond({ status: pending, dataSet: describeStudy(study, context.transferSyntaxUID) });
        request.respond({ status: statuses.success });
        return;
      case studyRootGet:
        await deliver(options, request, found, (image) => request.store(image));
        return;
      default:
        await move(options, request, found, command.details?.MoveDestination ?? '');
    }
  } catch {
    request.respond({ status: statuses.processingFailure });
  }
}

async function move(
  options: PacsOptions,
  request: ServedRequest,
  found: readonly ArchivedStudy[],
  destination: string,
): Promise<void> {
  const place = options.destinations.get(destination);
  if (!place) {
    request.respond({ status: moveDestinationUnknown, comment: 'Move destination unknown' });
    return;
  }
  const association = await openAssociation({
    ...place,
    callingAeTitle: options.aeTitle,
    calledAeTitle: destination,
    contexts: [
      { abstractSyntax: storageSopClassUid('CTImageStorage'), transferSyntaxes: [ExplicitVRLittleEndian] },
    ],
  });
  await deliver(options, request, found, (image) => association.cStore(image));
  await association.release();
}

/** Sends image after image, each told as it goes. */
async function deliver(
  { imagesPerSecond }: PacsOptions,
  request: ServedRequest,
  found: readonly ArchivedStudy[],
  store: (image: StoreRequest) => Promise<StoreResponse>,
): Promise<void> {
  const counts = {
    remaining: found.reduce((sum, { imageCount }) => sum + imageCount, 0),
    completed: 0,
    failed: 0,
    warning: 0,
  };
  for (const study of found) {
    for (const image of study.images()) {
      if (request.isCancelled()) {
        request.respond({ status: statuses.cancel, counts });
        return;
      }
      const { status } = await store(image);
      counts.remaining -= 1;
      if (isDone(status)) counts.completed += 1;
      else counts.failed += 1;
      if (counts.remaining > 0) request.respond({ status: pending, counts: { ...counts } });
      if (imagesPerSecond) await new Promise((resolve) => setTimeout(resolve, 1000 / imagesPerSecond));
    }
  }
  request.respond({
    status: counts.failed > 0 ? someFailed : statuses.success,
    counts: { ...counts, remaining: 0 },
  });
}
