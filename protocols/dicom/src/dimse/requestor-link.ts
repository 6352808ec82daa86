import { connect, isIP, type Socket } from 'node:net';

import { AssociationError, type AssociationOptions } from './association.ts';
import {
  abortReasons,
  abortSources,
  describeRejection,
  pduTypes,
  type AssociateAc,
} from '../upper-layer/pdu.ts';
import { createPduReader } from '../upper-layer/pdu-reader.ts';
import { readAbort, readAssociateAc, readAssociateRj } from '../upper-layer/read-pdu.ts';
import { bcp195, kindOfConnectionError } from '../upper-layer/tls.ts';
import { batchesOf, writeTogether } from './socket-transport.ts';
import { pduEvents, transition, type Event, type State } from '../upper-layer/upper-layer.ts';
import { writeAbort, writeReleaseRp, writeReleaseRq } from '../upper-layer/write-pdu.ts';

export type LinkHandlers = {
  /** Bytes of a presentation data value; an exception ends the association. */
  value(contextId: number, flags: number, bytes: Buffer, ends: boolean): void;
  /** The association, or the attempt at one, is over; told once. */
  ended(error: AssociationError): void;
};

type Waiter = { resolve(answer: AssociateAc | null): void; reject(error: Error): void };

/** For the peer to close at the end (ARTIM, PS3.8 section 9.1.5). */
const artimMs = 10_000;

/** The connection of a requestor, and the upper layer on it (PS3.8 section 9): what moves its state is here alone. */
export class RequestorLink {
  readonly #options: AssociationOptions;
  readonly #handlers: LinkHandlers;
  readonly #request: Buffer;
  readonly #socket: Socket;
  #state: State = 'Sta1';
  #waiter: Waiter | null = null;
  #timer: NodeJS.Timeout | null = null;
  #failure: AssociationError | null = null;
  #isConnected = false;
  readonly #writers = new Set<() => void>();
  /** Of the last bytes heard, on the clock of `performance`. */
  lastHeardAt = 0;

  /** `request`: the A-ASSOCIATE-RQ to send. */
  constructor(options: AssociationOptions, request: Buffer, handlers: LinkHandlers) {
    this.#options = options;
    this.#handlers = handlers;
    this.#request = request;
    this.#step('A-ASSOCIATE request');
    this.#socket = openSocket(options);
    this.#listen();
  }

  get failure(): AssociationError | null {
    return this.#failure;
  }

  get isPaused(): boolean {
    return this.#socket.isPaused();
  }

  /** Stops and goes on hearing, for whom cannot follow: the TCP window tells the peer. */
  pause(isPaused: boolean): void {
    if (isPaused) this.#socket.pause();
    else this.#socket.resume();
  }

  open(): Promise<AssociateAc | null> {
    return this.#answer(this.#options.connectTimeoutMs ?? 10_000, 'no connection');
  }

