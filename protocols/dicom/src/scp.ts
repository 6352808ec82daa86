import { commandFields, noDataSet, writeCommandSet, type CommandSet } from './command-set.ts';
import { DicomError } from './error.ts';
import { MessageReader } from './messages.ts';
import { answerContexts, type NegotiatedContext } from './negotiation.ts';
import {
  abortReasons,
  abortSources,
  announcedPduLength,
  pduTypes,
  rejections,
  type Abort,
  type AssociateRj,
  type AssociateRq,
} from './pdu.ts';
import { createPduReader, type PduReader } from './pdu-reader.ts';
import { readAbort, readAssociateRq } from './read-pdu.ts';
import type {
  AssociationEnd,
  AssociationHandlers,
  AssociationTimeouts,
  ServedAssociation,
  StoreSink,
  StoreStatus,
  Transport,
} from './served-association.ts';
import { statuses } from './status.ts';
import {
  applicationContextName,
  implementationClassUid,
  implementationVersionName,
  isStorageSopClass,
} from './uid.ts';
import { pduEvents, transition, type Event, type State } from './upper-layer.ts';
import {
  writeAbort,
  writeAssociateAc,
  writeAssociateRj,
  writeDataPdus,
  writeReleaseRp,
} from './write-pdu.ts';

/** Answers to a peer that reads nothing may not pile up past this. */
const maxPendingBytes = 1024 * 1024;

/**
 * The accepting side of an association (PS3.8 section 9), with C-ECHO and C-STORE (PS3.7 sections 9.1.5 and 9.1.1), over
 * a connection just opened. Handlers are called synchronously as bytes come; an exception of theirs aborts.
 */
export function serveAssociation(
  transport: Transport,
  handlers: AssociationHandlers,
  timeouts: AssociationTimeouts = {},
): ServedAssociation {
  return new Acceptor(transport, handlers, timeouts);
}

class Acceptor implements ServedAssociation {
  readonly #transport: Transport;
  readonly #handlers: AssociationHandlers;
  readonly #artimMs: number;
  readonly #idleMs: number;
  readonly #reader: PduReader;
  readonly #messages: MessageReader;
  readonly #contexts = new Map<number, NegotiatedContext>();
  #state: State = 'Sta2';
  #peerMaxPduLength: number = announcedPduLength;
  #pending: { command: CommandSet; contextId: number; sink: StoreSink | null } | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastHeardAt = 0;
  #hasEnded = false;

