import { isDone, statuses, writeDataSet } from '@liaison/dicom';
import type { RelayedRequest } from './relay-server.ts';

/** Between two pending responses. */
const tellMs = 250;
const pending = 0xff00;
/** Sub-operations complete, some failed (a warning); unable to perform any (a failure): PS3.4 tables C.4-2 and C.4-3. */
const someFailed = 0xb000;
const noneDone = 0xa702;

/** Counts the sub-operations of a C-MOVE or C-GET and tells them, to the end (PS3.4 section C.4.2.1.6). */
export class SubOperationCount {
  readonly #request: RelayedRequest;
  readonly #failed: string[] = [];
  #remaining: number;
  #completed = 0;
  #warning = 0;
  #toldAtMs = performance.now();

  constructor(request: RelayedRequest, count: number) {
    this.#request = request;
    this.#remaining = count;
  }

  get completed(): number {
    return this.#completed + this.#warning;
  }

  /** `status` null: it could not even be sent. */
  async count(SOPInstanceUID: string, status: number | null): Promise<void> {
    this.#remaining -= 1;
    if (status === statuses.success) this.#completed += 1;
    else if (status !== null && isDone(status)) this.#warning += 1;
    else this.#failed.push(SOPInstanceUID);
    if (performance.now() - this.#toldAtMs < tellMs || this.#remaining === 0) return;
    this.#toldAtMs = performance.now();
    await this.#request.respond({ status: pending, counts: this.#counts() });
  }

  async finish(): Promise<void> {
    const { transferSyntaxUID } = this.#request.head.context;
    const isCancelled = this.#request.signal.aborted && this.#remaining > 0;
    const failures =
      this.#failed.length > 0
        ? writeDataSet({ FailedSOPInstanceUIDList: this.#failed }, transferSyntaxUID)
        : undefined;
    await this.#request.respond(
      { status: isCancelled ? statuses.cancel : this.#status(), counts: this.#counts() },
      failures,
    );
  }

  #status(): number {
    if (this.#failed.length === 0) return statuses.success;
    return this.completed > 0 ? someFailed : noneDone;
  }

  #counts(): { remaining: number; completed: number; failed: number; warning: number } {
    return {
      remaining: this.#remaining,
      completed: this.#completed,
      failed: this.#failed.length,
      warning: this.#warning,
    };
  }
}
