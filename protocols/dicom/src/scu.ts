import { connect, type Socket } from 'node:net';

import {
  AssociationError,
  type AcceptedContext,
  type Association,
  type AssociationOptions,
  type StoreRequest,
  type StoreResponse,
} from './association.ts';
import { commandFields, noDataSet, writeCommandSet, type CommandSet } from './command-set.ts';
import { DicomError } from './error.ts';
import { MessageReader } from './messages.ts';
import {
  abortReasons,
  abortSources,
  announcedPduLength,
  describeRejection,
  pduTypes,
  type AssociateAc,
  type ProposedContext,
} from './pdu.ts';
import { createPduReader } from './pdu-reader.ts';
import { readAbort, readAssociateAc, readAssociateRj } from './read-pdu.ts';
import {
  applicationContextName,
  implementationClassUid,
  implementationVersionName,
  verificationSopClass,
} from './uid.ts';
import { pduEvents, transition, type Event, type State } from './upper-layer.ts';
import { writeAbort, writeAssociateRq, writeDataPdus, writeReleaseRp, writeReleaseRq } from './write-pdu.ts';

/** Opens an association (PS3.7 annex D, PS3.8 section 9). */
export async function openAssociation(options: AssociationOptions): Promise<Association> {
  const requestor = new Requestor(options);
  await requestor.open();
  return requestor;
}

type Waiter = { resolve(command: CommandSet | null): void; reject(error: Error): void };

/** Bytes handed to the kernel at once. */
const batchBytes = 1024 * 1024;

class Requestor implements Association {
  contexts: readonly AcceptedContext[] = [];
  maxPduLength: number;
  readonly #options: AssociationOptions;
  readonly #proposed: readonly ProposedContext[];
  readonly #socket: Socket;
  readonly #messages: MessageReader;
  #state: State = 'Sta4';
  #messageId = 0;
  #waiter: Waiter | null = null;
  #failure: AssociationError | null = null;
  #queue: Promise<unknown> = Promise.resolve();
  readonly #drainWaiters: (() => void)[] = [];