  constructor(transport: Transport, handlers: AssociationHandlers, timeouts: AssociationTimeouts) {
    this.#transport = transport;
    this.#handlers = handlers;
    this.#artimMs = timeouts.artimMs ?? 30_000;
    this.#idleMs = timeouts.idleMs ?? 300_000;
    this.#messages = new MessageReader({
      command: (command, contextId) => this.#takeCommand(command, contextId),
      dataSet: (bytes) => this.#pending?.sink?.write(bytes),
      dataSetEnd: () => this.#finishMessage(),
    });
    this.#reader = createPduReader({
      begin: (type) => this.#beginPdu(type),
      whole: (type, body) => this.#takePdu(type, body),
      value: (contextId, flags, bytes, ends) => {
        if (this.#state === 'Sta6') this.#messages.take(contextId, flags, bytes, ends);
      },
    });
    this.#startArtim();
  }

  receive(chunk: Buffer): void {
    if (this.#state === 'Sta1') return;
    this.#lastHeardAt = performance.now();
    try {
      this.#reader.receive(chunk);
    } catch (error) {
      this.#fault(error);
    }
  }

  closed(): void {
    this.#step('transport closed');
    this.#stopTimer();
    this.#end('closed', 'the peer closed the connection');
  }

  abort(reason: string): void {
    if (!this.#step('A-ABORT request')) {
      this.#transport.destroy();
      return;
    }
    this.#sendAbort({ source: abortSources.serviceUser, reason: abortReasons.notSpecified });
    this.#end('aborted', reason);
  }

  isBusy(): boolean {
    return this.#state === 'Sta6' && (!this.#messages.isIdle() || !this.#reader.isBetweenPdus());
  }

  /** Whether the PDU that begins is in its place; if not, the association is aborted. */
  #beginPdu(type: number): boolean {
    const event = pduEvents[type] ?? 'invalid PDU';
    // Only an accepted PDU moves the state: the request is judged once it is whole.
    const found = transition(this.#state, event, 'acceptor');
    if (!found) return false;
    switch (found.action) {
      case 'AE-6':
      case 'DT-2':
      case 'AR-2':
      case 'AA-2':
      case 'AA-3':
        return true;
      case 'AA-1':
      case 'AA-8':
        this.#state = found.next;
        this.#sendAbort({ source: abortSources.serviceProvider, reason: abortReasons.unexpectedPdu });
        this.#end('failed', `${event} out of its place`);
        return false;
      default:
        // AA-6, AA-7: nothing is heard nor said while waiting for the connection to close.
        return false;
    }
  }

  #takePdu(type: number, body: Buffer): void {
    switch (type) {
      case pduTypes.associateRq:
        this.#takeRequest(readAssociateRq(body));
        return;
      case pduTypes.releaseRq:
        this.#takeRelease();
        return;
      default:
        this.#takeAbort(readAbort(body));
    }
  }

  #takeRequest(request: AssociateRq): void {
    this.#step('A-ASSOCIATE-RQ');
    const rejection = this.#judge(request);
    if (rejection) {
      this.#step('A-ASSOCIATE reject');
      this.#transport.write(writeAssociateRj(rejection));
      this.#hasEnded = true;
      this.#handlers.rejected(request, rejection);
      this.#finish();
      return;
    }
    this.#accept(request);
  }

  #judge(request: AssociateRq): AssociateRj | null {
    if ((request.protocolVersion & 1) === 0) return rejections.protocolVersionNotSupported;
    if (request.applicationContext !== applicationContextName)
      return rejections.applicationContextNotSupported;
    return this.#handlers.decide(request);
  }

  #accept(request: AssociateRq): void {
    const { answers, negotiated } = answerContexts(request.contexts);
    for (const context of negotiated) this.#contexts.set(context.id, context);
    const peerMax = request.userInformation.maxPduLength;
    if (peerMax > 0) this.#peerMaxPduLength = Math.min(Math.max(peerMax, 128), announcedPduLength);
    this.#step('A-ASSOCIATE accept');
    this.#transport.write(
      writeAssociateAc({
        protocolVersion: 1,
        calledAeTitle: request.calledAeTitle,
        callingAeTitle: request.callingAeTitle,
        applicationContext: applicationContextName,
        contexts: answers,
        userInformation: {
          maxPduLength: announcedPduLength,
          implementationClassUID: implementationClassUid,
          implementationVersionName,
          // We are SCP of everything that we accept, as the requestor of storage and verification wants it.
          roleSelections: [],
        },
      }),
    );
    this.#startIdle();
    this.#handlers.accepted(request);
  }

  #takeRelease(): void {
    if (!this.#messages.isIdle()) throw new DicomError('malformed', 'A-RELEASE-RQ within a message');
    this.#step('A-RELEASE-RQ');
    this.#step('A-RELEASE response');
    this.#transport.write(writeReleaseRp());
    this.#end('released', 'released by the peer');
    this.#finish();
  }

  #takeAbort(abort: Abort): void {
    this.#step('A-ABORT');
    this.#end('aborted', `aborted by the peer: source ${abort.source}, reason ${abort.reason}`);
    this.#transport.destroy();
  }

  #takeCommand(command: CommandSet, contextId: number): void {
    const context = this.#contexts.get(contextId);
    if (!context)
      throw new DicomError('malformed', 'a message on a presentation context that was not accepted');
    const isStore = command.CommandField === commandFields.cStoreRq;
    if (isStore && !command.hasDataSet) throw new DicomError('malformed', 'C-STORE-RQ without a data set');
    const stores = isStore && isStorageSopClass(context.abstractSyntax);
    this.#pending = { command, contextId, sink: stores ? this.#handlers.beginStore(command, context) : null };
    if (!command.hasDataSet) this.#finishMessage();
  }

  #finishMessage(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    const { command, contextId, sink } = pending;
    switch (command.CommandField) {
      case commandFields.cStoreRq:
        this.#respond(contextId, command, sink?.end() ?? { status: statuses.sopClassNotSupported });
        return;
      case commandFields.cEchoRq:
        this.#respond(contextId, command, { status: statuses.success });
        return;
      case commandFields.cCancelRq:
        return;
      default:
        if ((command.CommandField & 0x8000) !== 0)
          throw new DicomError('malformed', 'a response to no request');
        this.#respond(contextId, command, { status: statuses.unrecognizedOperation });
    }
  }

  #respond(contextId: number, command: CommandSet, answer: StoreStatus): void {
    const { AffectedSOPClassUID, AffectedSOPInstanceUID } = command;
    const response = writeCommandSet({
      ...(AffectedSOPClassUID === undefined ? {} : { AffectedSOPClassUID }),
      CommandField: command.CommandField | 0x8000,
      MessageIDBeingRespondedTo: command.MessageID,
      CommandDataSetType: noDataSet,
      Status: answer.status,
      ...(answer.comment === undefined ? {} : { ErrorComment: answer.comment.slice(0, 64) }),
      ...(AffectedSOPInstanceUID === undefined ? {} : { AffectedSOPInstanceUID }),
    });
    this.#transport.write(
      Buffer.concat(writeDataPdus({ contextId, isCommand: true }, response, this.#peerMaxPduLength)),
    );
    if (this.#transport.pendingBytes() > maxPendingBytes)
      throw new DicomError('limit', 'the peer reads no answers');
  }

  /** Bytes that break the protocol, or a failure of the handlers: A-ABORT, and the next association works. */
  #fault(error: unknown): void {
    const { reason, text } = abortFor(error);
    if (this.#state === 'Sta1' || this.#state === 'Sta13') return;
    this.#sendAbort({ source: abortSources.serviceProvider, reason });
    this.#end('failed', text);
  }

  #sendAbort(abort: Abort): void {
    this.#state = 'Sta13';
    this.#transport.write(writeAbort(abort));
    this.#finish();
  }

  /** Nothing more is to be said: the connection is closed, by force if the peer does not follow. */
  #finish(): void {
    this.#startArtim();
    this.#transport.end();
  }

  /** Tells the end once, and lets go of an image under way. */
  #end(kind: AssociationEnd['kind'], reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    const sink = this.#pending?.sink;
    this.#pending = null;
    sink?.abort();
    this.#handlers.ended({ kind, reason });
  }

  #step(event: Event): boolean {
    const found = transition(this.#state, event, 'acceptor');
    if (found) this.#state = found.next;
    return found !== undefined;
  }

  #startArtim(): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => {
      this.#step('ARTIM expired');
      this.#end('failed', 'no association within the time');
      this.#transport.destroy();
    }, this.#artimMs);
    this.#timer.unref();
  }

  /** One timer that looks at the last bytes heard, rather than one restarted for each chunk. */
  #startIdle(): void {
    this.#stopTimer();
    const wait = Math.max(1, this.#idleMs - (performance.now() - this.#lastHeardAt));
    this.#timer = setTimeout(() => {
      if (performance.now() - this.#lastHeardAt >= this.#idleMs) this.abort('silent for too long');
      else this.#startIdle();
    }, wait);
    this.#timer.unref();
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function abortFor(error: unknown): { reason: number; text: string } {
  if (!(error instanceof DicomError)) {
    return { reason: abortReasons.notSpecified, text: error instanceof Error ? error.message : 'failure' };
  }
  if (error.reason === 'unsupported') return { reason: abortReasons.unrecognizedPdu, text: error.message };
  return { reason: abortReasons.invalidParameter, text: error.message };
}