  #listen(): void {
    const reader = createPduReader({
      begin: (type) => this.#beginPdu(type),
      whole: (type, body) => this.#takePdu(type, body),
      value: (contextId, flags, bytes, ends) => this.#handlers.value(contextId, flags, bytes, ends),
    });
    this.#socket.on(this.#options.tls ? 'secureConnect' : 'connect', () => this.#connected());
    this.#socket.on('data', (chunk: Buffer) => {
      if (this.#failure) return;
      this.lastHeardAt = performance.now();
      try {
        reader.receive(chunk);
      } catch (error) {
        this.#step('invalid PDU');
        const text = error instanceof Error ? error.message : 'unreadable bytes';
        this.#fail(new AssociationError('protocol', text));
      }
    });
    this.#socket.on('error', (error: NodeJS.ErrnoException) => {
      const kind = kindOfConnectionError(error.code, error.message);
      const isLost = kind === 'unreachable' && this.#isConnected;
      this.#fail(new AssociationError(isLost ? 'closed' : kind, error.message, undefined, error.code));
    });
    this.#socket.on('close', () => this.#closed());
  }

  #closed(): void {
    this.#step('transport closed');
    this.#stopTimer();
    const kind = this.#options.tls && !this.#isConnected ? 'tls' : 'closed';
    this.#fail(new AssociationError(kind, 'the peer closed the connection'));
  }

  #connected(): void {
    this.#isConnected = true;
    this.#step('transport confirm');
    this.#stopTimer();
    const timeoutMs = this.#options.associationTimeoutMs ?? this.#options.connectTimeoutMs ?? 10_000;
    this.#startTimer(timeoutMs, 'no answer to the proposal');
    this.#socket.write(this.#request);
  }

  /** Whether the PDU that begins is in its place. Only data moves the state before it is whole. */
  #beginPdu(type: number): boolean {
    const event = pduEvents[type] ?? 'invalid PDU';
    const found = transition(this.#state, event, 'requestor');
    if (!found || found.action === 'AA-6' || found.action === 'AA-7') return false;
    if (found.action !== 'AA-8' && type !== pduTypes.pDataTf) return true;
    return this.#step(event);
  }

  #takePdu(type: number, body: Buffer): void {
    switch (type) {
      case pduTypes.associateAc: {
        const answer = readAssociateAc(body);
        this.#step('A-ASSOCIATE-AC');
        this.#settle(answer);
        return;
      }
      case pduTypes.associateRj: {
        const rejection = readAssociateRj(body);
        this.#step('A-ASSOCIATE-RJ');
        this.#socket.destroy();
        this.#fail(new AssociationError('rejected', describeRejection(rejection), rejection));
        return;
      }
      case pduTypes.releaseRp:
        this.#takeReleaseResponse();
        return;
      case pduTypes.releaseRq:
        this.#takeRelease();
        return;
      default: {
        const { source, reason } = readAbort(body);
        this.#step('A-ABORT');
        this.#socket.destroy();
        this.#fail(new AssociationError('aborted', `the peer aborted: source ${source}, reason ${reason}`));
      }
    }
  }

  #takeReleaseResponse(): void {
    this.#step('A-RELEASE-RP');
    this.#settle(null);
    this.#socket.end();
    this.#startArtim();
    this.#fail(new AssociationError('closed', 'released'));
  }

  /** The peer releases; in a collision (Sta9) its request is answered and ours still is to be (PS3.8 section 9.2.2). */
  #takeRelease(): void {
    this.#step('A-RELEASE-RQ');
    const isCollision = this.#state === 'Sta9';
    this.#step('A-RELEASE response');
    this.#socket.write(writeReleaseRp());
    if (isCollision) return;
    this.#socket.end();
    this.#startArtim();
    this.#fail(new AssociationError('closed', 'the peer released the association'));
  }

  async release(): Promise<void> {
    if (!this.#step('A-RELEASE request')) return;
    const answered = this.#answer(this.#options.responseTimeoutMs ?? 60_000, 'no answer to the release');
    this.#socket.write(writeReleaseRq());
    await answered;
  }

  abort(why = new AssociationError('aborted', 'aborted here')): void {
    if (this.#failure) return;
    if (this.#step('A-ABORT request') && this.#isConnected) {
      const sent = writeAbort({ source: abortSources.serviceUser, reason: abortReasons.notSpecified });
      this.#socket.write(sent, () => this.#socket.destroy());
      this.#startArtim();
    } else this.#socket.destroy();
    this.#fail(why);
  }

  /** Hands PDUs to the kernel, a batch at a time; settles once it has taken all of them. */
  async write(parts: readonly Uint8Array[]): Promise<void> {
    for (const batch of batchesOf(parts)) {
      if (this.#failure) throw this.#failure;
      this.#step('P-DATA request');
      await this.#taken(batch);
    }
  }

  async #taken(batch: readonly Uint8Array[]): Promise<void> {
    const timeoutMs = this.#options.responseTimeoutMs ?? 60_000;
    const timer = setTimeout(() => this.expire('the peer takes no bytes', timeoutMs), timeoutMs);
    await new Promise<void>((resolve) => {
      this.#writers.add(resolve);
      writeTogether(this.#socket, batch, () => {
        this.#writers.delete(resolve);
        resolve();
      });
    });
    clearTimeout(timer);
    if (this.#failure) throw this.#failure;
  }

  /** Time is over: A-ABORT, without waiting for anything. */
  expire(what: string, timeoutMs: number): void {
    this.abort(new AssociationError('timeout', `${what} within ${timeoutMs} ms`));
    this.#socket.destroySoon();
  }

  #answer(timeoutMs: number, what: string): Promise<AssociateAc | null> {
    if (this.#failure) return Promise.reject(this.#failure);
    this.#startTimer(timeoutMs, what);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  #startTimer(timeoutMs: number, what: string): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => this.expire(what, timeoutMs), timeoutMs);
  }

  #startArtim(): void {
    this.#stopTimer();
    this.#timer = setTimeout(() => {
      this.#step('ARTIM expired');
      this.#socket.destroy();
    }, artimMs);
    this.#timer.unref();
  }

  #stopTimer(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #settle(answer: AssociateAc | null): void {
    const waiter = this.#waiter;
    this.#waiter = null;
    this.#stopTimer();
    waiter?.resolve(answer);
  }

  #fail(error: AssociationError): void {
    if (this.#failure) return;
    this.#failure = error;
    const waiter = this.#waiter;
    this.#waiter = null;
    if (this.#state !== 'Sta13') this.#stopTimer();
    waiter?.reject(error);
    for (const wake of this.#writers) wake();
    this.#handlers.ended(error);
  }

  /** Follows the state table; false when the event ends the association for being out of place. */
  #step(event: Event): boolean {
    const step = transition(this.#state, event, 'requestor');
    if (!step) return false;
    this.#state = step.next;
    if (step.action !== 'AA-8') return step.action !== 'AA-6' && step.action !== 'AA-7';
    const reason = event === 'invalid PDU' ? abortReasons.invalidParameter : abortReasons.unexpectedPdu;
    this.#socket.end(writeAbort({ source: abortSources.serviceProvider, reason }));
    this.#startArtim();
    if (event !== 'invalid PDU')
      this.#fail(new AssociationError('protocol', `the peer broke the protocol (${event})`));
    return false;
  }
}

function openSocket({ host, port, tls }: AssociationOptions): Socket {
  // Without `noDelay`, the end of each image waits for the peer's delayed acknowledgement.
  if (!tls) return connect({ host, port, noDelay: true });
  const servername = isIP(host) === 0 ? { servername: host } : {};
  // Loaded when first needed: it weighs 7 MB, and a process that only receives never calls.
  const { connect: connectSecurely } = process.getBuiltinModule('node:tls');
  return connectSecurely({ ...bcp195, ...servername, ...tls, host, port }).setNoDelay(true);
}