  constructor(options: AssociationOptions) {
    this.#options = options;
    this.maxPduLength = options.maxPduLength ?? announcedPduLength;
    this.#proposed = options.contexts.map((context, index) => ({ id: index * 2 + 1, ...context }));
    this.#messages = new MessageReader({
      command: (command) => this.#takeResponse(command),
      dataSet: () => {
        throw new DicomError('unsupported', 'a response with a data set');
      },
      dataSetEnd: () => {
        throw new DicomError('unsupported', 'a response with a data set');
      },
    });
    // Without it, the end of each image waits for the peer's delayed acknowledgement.
    this.#socket = connect({ host: options.host, port: options.port, noDelay: true });
    this.#listen();
  }

  #listen(): void {
    const reader = createPduReader({
      begin: (type) => this.#step(pduEvents[type] ?? 'invalid PDU'),
      whole: (type, body) => this.#takePdu(type, body),
      value: (contextId, flags, bytes, ends) => this.#messages.take(contextId, flags, bytes, ends),
    });
    this.#socket.on('connect', () => this.#connected());
    this.#socket.on('data', (chunk: Buffer) => {
      try {
        reader.receive(chunk);
      } catch (error) {
        this.#step('invalid PDU');
        this.#fail(
          new AssociationError('protocol', error instanceof Error ? error.message : 'unreadable bytes'),
        );
      }
    });
    this.#socket.on('drain', () => this.#wakeDrained());
    this.#socket.on('error', (error) => this.#fail(new AssociationError('unreachable', error.message)));
    this.#socket.on('close', () => {
      this.#step('transport closed');
      this.#fail(new AssociationError('closed', 'the peer closed the connection'));
    });
  }

  async open(): Promise<void> {
    await this.#answer(this.#options.connectTimeoutMs ?? 10_000);
  }

  #connected(): void {
    this.#step('transport confirm');
    const request = writeAssociateRq({
      protocolVersion: 1,
      calledAeTitle: this.#options.calledAeTitle,
      callingAeTitle: this.#options.callingAeTitle,
      applicationContext: applicationContextName,
      contexts: this.#proposed,
      userInformation: {
        maxPduLength: announcedPduLength,
        implementationClassUID: implementationClassUid,
        implementationVersionName,
        roleSelections: [],
      },
    });
    this.#socket.write(request);
  }

  #takePdu(type: number, body: Buffer): void {
    switch (type) {
      case pduTypes.associateAc:
        this.#accepted(readAssociateAc(body));
        return;
      case pduTypes.associateRj: {
        const rejection = readAssociateRj(body);
        this.#socket.destroy();
        this.#fail(new AssociationError('rejected', describeRejection(rejection), rejection));
        return;
      }
      case pduTypes.releaseRp:
        this.#settle(null);
        this.#socket.end();
        return;
      case pduTypes.releaseRq:
        this.#socket.end(writeReleaseRp());
        return;
      default: {
        const { source, reason } = readAbort(body);
        this.#socket.destroy();
        this.#fail(new AssociationError('aborted', `the peer aborted: source ${source}, reason ${reason}`));
      }
    }
  }

  #accepted(answer: AssociateAc): void {
    this.contexts = answer.contexts.flatMap((context) => {
      const proposed = this.#proposed.find((candidate) => candidate.id === context.id);
      if (!proposed || context.result !== 0) return [];
      const { id, abstractSyntax } = proposed;
      return [{ id, abstractSyntax, transferSyntaxUID: context.transferSyntax }];
    });
    const peerMax = answer.userInformation.maxPduLength;
    if (peerMax > 0) this.maxPduLength = Math.min(this.maxPduLength, Math.max(peerMax, 128));
    this.#settle(null);
  }

  #takeResponse(command: CommandSet): void {
    if (command.MessageIDBeingRespondedTo !== this.#messageId || !this.#waiter) {
      throw new DicomError('malformed', 'a response to nothing that was asked');
    }
    this.#settle(command);
  }

  cEcho(): Promise<number> {
    return this.#inTurn(async () => {
      const context = this.#contextFor(verificationSopClass);
      const messageId = this.#nextMessageId();
      const command = writeCommandSet({
        AffectedSOPClassUID: verificationSopClass,
        CommandField: commandFields.cEchoRq,
        MessageID: messageId,
        CommandDataSetType: noDataSet,
      });
      await this.#write(
        writeDataPdus({ contextId: context.id, isCommand: true }, command, this.maxPduLength),
      );
      return (await this.#response()).Status ?? 0;
    });
  }

  cStore(request: StoreRequest): Promise<StoreResponse> {
    return this.#inTurn(async () => {
      const context = this.#contextFor(request.SOPClassUID, request.transferSyntaxUID);
      const command = writeCommandSet({
        AffectedSOPClassUID: request.SOPClassUID,
        CommandField: commandFields.cStoreRq,
        MessageID: this.#nextMessageId(),
        Priority: 0,
        CommandDataSetType: 0,
        AffectedSOPInstanceUID: request.SOPInstanceUID,
      });
      const parts = writeDataPdus({ contextId: context.id, isCommand: true }, command, this.maxPduLength);
      if (request.dataSet instanceof Uint8Array) {
        parts.push(
          ...writeDataPdus({ contextId: context.id, isCommand: false }, request.dataSet, this.maxPduLength),
        );
        await this.#write(parts);
      } else {
        await this.#write(parts);
        await this.#writePieces(context.id, request.dataSet);
      }
      const response = await this.#response();
      return { status: response.Status ?? 0, errorComment: response.ErrorComment };
    });
  }

  /** The last piece is held back until it is known to be the last: only then can its fragment be marked so. */
  async #writePieces(contextId: number, pieces: AsyncIterable<Uint8Array>): Promise<void> {
    let held: Uint8Array = new Uint8Array(0);
    for await (const piece of pieces) {
      // Fragments have even lengths (PS3.8 annex E.1): an odd byte travels with the next piece.
      const even = held.length - (held.length % 2);
      if (even > 0) {
        const sent = held.subarray(0, even);
        await this.#write(writeDataPdus({ contextId, isCommand: false }, sent, this.maxPduLength, false));
      }
      held = even === held.length ? piece : Buffer.concat([held.subarray(even), piece]);
    }
    await this.#write(writeDataPdus({ contextId, isCommand: false }, held, this.maxPduLength));
  }

  release(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#step('A-RELEASE request')) return;
      this.#socket.write(writeReleaseRq());
      await this.#answer(this.#options.responseTimeoutMs ?? 60_000);
    });
  }

  abort(): void {
    if (this.#failure) return;
    const sent = writeAbort({ source: abortSources.serviceUser, reason: abortReasons.notSpecified });
    this.#socket.write(sent, () => this.#socket.destroy());
    this.#fail(new AssociationError('aborted', 'aborted here'));
  }

  #contextFor(abstractSyntax: string, transferSyntaxUID?: string): AcceptedContext {
    const found = this.contexts.find(
      (context) =>
        context.abstractSyntax === abstractSyntax &&
        (transferSyntaxUID === undefined || context.transferSyntaxUID === transferSyntaxUID),
    );
    if (!found)
      throw new DicomError('unsupported', 'no context was accepted for this class and transfer syntax');
    return found;
  }

  #nextMessageId(): number {
    this.#messageId = (this.#messageId % 0xffff) + 1;
    return this.#messageId;
  }

  #inTurn<Value>(act: () => Promise<Value>): Promise<Value> {
    const turn = this.#queue.then(() => {
      if (this.#failure) throw this.#failure;
      return act();
    });
    this.#queue = turn.catch(() => undefined);
    return turn;
  }

  /** Hands PDUs to the kernel, one `writev` for each batch, and waits while it wants no more. */
  async #write(parts: readonly Uint8Array[]): Promise<void> {
    for (let at = 0; at < parts.length;) {
      let bytes = 0;
      let flowing = true;
      this.#socket.cork();
      for (; at < parts.length && bytes < batchBytes; at += 1) {
        const part = parts[at] ?? new Uint8Array(0);
        flowing = this.#socket.write(part);
        bytes += part.length;
      }
      this.#socket.uncork();
      if (this.#failure) throw this.#failure;
      if (!flowing && this.#socket.writableNeedDrain) await this.#drained();
    }
  }

  async #drained(): Promise<void> {
    await new Promise<void>((resolve) => this.#drainWaiters.push(resolve));
    if (this.#failure) throw this.#failure;
  }

  #wakeDrained(): void {
    for (const wake of this.#drainWaiters.splice(0)) wake();
  }

  async #response(): Promise<CommandSet> {
    const command = await this.#answer(this.#options.responseTimeoutMs ?? 60_000);
    if (!command) throw new AssociationError('protocol', 'the association ended instead of answering');
    return command;
  }

  #answer(timeoutMs: number): Promise<CommandSet | null> {
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#socket.destroy();
        this.#fail(new AssociationError('timeout', `no answer within ${timeoutMs} ms`));
      }, timeoutMs);
      this.#waiter = {
        resolve: (command) => {
          clearTimeout(timer);
          resolve(command);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
    });
  }

  #settle(command: CommandSet | null): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.resolve(command);
  }

  #fail(error: AssociationError): void {
    this.#failure ??= error;
    const waiter = this.#waiter;
    this.#waiter = null;
    waiter?.reject(this.#failure);
    this.#wakeDrained();
  }

  /** Follows the state table; false when the event ends the association for being out of place. */
  #step(event: Event): boolean {
    const step = transition(this.#state, event, 'requestor');
    if (!step) return false;
    this.#state = step.next;
    if (step.action !== 'AA-8') return step.action !== 'AA-6' && step.action !== 'AA-7';
    const reason = event === 'invalid PDU' ? abortReasons.invalidParameter : abortReasons.unexpectedPdu;
    this.#socket.end(writeAbort({ source: abortSources.serviceProvider, reason }));
    this.#fail(new AssociationError('protocol', `the peer broke the protocol (${event})`));
    return false;
  }
}
