import { acceptanceOf } from './acceptance.ts';
import { AcceptorOutput } from './acceptor-output.ts';
import { AssociationError, type EventReportRequest, type StoreResponse } from './association.ts';
import { commandFields, type CommandSet } from './command-set.ts';
import { DicomError } from './error.ts';
import { HeldDataSet } from './held-data-set.ts';
import { MessageReader } from './messages.ts';
import type { NegotiatedContext } from './negotiation.ts';
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
  DimseResponse,
  Transport,
} from './served-association.ts';
import { ServedRequests } from './served-requests.ts';
import { statuses } from './status.ts';
import { applicationContextName, isStorageSopClass } from './uid.ts';
import { pduEvents, transition, type Event, type State } from './upper-layer.ts';
import { writeAbort, writeAssociateAc, writeAssociateRj, writeReleaseRp } from './write-pdu.ts';
import { writeResponse } from './write-response.ts';

/**
 * The accepting side of an association (PS3.8 section 9), with C-ECHO and C-STORE (PS3.7 sections 9.1.5 and 9.1.1) and
 * the services of its handlers, over a connection just opened. Handlers are called synchronously as bytes come; an exception of theirs aborts.
 */
export function serveAssociation(
  transport: Transport,
  handlers: AssociationHandlers,
  timeouts: AssociationTimeouts = {},
): ServedAssociation {
  return new Acceptor(transport, handlers, timeouts);
}

/** A message under way: an image goes to its sink, the data set of a request is held. */
type Pending = {
  readonly command: CommandSet;
  readonly context: NegotiatedContext;
  readonly sink: StoreSink | null;
  readonly held: HeldDataSet | null;
};

class Acceptor implements ServedAssociation {
  readonly #transport: Transport;
  readonly #handlers: AssociationHandlers;
  readonly #artimMs: number;
  readonly #idleMs: number;
  readonly #reader: PduReader;
  readonly #messages: MessageReader;
  readonly #contexts = new Map<number, NegotiatedContext>();
  readonly #output: AcceptorOutput;
  readonly #requests: ServedRequests;
  #state: State = 'Sta1';
  #pending: Pending | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastHeardAt = 0;
  #hasEnded = false;
  #pendingBytesBefore = 0;

  constructor(transport: Transport, handlers: AssociationHandlers, timeouts: AssociationTimeouts) {
    this.#transport = transport;
    this.#handlers = handlers;
    this.#artimMs = timeouts.artimMs ?? 30_000;
    this.#idleMs = timeouts.idleMs ?? 300_000;
    this.#output = new AcceptorOutput(transport, () => this.#step('P-DATA request'));
    this.#requests = new ServedRequests(handlers, this.#output, (error) => this.#fault(error));
    this.#messages = new MessageReader({
      command: (command, contextId) => this.#takeCommand(command, contextId),
      dataSet: (bytes) => this.#takeBytes(bytes),
      dataSetEnd: () => this.#finishMessage(),
    });
    this.#reader = createPduReader({
      begin: (type) => this.#beginPdu(type),
      whole: (type, body) => this.#takePdu(type, body),
      value: (contextId, flags, bytes, ends) => {
        if (this.#state === 'Sta6') this.#messages.take(contextId, flags, bytes, ends);
      },
    });
    this.#step('transport indication');
    this.#startArtim();
  }

  get contexts(): readonly NegotiatedContext[] {
    return [...this.#contexts.values()];
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
    return (
      this.#state === 'Sta6' &&
      (!this.#messages.isIdle() || !this.#reader.isBetweenPdus() || this.#requests.isBusy())
    );
  }

  transportDrained(): void {
    this.#output.transportDrained();
  }

  nEventReport(request: EventReportRequest): Promise<StoreResponse> {
    return this.#requests.nEventReport(request);
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
        this.#step(event);
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
    const { answer, negotiated } = acceptanceOf(request, this.#handlers);
    for (const context of negotiated) this.#contexts.set(context.id, context);
    const peerMax = request.userInformation.maxPduLength;
    if (peerMax > 0) this.#output.maxPduLength = Math.min(Math.max(peerMax, 128), announcedPduLength);
    this.#step('A-ASSOCIATE accept');
    this.#transport.write(writeAssociateAc(answer));
    this.#requests.accepted(negotiated);
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
    const stores = isStore && context.roles.scu && isStorageSopClass(context.abstractSyntax);
    const sink = stores ? this.#handlers.beginStore(command, context) : null;
    const held = !isStore && this.#requests.isServed(command, context) ? new HeldDataSet() : null;
    this.#pending = { command, context, sink, held };
    if (!command.hasDataSet) this.#finishMessage();
  }

  #takeBytes(bytes: Buffer): void {
    const pending = this.#pending;
    if (!pending) return;
    if (pending.sink) pending.sink.write(bytes);
    else pending.held?.add(bytes);
  }

  #finishMessage(): void {
    const pending = this.#pending;
    this.#pending = null;
    if (!pending) return;
    const { command, context, sink, held } = pending;
    switch (command.CommandField) {
      case commandFields.cStoreRq:
        this.#respond(context.id, command, sink?.end() ?? { status: statuses.sopClassNotSupported });
        return;
      case commandFields.cEchoRq:
        this.#respond(context.id, command, { status: statuses.success });
        return;
      case commandFields.cCancelRq:
        this.#requests.cancel(command);
        return;
      default:
        if ((command.CommandField & 0x8000) !== 0) this.#requests.takeResponse(command);
        else if (held) this.#requests.take(command, context, command.hasDataSet ? held.bytes() : null);
        else this.#respond(context.id, command, { status: statuses.unrecognizedOperation });
    }
  }

  #respond(contextId: number, command: CommandSet, answer: DimseResponse): void {
    this.#output.respond(contextId, writeResponse(command, answer), null);
    this.#output.checkPending(this.#requests.isBusy());
  }

  /** Bytes that break the protocol, or a failure of the handlers: A-ABORT, and the next association works. */
  #fault(error: unknown): void {
    const { reason, text } = abortFor(error);
    if (this.#state === 'Sta1' || this.#state === 'Sta13') return;
    this.#step('invalid PDU');
    this.#sendAbort({ source: abortSources.serviceProvider, reason });
    this.#end('failed', text);
  }

  #sendAbort(abort: Abort): void {
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
    const error = new AssociationError(kind === 'aborted' ? 'aborted' : 'closed', reason);
    this.#output.fail(error);
    this.#requests.end(error);
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
      if (performance.now() - this.#lastHeardAt < this.#idleMs) this.#startIdle();
      else if (this.#isOurTurn()) {
        this.#lastHeardAt = performance.now();
        this.#startIdle();
      } else this.abort('silent for too long');
    }, wait);
    this.#timer.unref();
  }

  /** Whether the peer rightly says nothing: a request of its waits for us, and it takes what we send. */
  #isOurTurn(): boolean {
    const pending = this.#transport.pendingBytes();
    const isStuck = pending > 0 && pending === this.#pendingBytesBefore;
    this.#pendingBytesBefore = pending;
    return this.#requests.isAwaited() && !isStuck;
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
