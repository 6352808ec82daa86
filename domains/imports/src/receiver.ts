import { crc32 } from 'node:zlib';
import { statuses } from '@liaison/dicom';
import {
  defaultInstanceLimits,
  hasSpareRoom,
  intakeSlots,
  openIntake,
  storePart10,
  transferSyntaxNotSupported,
  type Intake,
  type Outcome,
} from '@liaison/intake';
import type { PieceHeader, PieceResult, RefusalCode } from './contract.ts';
import type { Spool } from './spool.ts';
import type { SettledFile } from './store.ts';

/** Where an import comes from, for its containers. */
export type ImportOrigin = { importId: string; structureId: string; remoteAddress: string };

export type ReceiverOptions = {
  storeRoot: string;
  node: string;
  spool: Spool;
  /** Containers of an import that sends nothing for this long are closed; its next file opens others. */
  idleMs?: number;
  maxInstanceBytes?: number;
  onUnclosed(path: string, error: unknown): void;
  onFailure(error: unknown): void;
};

/** What became of a piece, and the row to keep where its file is settled. */
export type Received = { result: PieceResult; settled: SettledFile | null };

/** Takes the pieces of every import under way into containers, one file of an import after the other. */
export type ImportReceiver = {
  take(origin: ImportOrigin, header: PieceHeader, piece: Buffer): Promise<Received>;
  /** No more of this import is to come: closes its containers. */
  over(importId: string): Promise<void>;
  close(): Promise<void>;
};

type Source = { intake: Intake; last: Promise<unknown>; timer: NodeJS.Timeout | undefined };

export function openReceiver(options: ReceiverOptions): ImportReceiver {
  const sources = new Map<string, Source>();
  const { idleMs = 15_000, maxInstanceBytes = defaultInstanceLimits.maxInstanceBytes } = options;

  function sourceOf(origin: ImportOrigin): Source {
    const known = sources.get(origin.importId);
    if (known) return known;
    const intake = openIntake({
      storeRoot: options.storeRoot,
      origin: {
        node: options.node,
        slot: intakeSlots.web,
        callingAeTitle: 'IMPORT',
        calledAeTitle: 'LIAISON',
        remoteAddress: origin.remoteAddress,
        structureId: origin.structureId,
      },
      limits: { maxInstanceBytes },
      onUnclosed: options.onUnclosed,
      onFailure: options.onFailure,
    });
    const made: Source = { intake, last: Promise.resolve(), timer: undefined };
    sources.set(origin.importId, made);
    return made;
  }

  function closeOne(importId: string): void {
    const source = sources.get(importId);
    if (!source) return;
    sources.delete(importId);
    clearTimeout(source.timer);
    source.intake.closeAll();
  }

  /** Bodies under way may go on giving: nothing is closed while one of their files is taken. */
  async function closeAtRest(importId: string): Promise<void> {
    const source = sources.get(importId);
    if (!source) return;
    for (let seen: unknown; seen !== source.last;) {
      seen = source.last;
      await seen;
    }
    if (sources.get(importId) === source) closeOne(importId);
  }

  /** One after the other: an intake takes one instance at a time. */
  function inTurn<Value>(origin: ImportOrigin, work: (intake: Intake) => Promise<Value>): Promise<Value> {
    const source = sourceOf(origin);
    clearTimeout(source.timer);
    const done = source.last.then(() => work(source.intake));
    const settled = done.catch(() => undefined);
    source.last = settled;
    void settled.then(() => {
      if (source.last !== settled || sources.get(origin.importId) !== source) return;
      source.timer = setTimeout(() => closeOne(origin.importId), idleMs);
      source.timer.unref();
    });
    return done;
  }

  const store = (origin: ImportOrigin, header: PieceHeader, pieces: AsyncIterable<Buffer> | Buffer) =>
    inTurn(origin, async (intake) => judge(header, await storePart10(intake, pieces), maxInstanceBytes));

  /** Null: the disk takes nothing for now. */
  function append(
    { importId }: ImportOrigin,
    { position, offset }: PieceHeader,
    piece: Buffer,
  ): number | null {
    try {
      return options.spool.append(importId, position, offset, piece);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error)) throw error;
      options.onFailure(error);
      return null;
    }
  }

  async function takeLong(origin: ImportOrigin, header: PieceHeader, piece: Buffer): Promise<Received> {
    const { position, fileBytes } = header;
    const { importId } = origin;
    const receivedBytes = append(origin, header, piece);
    if (receivedBytes === null) return unsettled(header, 'put-off', 0);
    if (receivedBytes < fileBytes) return unsettled(header, 'partial', receivedBytes);
    try {
      const received = await store(origin, header, checked(options.spool.read(importId, position), header));
      // Put off: the whole file is here, and its last piece will be sent again.
      if (received.result.state !== 'put-off') options.spool.drop(importId, position);
      return received;
    } catch (error) {
      if (!(error instanceof DamagedError)) throw error;
      options.spool.drop(importId, position);
      return unsettled(header, 'damaged', 0);
    }
  }

  return {
    async take(origin, header, piece) {
      if (crc32(piece) !== header.pieceCrc32) return unsettled(header, 'damaged', header.offset);
      if (header.fileBytes > maxInstanceBytes + 1024 * 1024) return refused(header, 'too-long');
      // A long file lies in both places for a while.
      const isRoom = [options.storeRoot, options.spool.root].every((root) =>
        hasSpareRoom(root, header.fileBytes),
      );
      if (!isRoom) return unsettled(header, 'put-off', 0);
      const isWhole = header.pieceBytes === header.fileBytes;
      return isWhole ? store(origin, header, piece) : takeLong(origin, header, piece);
    },
    over: closeAtRest,
    async close() {
      await Promise.all([...sources.keys()].map(closeAtRest));
    },
  };
}

