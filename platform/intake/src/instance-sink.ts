import { StoreFullError, type ContainerWriter, type RecordHeader } from '@liaison/blobs';
import { statuses, type CommandSet, type StoreSink, type StoreStatus } from '@liaison/dicom';

import { readInstanceHeader, type Refusal } from './instance-header.ts';

/** Where an instance goes, and who wants to know what became of it. */
export type InstanceHost = {
  /** The container of that study in this association. May throw what `createContainer` throws. */
  containerFor(StudyInstanceUID: string): ContainerWriter;
  stored(bytes: number): void;
  refused(refusal: Refusal): void;
  /** A disk failure: the container may be broken. */
  failed(writer: ContainerWriter | null, error: unknown): void;
};

export type InstanceLimits = {
  /** How much of a data set is held in memory until its identifiers are known. */
  readonly maxHeaderBytes: number;
  readonly maxInstanceBytes: number;
};

type Stage = 'header' | 'streaming' | 'refused';

/**
 * One C-STORE: the beginning of the data set is held until it says which study, series and instance it is; then it goes to
 * the container, and the rest follows as it comes. Once refused, the rest of the data set is let pass: the answer can only
 * be given after it (PS3.7 section 9.3.1).
 */
export class InstanceSink implements StoreSink {
  readonly #command: CommandSet;
  readonly #transferSyntaxUID: string;
  readonly #host: InstanceHost;
  readonly #limits: InstanceLimits;
  #stage: Stage = 'header';
  #held = Buffer.alloc(0);
  #heldLength = 0;
  #nextAttempt = 1;
  #bytes = 0;
  #writer: ContainerWriter | null = null;
  #refusal: Refusal | null = null;

  constructor(command: CommandSet, transferSyntaxUID: string, host: InstanceHost, limits: InstanceLimits) {
    this.#command = command;
    this.#transferSyntaxUID = transferSyntaxUID;
    this.#host = host;
    this.#limits = limits;
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

  end(): StoreStatus {
    if (this.#stage === 'header' && this.#tryHeader(this.#heldBytes(), true))
      this.#startWith(this.#heldBytes());
    if (this.#stage === 'streaming') {
      this.#guard((writer) => {
        writer.commit();
        this.#host.stored(this.#bytes);
      });
    }
    if (!this.#refusal) return { status: statuses.success };
    this.#host.refused(this.#refusal);
    return { status: this.#refusal.status, comment: this.#refusal.reason };
  }

  abort(): void {
    if (this.#stage === 'streaming') this.#guard((writer) => writer.abort());
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
    const reading = readInstanceHeader(bytes, this.#command, this.#transferSyntaxUID, isWhole);
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
      ? { status: statuses.outOfResources, reason: 'no room left' }
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
