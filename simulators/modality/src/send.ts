import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

import {
  ExplicitVRLittleEndian,
  isDone,
  openAssociation,
  readPart10,
  statuses,
  storageSopClassUid,
  type Association,
  type StoreRequest,
} from '@liaison/dicom';

import { makeStudy, type StudyOptions } from './study.ts';

/** Whom to send to, under which name, and how fast. */
export type Destination = {
  readonly host: string;
  readonly port: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** As fast as possible by default. */
  readonly imagesPerSecond?: number;
  readonly onProgress?: (progress: Progress) => void;
  /** Aborts the association; the promise then rejects with the signal's reason. */
  readonly signal?: AbortSignal;
};

export type Progress = {
  readonly sent: number;
  readonly refused: number;
  readonly total: number;
  /** Of the last image: its status (PS3.7 annex C). */
  readonly status: number;
};

export type Outcome = { readonly sent: number; readonly refused: number };

/**
 * Acquires a study and sends each image as soon as it is computed, by C-STORE on one association. An image that the
 * receiver refuses is counted, and the next one is sent. Rejects with `AssociationError` when the association fails.
 */
export async function sendStudy(
  options: StudyOptions & Destination,
): Promise<Outcome & { StudyInstanceUID: string }> {
  const association = await openAssociation({
    ...options,
    contexts: [
      { abstractSyntax: storageSopClassUid('CTImageStorage'), transferSyntaxes: [ExplicitVRLittleEndian] },
    ],
  });
  let StudyInstanceUID = '';
  let total = 0;
  const images = (function* (): Generator<StoreRequest> {
    for (const image of makeStudy(options)) {
      ({ StudyInstanceUID, total } = image);
      yield image;
    }
  })();
  const outcome = await sendAll(association, images, () => total, options);
  return { ...outcome, StudyInstanceUID };
}

/** Sends DICOM files as they are, one after the other. Rejects on a file that is not one (`DicomError`). */
export async function sendFiles(
  options: Destination & { readonly paths: readonly string[] },
): Promise<Outcome> {
  const kinds = new Map<string, Set<string>>();
  for (const path of options.paths) {
    const { SOPClassUID, transferSyntaxUID } = await readRequest(path);
    kinds.set(SOPClassUID, (kinds.get(SOPClassUID) ?? new Set()).add(transferSyntaxUID));
  }
  // One context for each pair: a context is accepted with one transfer syntax only.
  const contexts = [...kinds].flatMap(([abstractSyntax, syntaxes]) =>
    [...syntaxes].map((syntax) => ({ abstractSyntax, transferSyntaxes: [syntax] })),
  );
  const association = await openAssociation({ ...options, contexts });
  const requests = (async function* (): AsyncGenerator<StoreRequest> {
    for (const path of options.paths) yield await readRequest(path);
  })();
  return sendAll(association, requests, () => options.paths.length, options);
}

async function readRequest(path: string): Promise<StoreRequest> {
  const { meta, transferSyntaxUID, dataSetBytes } = readPart10(await readFile(path));
  return {
    SOPClassUID: meta.text('MediaStorageSOPClassUID') ?? '',
    SOPInstanceUID: meta.text('MediaStorageSOPInstanceUID') ?? '',
    transferSyntaxUID,
    dataSet: dataSetBytes,
  };
}

async function sendAll(
  association: Association,
  requests: Iterable<StoreRequest> | AsyncIterable<StoreRequest>,
  total: () => number,
  { signal, onProgress, imagesPerSecond }: Destination,
): Promise<Outcome> {
  const abort = (): void => association.abort();
  signal?.addEventListener('abort', abort, { once: true });
  const startedAt = performance.now();
  let sent = 0;
  let refused = 0;
  try {
    for await (const request of requests) {
      signal?.throwIfAborted();
      await keepPace(startedAt, sent + refused, imagesPerSecond, signal);
      const status = await store(association, request);
      if (isDone(status)) sent += 1;
      else refused += 1;
      onProgress?.({ sent, refused, total: total(), status });
    }
    await association.release();
    return { sent, refused };
  } catch (error) {
    signal?.throwIfAborted();
    association.abort();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** The receiver's status; that of a refused SOP class when no context was accepted for the image. */
async function store(association: Association, request: StoreRequest): Promise<number> {
  const isAccepted = association.contexts.some(
    (context) =>
      context.abstractSyntax === request.SOPClassUID &&
      context.transferSyntaxUID === request.transferSyntaxUID,
  );
  if (!isAccepted) return statuses.sopClassNotSupported;
  return (await association.cStore(request)).status;
}

/** Waits until image number `rank` (from 0) is due. */
async function keepPace(
  startedAt: number,
  rank: number,
  imagesPerSecond: number | undefined,
  signal: AbortSignal | undefined,
): Promise<void> {
  if (imagesPerSecond === undefined) return;
  const dueIn = startedAt + (rank * 1000) / imagesPerSecond - performance.now();
  if (dueIn > 0) await pause(dueIn, undefined, signal ? { signal } : {});
}