/** A piece of a file that was settled before: nothing is stored twice, and other bytes are not believed to be stored. */
export function repeated(header: PieceHeader, known: SettledFile): Received {
  const isLast = header.offset + header.pieceBytes === header.fileBytes;
  const isSame = header.fileBytes === known.bytes && (!isLast || header.fileCrc32 === known.crc32);
  if (!isSame) return unsettled(header, 'damaged', 0);
  return { ...settledAs(header, known.refusal), settled: null };
}

class DamagedError extends Error {}

/** The bytes, whose digest is checked before the last of them is believed. */
async function* checked(pieces: AsyncIterable<Buffer>, header: PieceHeader): AsyncGenerator<Buffer> {
  let crc = 0;
  for await (const piece of pieces) {
    crc = crc32(piece, crc);
    yield piece;
  }
  if (crc !== header.fileCrc32) throw new DamagedError();
}

function judge(header: PieceHeader, outcome: Outcome, maxInstanceBytes: number): Received {
  if (outcome.status === statuses.success) return settledAs(header, null);
  const code = refusalOf(outcome, maxInstanceBytes);
  return code ? refused(header, code) : unsettled(header, 'put-off', 0);
}

/** Null: the disk's trouble, which may pass. */
function refusalOf({ status, comment, bytes }: Outcome, maxInstanceBytes: number): RefusalCode | null {
  if (status === transferSyntaxNotSupported) return 'transfer-syntax';
  if (status === statuses.dataSetMismatch) return 'no-identifiers';
  if (status === statuses.outOfResources) return bytes > maxInstanceBytes ? 'too-long' : null;
  if (status !== statuses.cannotUnderstand) return null;
  if (comment === 'not a DICOM file') return 'not-dicom';
  return comment?.startsWith('the directory of a medium') ? 'dicomdir' : 'unreadable';
}

function refused(header: PieceHeader, code: RefusalCode): Received {
  return settledAs(header, code);
}

function settledAs(header: PieceHeader, refusal: RefusalCode | null): Received {
  const { position, fileBytes, fileCrc32 } = header;
  return {
    result: { position, state: refusal ? 'refused' : 'stored', code: refusal, receivedBytes: fileBytes },
    settled: { position, bytes: fileBytes, crc32: fileCrc32, refusal },
  };
}

function unsettled(
  { position }: PieceHeader,
  state: 'partial' | 'damaged' | 'put-off',
  receivedBytes: number,
): Received {
  return { result: { position, state, code: null, receivedBytes }, settled: null };
}
