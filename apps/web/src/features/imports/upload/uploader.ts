import type { PieceResult, RefusalCode } from '@liaison/imports/contract';
import type { SourceEntry } from '../reading/entry.ts';
import { piecesOf, UnreadableFileError, type Piece } from './piece-source.ts';
import { sendPieces, UploadInterruptedError } from './send-pieces.ts';

/** One file to send, by its position in the list of its source. */
export type Outgoing = {
  readonly position: number;
  readonly entry: SourceEntry;
  readonly receivedBytes: number;
};

/** What an upload is waiting for, when it is: the network, or room on the platform's disk. */
export type Hindrance = 'network' | 'room' | null;

export type UploadReport = {
  stored(entry: SourceEntry): void;
  refused(entry: SourceEntry, code: RefusalCode | 'unreadable-here'): void;
  hindered(by: Hindrance): void;
};

export type UploadOptions = {
  importId: string;
  files: readonly Outgoing[];
  report: UploadReport;
  signal: AbortSignal;
  /** Waits while the user has paused; settles at once otherwise. */
  whileRunning(): Promise<void>;
  send?: typeof sendPieces;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
};

/** Requests under way at once: enough to hide a long way, few enough to leave the browser's connections to the pages. */
const lanes = 3;
/** A body is as long as what passes in about this time, so that a cut costs little and a request never times out. */
const bodyMs = 4000;
const firstBodyBytes = 1024 * 1024;
const fewestBodyBytes = 128 * 1024;
const mostBodyBytes = 16 * 1024 * 1024;
const mostPieces = 500;
const mostTries = 4;
/** A drive may read a sector at its third try. */
const mostReads = 3;
/** So many files one after the other that none of it could read: the medium is gone, and waiting for each would be vain. */
const mostLost = 5;

/** Sends files until each is stored or refused. Throws `UploadRefusedError`, or what the signal aborts with. */
export async function upload(options: UploadOptions): Promise<void> {
  const run = new UploadRun(options);
  await Promise.all(Array.from({ length: lanes }, () => run.lane()));
}

/** `givenBytes`: how much of the file the pieces so far tell of. */
type Carried = { file: Outgoing; pieces: AsyncGenerator<Piece>; givenBytes: number; tries: number };

class UploadRun {
  readonly #options: UploadOptions;
  readonly #files: Iterator<Outgoing>;
  #bodyBytes = firstBodyBytes;
  /** Files that could not be read since the last one that could. */
  #lostCount = 0;

  constructor(options: UploadOptions) {
    this.#options = options;
    this.#files = options.files.values();
  }

  /** One request after the other. A file that spans several stays in its lane: its pieces must come in order. */
  async lane(): Promise<void> {
    let carried: Carried | null = null;
    for (;;) {
      await this.#options.whileRunning();
      this.#options.signal.throwIfAborted();
      const { pieces, openFile, files } = await this.#fill(carried);
      if (pieces.length === 0) return;
      const results = await this.#deliver(pieces);
      carried = await this.#settle(results, files, openFile);
    }
  }

