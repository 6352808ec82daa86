import { acceptanceOf } from '../upper-layer/acceptance.ts';
import { AcceptorMessages } from './acceptor-messages.ts';
import { AcceptorOutput } from './acceptor-output.ts';
import { AcceptorTimer } from './acceptor-timer.ts';
import { AssociationError, type EventReportRequest, type StoreResponse } from './association.ts';
import { DicomError } from '../error.ts';
import type { NegotiatedContext } from '../upper-layer/negotiation.ts';
import {
  abortReasons,
  abortSources,
  announcedPduLength,
  pduTypes,
  rejections,
  type Abort,
  type AssociateRj,
  type AssociateRq,
} from '../upper-layer/pdu.ts';
import { createPduReader, type PduReader } from '../upper-layer/pdu-reader.ts';
import { readAbort, readAssociateRq } from '../upper-layer/read-pdu.ts';
import type {
  AssociationEnd,
  AssociationHandlers,
  AssociationTimeouts,
  ServedAssociation,
  Transport,
} from './served-association.ts';
import { ServedRequests } from './served-requests.ts';
import { applicationContextName } from '../dictionary/uid.ts';
import { pduEvents, transition, type Event, type State } from '../upper-layer/upper-layer.ts';
import { writeAbort, writeAssociateAc, writeAssociateRj, writeReleaseRp } from '../upper-layer/write-pdu.ts';

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

class Acceptor implements ServedAssociation {
  readonly #transport: Transport;
  readonly #handlers: AssociationHandlers;
  readonly #reader: PduReader;
  readonly #messages: AcceptorMessages;
  readonly #output: AcceptorOutput;
  readonly #requests: ServedRequests;
  readonly #timer: AcceptorTimer;
  #state: State = 'Sta1';
  #hasEnded = false;
  #leftBytesBefore = 0;

  constructor(transport: Transport, handlers: AssociationHandlers, timeouts: AssociationTimeouts) {
    this.#transport = transport;
    this.#handlers = handlers;
    this.#timer = this.#makeTimer(timeouts);
    this.#output = new AcceptorOutput(transport, () => this.#step('P-DATA request'));
    this.#requests = new ServedRequests(handlers, this.#output, (error) => this.#fault(error));
    this.#messages = new AcceptorMessages(handlers, this.#output, this.#requests);
    this.#reader = createPduReader({
      begin: (type) => this.#beginPdu(type),
      whole: (type, body) => this.#takePdu(type, body),
      value: (contextId, flags, bytes, ends) => {
        if (this.#state === 'Sta6') this.#messages.take(contextId, flags, bytes, ends);
      },
    });
    this.#step('transport indication');
    this.#timer.startArtim();
  }

  get contexts(): readonly NegotiatedContext[] {
    return this.#messages.contexts;
  }

  receive(chunk: Buffer): void {
    if (this.#state === 'Sta1') return;
    this.#timer.heard();
    try {
      this.#reader.receive(chunk);
    } catch (error) {
      this.#fault(error);
    }
  }

  closed(): void {
    this.#step('transport closed');
    this.#timer.stop();
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
    const peerMax = request.userInformation.maxPduLength;
    if (peerMax > 0) this.#output.maxPduLength = Math.min(Math.max(peerMax, 128), announcedPduLength);
    this.#step('A-ASSOCIATE accept');
    this.#transport.write(writeAssociateAc(answer));
    this.#messages.accepted(negotiated);
    this.#timer.startIdle();
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
    this.#timer.startArtim();
    this.#transport.end();
  }

  /** Tells the end once, and lets go of an image under way. */
  #end(kind: AssociationEnd['kind'], reason: string): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#messages.abort();
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

  #makeTimer({ artimMs = 30_000, idleMs = 300_000 }: AssociationTimeouts): AcceptorTimer {
    return new AcceptorTimer(
      { artimMs, idleMs },
      {
        artimExpired: () => {
          this.#step('ARTIM expired');
          this.#end('failed', 'no association within the time');
          this.#transport.destroy();
        },
        idleExpired: () => this.abort('silent for too long'),
        isOurTurn: () => this.#isOurTurn(),
      },
    );
  }

  /** Whether the peer rightly says nothing: a request of its waits for us, or it takes what we send. */
  #isOurTurn(): boolean {
    const left = this.#output.leftBytes;
    const hasMoved = left !== this.#leftBytesBefore;
    this.#leftBytesBefore = left;
    // What it took since the last look it may have taken just now: its answer has the time of another look.
    if (hasMoved) return this.#requests.isBusy();
    return this.#transport.pendingBytes() === 0 && this.#requests.isAwaited();
  }
}

function abortFor(error: unknown): { reason: number; text: string } {
  if (!(error instanceof DicomError)) {
    return { reason: abortReasons.notSpecified, text: error instanceof Error ? error.message : 'failure' };
  }
  if (error.reason === 'unsupported') return { reason: abortReasons.unrecognizedPdu, text: error.message };
  return { reason: abortReasons.invalidParameter, text: error.message };
}
