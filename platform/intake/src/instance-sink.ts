import { StoreFullError, type ContainerWriter, type RecordHeader } from '@liaison/blobs';
import { findTransferSyntax, statuses, type StoreSink } from '@liaison/dicom';

import { readInstanceHeader, type Announced, type Refusal } from './instance-header.ts';

/** Where an instance goes, and who wants to know what became of it. */
export type InstanceHost = {
  /** The container of that study in this source. May throw what `createContainer` throws. */
  containerFor(StudyInstanceUID: string): ContainerWriter;
  /** A disk failure: the container may be broken. */
  failed(writer: ContainerWriter | null, error: unknown): void;
  /** The instance is over, whatever became of it. */
  over(): void;
};

/** Which instance is to come, as far as the sender said. */
export type Announcement = Announced & { readonly transferSyntaxUID: string };

/** What became of an instance: acknowledged (`status` 0, it is on the disk), or refused with a reason without values. */
export type Outcome = {
  readonly status: number;
  readonly comment?: string;
  /** Of a stored instance. */
  readonly header?: RecordHeader;
  /** Length of the data set, in bytes. */
  readonly bytes: number;
};

/** "Referenced transfer syntax not supported" of PS3.18 table I.2-2, in the range of C-STORE's "cannot understand". */
export const transferSyntaxNotSupported = 0xc122;

export type InstanceLimits = {
  /** How much of a data set is held in memory until its identifiers are known. */
  readonly maxHeaderBytes: number;
  readonly maxInstanceBytes: number;
};

type Stage = 'header' | 'streaming' | 'refused';

/**
 * One instance: the beginning of the data set is held until it says which study, series and instance it is; then it goes to
 * the container, and the rest follows as it comes. Once refused, the rest of the data set is let pass: to a C-STORE the
 * answer can only be given after it (PS3.7 section 9.3.1).
 */
export class InstanceSink implements StoreSink {
  readonly #announcement: Announcement;
  readonly #host: InstanceHost;
  readonly #limits: InstanceLimits;
  #stage: Stage = 'header';
  #held = Buffer.alloc(0);
  #heldLength = 0;
  #nextAttempt = 1;
  #bytes = 0;
  #writer: ContainerWriter | null = null;
  #header: RecordHeader | null = null;
  #refusal: Refusal | null = null;

  constructor(announcement: Announcement, host: InstanceHost, limits: InstanceLimits) {
    this.#announcement = announcement;
    this.#host = host;
    this.#limits = limits;
    if (findTransferSyntax(announcement.transferSyntaxUID)) return;
    this.#refuse({ status: transferSyntaxNotSupported, reason: 'a transfer syntax that is not stored here' });
  }

  /** Whether the instance is refused already: what is left of it need not come. */
  get isRefused(): boolean {
    return this.#refusal !== null;
  }

  write(chunk: Buffer): void {
    if (this.#stage === 'refused') return;
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limits.maxInstanceBytes) {
      this.#refuse({ status: statuses.outOfResources, reason: 'longer than what one instance may be' });
      return;
    }
    if (this.#stage === 'streaming') this.#guard((writer) => writer.write(chunk));
    else if (this.#heldLength === 0 && this.#tryHeader(chunk, false)) this.#startWith(chunk);
    else this.#hold(chunk);
  }

  end(): Outcome {
    if (this.#stage === 'header' && this.#tryHeader(this.#heldBytes(), true))
      this.#startWith(this.#heldBytes());
    if (this.#stage === 'header')
      this.#refuse({ status: statuses.cannotUnderstand, reason: 'ends before its identifiers' });
    if (this.#stage === 'streaming') this.#guard((writer) => writer.commit());
    this.#host.over();
    const bytes = this.#bytes;
    if (this.#refusal) return { status: this.#refusal.status, comment: this.#refusal.reason, bytes };
    return { status: statuses.success, bytes, ...(this.#header ? { header: this.#header } : {}) };
  }

  abort(): void {
    if (this.#stage === 'streaming') this.#guard((writer) => writer.abort());
    this.#host.over();
  }

  #heldBytes(): Buffer {
    return this.#held.subarray(0, this.#heldLength);
  }

  #hold(chunk: Buffer): void {
    if (this.#stage !== 'header') return;
    if (this.#heldLength + chunk.length > this.#held.length) {
      const grown = Buffer.allocUnsafe(Math.max(64 * 1024, (this.#heldLength + chunk.length) * 2));
      this.#held.copy(grown, 0, 0, this.#heldLength);
      this.#held = grown;
    }
    chunk.copy(this.#held, this.#heldLength);
    this.#heldLength += chunk.length;
    if (this.#heldLength < this.#nextAttempt) return;
    if (this.#tryHeader(this.#heldBytes(), false)) this.#startWith(this.#heldBytes());
  }

  /** Whether `bytes` were enough to open the record. If not, the instance is refused, or more is awaited. */
  #tryHeader(bytes: Buffer, isWhole: boolean): boolean {
    const reading = readInstanceHeader(
      bytes,
      this.#announcement,
      this.#announcement.transferSyntaxUID,
      isWhole,
    );
    if (reading.kind === 'header') return this.#open(reading.header);
    if (reading.kind === 'refused') this.#refuse(reading.refusal);
    else this.#await(reading.neededBytes, bytes.length);
    return false;
  }

  /** Half as much again, at least: a data set that comes byte by byte must not be read once for each byte. */
  #await(neededBytes: number, heldBytes: number): void {
    if (neededBytes > this.#limits.maxHeaderBytes) {
      this.#refuse({ status: statuses.cannotUnderstand, reason: 'too long before its identifiers' });
      return;
    }
    this.#nextAttempt = Math.min(
      Math.max(neededBytes, Math.ceil(heldBytes * 1.5)),
      this.#limits.maxHeaderBytes,
    );
  }

  #open(header: RecordHeader): boolean {
    try {
      const writer = this.#host.containerFor(header.StudyInstanceUID);
      this.#writer = writer;
      writer.begin(header);
      this.#header = header;
      this.#stage = 'streaming';
      return true;
    } catch (error) {
      this.#diskFailed(error);
      return false;
    }
  }

  #startWith(bytes: Buffer): void {
    this.#guard((writer) => writer.write(bytes));
    this.#held = Buffer.alloc(0);
    this.#heldLength = 0;
  }

  #guard(act: (writer: ContainerWriter) => void): void {
    if (!this.#writer) return;
    try {
      act(this.#writer);
    } catch (error) {
      this.#diskFailed(error);
    }
  }

  #diskFailed(error: unknown): void {
    this.#host.failed(this.#writer, error);
    const isFull = error instanceof StoreFullError;
    this.#writer = null;
    this.#stage = 'refused';
    this.#refusal = isFull
      ? { status: statuses.outOfResources, reason: 'the disk is full or takes nothing for now' }
      : { status: statuses.processingFailure, reason: 'storage failure' };
  }

  #refuse(refusal: Refusal): void {
    if (this.#stage === 'streaming') this.#guard((writer) => writer.abort());
    this.#writer = null;
    this.#stage = 'refused';
    this.#refusal ??= refusal;
    this.#held = Buffer.alloc(0);
    this.#heldLength = 0;
  }
}
