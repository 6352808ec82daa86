import {
  UnsentError,
  type AcceptedContext,
  type AssociationError,
  type DataSetSource,
} from './association.ts';
import { commandFields, noDataSet, withDataSet, writeCommandSet, type CommandSet } from './command-set.ts';
import { DicomError } from '../error.ts';
import { Operation } from './operation.ts';
import { announcedPduLength } from '../upper-layer/pdu.ts';
import type { RequestorLink } from './requestor-link.ts';
import { sendDataSet } from './send-data-set.ts';
import type { KeywordValues } from '../data-set/write-data-set.ts';
import { writeDataPdus } from '../upper-layer/write-pdu.ts';

/** A request to make: its context, and the fields of its command that are its own. */
export type Invocation = {
  readonly context: AcceptedContext;
  readonly fields: KeywordValues & { CommandField: number };
};

/** Answers of ours that the peer does not take may not pile up past this. */
const maxWaitingAnswers = 256;

/** What a requestor writes, one message after the other, and its requests that wait for an answer. */
export class RequestorOperations {
  /** Longest P-DATA-TF that is sent. */
  maxPduLength: number = announcedPduLength;
  /** Requests that may be under way at once. */
  most = 1;
  readonly #link: RequestorLink;
  readonly #timeoutMs: number;
  readonly #underWay = new Map<number, Operation>();
  readonly #slotWaiters: (() => void)[] = [];
  #usedSlots = 0;
  #messageId = 0;
  #writing: Promise<unknown> = Promise.resolve();
  #waitingAnswers = 0;

  /** `timeoutMs`: for each response to come. */
  constructor(link: RequestorLink, timeoutMs: number) {
    this.#link = link;
    this.#timeoutMs = timeoutMs;
  }

  /** Sends a request, once those before it leave room. */
  async begin({ context, fields }: Invocation, dataSet: DataSetSource | null): Promise<Operation> {
    await this.#takeSlot();
    const operation = this.#open(fields.CommandField);
    const command = writeCommandSet({
      ...fields,
      MessageID: operation.messageId,
      CommandDataSetType: dataSet ? withDataSet : noDataSet,
    });
    try {
      await this.#inTurn(() => this.#send(context.id, command, dataSet));
    } catch (error) {
      if (error instanceof UnsentError) operation.withdraw();
      throw error;
    }
    operation.expect();
    return operation;
  }

  /** The request that a response is to. Throws `DicomError` where there is none. */
  answeredBy(command: CommandSet): Operation {
    const operation = this.#underWay.get(command.MessageIDBeingRespondedTo ?? -1);
    if (!operation || command.CommandField !== (operation.commandField | 0x8000))
      throw new DicomError('malformed', 'a response to nothing that was asked');
    return operation;
  }

  /** Answers a request of the peer, after what is being written. Throws `DicomError` (`limit`) when it takes no answers. */
  answer(contextId: number, command: Buffer): void {
    this.#waitingAnswers += 1;
    if (this.#waitingAnswers > maxWaitingAnswers) throw new DicomError('limit', 'the peer reads no answers');
    // A failure of the connection reaches those who wait by `fail`.
    void this.#say(contextId, command)
      .catch(() => undefined)
      .then(() => (this.#waitingAnswers -= 1));
  }

  cancel(operation: Operation, contextId: number): void {
    if (operation.isFinal) return;
    const command = writeCommandSet({
      CommandField: commandFields.cCancelRq,
      MessageIDBeingRespondedTo: operation.messageId,
      CommandDataSetType: noDataSet,
    });
    void this.#say(contextId, command).catch(() => undefined);
  }

  /** Once everything is answered. */
  async release(): Promise<void> {
    for (let slot = 0; slot < this.most; slot += 1) await this.#takeSlot();
    await this.#inTurn(() => this.#link.release());
  }

  /** The association is over. */
  fail(error: AssociationError): void {
    for (const operation of this.#underWay.values()) operation.fail(error);
  }

  #open(commandField: number): Operation {
    do this.#messageId = (this.#messageId % 0xffff) + 1;
    while (this.#underWay.has(this.#messageId));
    const messageId = this.#messageId;
    const operation = new Operation(messageId, commandField, {
      timeoutMs: this.#timeoutMs,
      lastSignAt: () => (commandField === commandFields.cGetRq ? this.#link.lastHeardAt : 0),
      isPaused: () => this.#link.isPaused,
      pause: (isPaused) => this.#link.pause(isPaused),
      expire: (timeoutMs) => this.#link.expire('no response', timeoutMs),
      finished: () => {
        this.#underWay.delete(messageId);
        this.#freeSlot();
      },
    });
    this.#underWay.set(messageId, operation);
    return operation;
  }

  /** A data set that cannot be read to its end leaves half a message behind: the association cannot go on. */
  async #send(contextId: number, command: Buffer, dataSet: DataSetSource | null): Promise<void> {
    const { maxPduLength } = this;
    const before = writeDataPdus({ contextId, isCommand: true }, command, maxPduLength);
    try {
      if (!dataSet) await this.#link.write(before);
      else await sendDataSet({ contextId, maxPduLength, before, dataSet }, (pdus) => this.#link.write(pdus));
    } catch (error) {
      if (!(error instanceof UnsentError)) this.#link.abort();
      throw error;
    }
  }

  #say(contextId: number, command: Buffer): Promise<void> {
    const pdus = writeDataPdus({ contextId, isCommand: true }, command, this.maxPduLength);
    return this.#inTurn(() => this.#link.write(pdus));
  }

  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = this.#writing.then(() => {
      if (this.#link.failure) throw this.#link.failure;
      return act();
    });
    this.#writing = turn.catch(() => undefined);
    return turn;
  }

  async #takeSlot(): Promise<void> {
    if (this.#link.failure) throw this.#link.failure;
    if (this.#usedSlots < this.most) this.#usedSlots += 1;
    else await new Promise<void>((resolve) => this.#slotWaiters.push(resolve));
    if (!this.#link.failure) return;
    this.#freeSlot();
    throw this.#link.failure;
  }

  /** The slot goes to the first who waits. */
  #freeSlot(): void {
    const next = this.#slotWaiters.shift();
    if (next) next();
    else this.#usedSlots -= 1;
  }
}
