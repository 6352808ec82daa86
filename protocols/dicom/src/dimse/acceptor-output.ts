import type { AssociationError, DataSetSource } from './association.ts';
import { DicomError } from '../error.ts';
import { announcedPduLength } from '../upper-layer/pdu.ts';
import { sendDataSet } from './send-data-set.ts';
import type { Transport } from './served-association.ts';
import { batchesOf } from './socket-transport.ts';
import { writeDataPdus } from '../upper-layer/write-pdu.ts';

/** Past this, whoever sends much waits until the peer has taken some. */
const highWater = 256 * 1024;
/** Answers to a peer that reads nothing may not pile up past this. */
const maxPendingBytes = 1024 * 1024;
/** The same while matches or objects are sent, whose sender may look at `drained` now and then only. */
const maxServedBytes = 16 * 1024 * 1024;

/** What an acceptor writes: one message after the other, an image that is sent in pieces holding responses back. */
export class AcceptorOutput {
  maxPduLength: number = announcedPduLength;
  readonly #transport: Transport;
  readonly #step: () => void;
  #held: Buffer[] = [];
  #heldBytes = 0;
  /** Whether a request of ours is being written: its answer is not due yet. */
  isSending = false;
  #writtenBytes = 0;
  #failure: AssociationError | null = null;
  #drainWaiters: (() => void)[] = [];
  readonly #writers = new Set<() => void>();

  /** `step`: takes a P-DATA request through the state table. */
  constructor(transport: Transport, step: () => void) {
    this.#transport = transport;
    this.#step = step;
  }

  respond(contextId: number, command: Buffer, dataSet: Uint8Array | null): void {
    const parts = writeDataPdus({ contextId, isCommand: true }, command, this.maxPduLength);
    if (dataSet) parts.push(...writeDataPdus({ contextId, isCommand: false }, dataSet, this.maxPduLength));
    const bytes = Buffer.concat(parts);
    if (this.isSending) {
      this.#held.push(bytes);
      this.#heldBytes += bytes.length;
    } else this.#write(bytes);
  }

  /** What the peer has taken so far. */
  get leftBytes(): number {
    return this.#writtenBytes - this.#transport.pendingBytes();
  }

  /** Throws `DicomError` (`limit`) when the peer takes nothing of what it is sent. */
  checkPending(isServing: boolean): void {
    const limit = isServing ? maxServedBytes : maxPendingBytes;
    if (this.#transport.pendingBytes() + this.#heldBytes > limit)
      throw new DicomError('limit', 'the peer reads no answers');
  }

  /** A request of ours, its data set in pieces or not; one at a time. */
  async request(contextId: number, command: Buffer, dataSet: DataSetSource): Promise<void> {
    const before = writeDataPdus({ contextId, isCommand: true }, command, this.maxPduLength);
    try {
      await sendDataSet({ contextId, maxPduLength: this.maxPduLength, before, dataSet }, (pdus) => {
        this.isSending = true;
        return this.#writeBatches(pdus);
      });
    } finally {
      this.isSending = false;
      for (const bytes of this.#held.splice(0)) this.#write(bytes);
      this.#heldBytes = 0;
    }
  }

  async #writeBatches(pdus: readonly Uint8Array[]): Promise<void> {
    for (const batch of batchesOf(pdus)) {
      await this.drained();
      this.#step();
      for (const part of batch) this.#writtenBytes += part.length;
      await new Promise<void>((resolve) => {
        this.#writers.add(resolve);
        this.#transport.writeTogether(batch, () => {
          this.#writers.delete(resolve);
          resolve();
        });
      });
      if (this.#failure) throw this.#failure;
    }
  }

  #write(bytes: Buffer): void {
    if (this.#failure) return;
    this.#step();
    this.#writtenBytes += bytes.length;
    this.#transport.write(bytes);
  }

  async drained(): Promise<void> {
    while (!this.#failure && this.#transport.pendingBytes() > highWater)
      await new Promise<void>((resolve) => this.#drainWaiters.push(resolve));
    if (this.#failure) throw this.#failure;
  }

  transportDrained(): void {
    for (const wake of this.#drainWaiters.splice(0)) wake();
  }

  fail(error: AssociationError): void {
    this.#failure = error;
    this.#held = [];
    this.transportDrained();
    for (const wake of this.#writers) wake();
  }
}
