import type { AssociationError } from './association.ts';
import type { CommandSet } from './command-set.ts';
import { isPending, statuses } from './status.ts';

export type OperationResponse = {
  readonly command: CommandSet;
  readonly status: number;
  /** Encoded as its context has it. */
  readonly dataSet: Buffer | null;
};

/** What an operation asks of its association. */
export type OperationHost = {
  readonly timeoutMs: number;
  /** When the time began that the peer has for its next response, on the clock of `performance`; 0 for no other sign. */
  lastSignAt(): number;
  isPaused(): boolean;
  pause(isPaused: boolean): void;
  expire(timeoutMs: number): void;
  finished(): void;
};

/** Responses that wait for whom asked; past the first number nothing is heard, down to the second one. */
const pauseAt = 64;
const resumeAt = 16;

/** A request under way, from its command to its last response. */
export class Operation {
  readonly messageId: number;
  readonly commandField: number;
  readonly #host: OperationHost;
  #responses: OperationResponse[] = [];
  #waiter: { resolve(response: OperationResponse): void; reject(error: Error): void } | null = null;
  #failure: AssociationError | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lastAt = 0;
  #isDiscarded = false;
  #hasPaused = false;
  isFinal = false;

  constructor(messageId: number, commandField: number, host: OperationHost) {
    this.messageId = messageId;
    this.commandField = commandField;
    this.#host = host;
  }

  /** The request is sent: from now on the peer has `timeoutMs` for each response. */
  expect(): void {
    if (this.isFinal) return;
    this.#lastAt = performance.now();
    this.#arm();
  }

  /** One timer that looks at the last sign of the peer, rather than one restarted for each response. */
  #arm(): void {
    const { timeoutMs } = this.#host;
    const since = performance.now() - Math.max(this.#lastAt, this.#host.lastSignAt());
    this.#timer = setTimeout(
      () => {
        const silence = performance.now() - Math.max(this.#lastAt, this.#host.lastSignAt());
        if (silence < timeoutMs || this.#host.isPaused()) this.#arm();
        else this.#host.expire(timeoutMs);
      },
      Math.max(10, timeoutMs - since),
    );
  }

  take(command: CommandSet, dataSet: Buffer | null): void {
    const status = command.Status ?? statuses.processingFailure;
    this.#lastAt = performance.now();
    if (!isPending(status)) this.#finish();
    if (this.#isDiscarded) return;
    const response = { command, status, dataSet };
    if (this.#waiter) {
      this.#waiter.resolve(response);
      this.#waiter = null;
      return;
    }
    this.#responses.push(response);
    if (this.#responses.length < pauseAt || this.isFinal || this.#hasPaused) return;
    this.#hasPaused = true;
    this.#host.pause(true);
  }

  fail(error: AssociationError): void {
    this.#failure = error;
    this.#finish();
    this.#waiter?.reject(error);
    this.#waiter = null;
  }

  /** The next response; not to be called again after the final one. */
  next(): Promise<OperationResponse> {
    const response = this.#responses.shift();
    if (this.#hasPaused && this.#responses.length <= resumeAt) this.#resume();
    if (response) return Promise.resolve(response);
    if (this.#failure) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiter = { resolve, reject };
    });
  }

  /** The answer to a request that has one. */
  async final(): Promise<OperationResponse> {
    for (;;) {
      const response = await this.next();
      if (!isPending(response.status)) return response;
    }
  }

  /** The request was never sent. */
  withdraw(): void {
    this.#finish();
  }

  /** Nobody reads the responses any more. */
  discard(): void {
    this.#isDiscarded = true;
    this.#responses = [];
    if (this.#hasPaused) this.#resume();
  }

  #resume(): void {
    this.#hasPaused = false;
    this.#host.pause(false);
  }

  #finish(): void {
    if (this.isFinal) return;
    this.isFinal = true;
    if (this.#timer) clearTimeout(this.#timer);
    if (this.#hasPaused) this.#resume();
    this.#host.finished();
  }
}