  /** Pieces for one body: those of the file under way, then of the next ones. */
  async #fill(carried: Carried | null) {
    const pieces: Piece[] = [];
    const files = new Map<number, Carried>();
    let current = carried;
    let bytes = 0;
    while (bytes < this.#bodyBytes && pieces.length < mostPieces) {
      current ??= this.#next();
      if (!current) break;
      files.set(current.file.position, current);
      const piece = await this.#read(current);
      if (piece) {
        pieces.push(piece);
        bytes += piece.bytes.length;
        const isLast = piece.header.offset + piece.header.pieceBytes === piece.header.fileBytes;
        if (!isLast) continue;
      } else files.delete(current.file.position);
      current = null;
    }
    return { pieces, files, openFile: current };
  }

  #next(): Carried | null {
    const next = this.#files.next();
    if (next.done) return null;
    return this.#carry(next.value, next.value.receivedBytes, 0);
  }

  #carry(file: Outgoing, receivedBytes: number, tries: number): Carried {
    const pieces = piecesOf(file.entry, file.position, receivedBytes);
    return { file, tries, pieces, givenBytes: receivedBytes };
  }

  /** The next piece; null where the file cannot be read, tried again too, which is told: the others go on without it. */
  async #read(carried: Carried): Promise<Piece | null> {
    for (let reads = 1; ; reads += 1) {
      try {
        const piece = await nextPiece(carried);
        this.#lostCount = 0;
        return piece;
      } catch (error) {
        if (!(error instanceof UnreadableFileError)) throw error;
        if (reads >= mostReads || this.#lostCount >= mostLost) {
          this.#lostCount += 1;
          this.#options.report.refused(carried.file.entry, 'unreadable-here');
          return null;
        }
        await this.#wait(reads - 1);
        const { entry, position } = carried.file;
        carried.pieces = piecesOf(entry, position, carried.givenBytes);
      }
    }
  }

  /** Until it has an answer: what was stored of a body that was cut is stored once more, which changes nothing. */
  async #deliver(pieces: readonly Piece[]): Promise<PieceResult[]> {
    const { importId, signal, report, send = sendPieces } = this.#options;
    for (let failures = 0; ; failures += 1) {
      const start = performance.now();
      try {
        const results = await send(importId, pieces, signal);
        this.#adapt(pieces, performance.now() - start);
        report.hindered(results.some(({ state }) => state === 'put-off') ? 'room' : null);
        return results;
      } catch (error) {
        if (!(error instanceof UploadInterruptedError)) throw error;
        report.hindered('network');
        this.#bodyBytes = Math.max(fewestBodyBytes, this.#bodyBytes / 2);
        await this.#wait(failures);
        await this.#options.whileRunning();
      }
    }
  }

  #adapt(pieces: readonly Piece[], tookMs: number): void {
    const bytes = pieces.reduce((sum, piece) => sum + piece.bytes.length, 0);
    const wanted = (bytes / Math.max(1, tookMs)) * bodyMs;
    this.#bodyBytes = Math.max(fewestBodyBytes, Math.min(mostBodyBytes, (this.#bodyBytes + wanted) / 2));
  }

  #wait(failures: number): Promise<void> {
    const { wait = waitOrOnline, signal } = this.#options;
    return wait(Math.min(15_000, 500 * 2 ** failures), signal);
  }

  /** Tells what became of each file; gives what the lane goes on with. */
  async #settle(
    results: readonly PieceResult[],
    files: ReadonlyMap<number, Carried>,
    openFile: Carried | null,
  ): Promise<Carried | null> {
    const again: Carried[] = [];
    let next = openFile;
    // Of several pieces of one file, the last answer counts.
    const last = new Map(results.map((result) => [result.position, result]));
    for (const [position, carried] of files) {
      const result = last.get(position);
      if (!result) continue;
      const outcome = this.#judge(carried, result, carried === openFile);
      if (outcome === 'goes-on') continue;
      if (carried === openFile) next = null;
      if (outcome !== 'over') again.push(outcome);
    }
    for (const carried of again) await this.#sendAlone(carried);
    return next;
  }

  #judge(carried: Carried, result: PieceResult, isOpen: boolean): Carried | 'over' | 'goes-on' {
    const { file, tries } = carried;
    const { report } = this.#options;
    if (result.state === 'stored') report.stored(file.entry);
    else if (result.state === 'refused') report.refused(file.entry, result.code ?? 'unreadable');
    else if (result.state === 'partial' && isOpen) return 'goes-on';
    else if (result.state === 'put-off' || tries < mostTries)
      return this.#carry(file, result.state === 'partial' ? result.receivedBytes : 0, tries + 1);
    else report.refused(file.entry, 'unreadable-here');
    return 'over';
  }

  /** A file that came damaged, in disorder, or found no room: once more, after a while. */
  async #sendAlone(carried: Carried): Promise<void> {
    let current: Carried | null = carried;
    await this.#wait(carried.tries);
    while (current) {
      await this.#options.whileRunning();
      this.#options.signal.throwIfAborted();
      const piece: Piece | null = await this.#read(current);
      if (!piece) return;
      const results = await this.#deliver([piece]);
      const isLast = piece.header.offset + piece.header.pieceBytes === piece.header.fileBytes;
      current = await this.#settle(
        results,
        new Map([[current.file.position, current]]),
        isLast ? null : current,
      );
    }
  }
}

async function nextPiece(carried: Carried): Promise<Piece> {
  const next = await carried.pieces.next();
  if (next.done) throw new UnreadableFileError();
  const { offset, pieceBytes } = next.value.header;
  carried.givenBytes = offset + pieceBytes;
  return next.value;
}

/** A while, or less where the browser says that the network is back. */
function waitOrOnline(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const stop = new AbortController();
    const end = () => {
      stop.abort();
      clearTimeout(timer);
      resolve();
    };
    const timer = setTimeout(end, ms);
    addEventListener('online', end, { signal: stop.signal });
    signal.addEventListener('abort', end, { signal: stop.signal });
  });
}
