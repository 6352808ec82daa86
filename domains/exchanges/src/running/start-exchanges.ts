import { withSystem } from '@liaison/db';
import { newId } from '@liaison/kernel';
import { describeError, type Log } from '@liaison/log';
import { dispatch, type Dispatching } from '../dispatching/dispatch.ts';
import { examineIncoming } from '../examining/examine-incoming.ts';
import { examineOutgoing } from '../examining/examine-outgoing.ts';
import { giveUpExamining, isTooOften } from '../examining/give-up-examining.ts';
import { retryDelayMs } from '../model.ts';
import { findExchange } from '../store.ts';
import { forgetContents, letGo, putOff, renew, takeDue, type Due } from './store.ts';

export type ExchangesOptions = Dispatching & {
  readonly log: Log;
  /** Exchanges under way at once. */
  readonly most?: number;
  /** Between two looks for what is due. */
  readonly sweepMs?: number;
  /** How long a process that says nothing is believed to be at it. */
  readonly heldForMs?: number;
};

export type Exchanges = {
  /** Looks for what is due now, and resolves once nothing is. */
  idle(): Promise<void>;
  /** Ends what is under way, which is due again at once, for another process. */
  stop(): Promise<void>;
};

const forgetEveryMs = 10 * 60_000;

/** Examines what came and what is to leave, and sends. Any number of processes may: each exchange is held by one. */
export function startExchanges(options: ExchangesOptions): Exchanges {
  return new Worker(options);
}

class Worker implements Exchanges {
  readonly #options: ExchangesOptions;
  readonly #holder = newId();
  readonly #heldForMs: number;
  readonly #running = new Map<string, Promise<void>>();
  readonly #abort = new AbortController();
  readonly #timers: NodeJS.Timeout[];
  #filling: Promise<void> = Promise.resolve();
  #taken = 0;
  #isAlone = false;

  constructor(options: ExchangesOptions) {
    this.#options = options;
    this.#heldForMs = options.heldForMs ?? 120_000;
    this.#timers = [
      setInterval(() => this.#wake(), options.sweepMs ?? 1000),
      setInterval(() => void this.#renew(), this.#heldForMs / 4),
      setInterval(() => void this.#forget(), forgetEveryMs),
    ];
  }

  async idle(): Promise<void> {
    let [before, wasBusy] = [0, false];
    do {
      // What ends now may have made something due.
      [before, wasBusy] = [this.#taken, this.#running.size > 0];
      this.#wake();
      await this.#filling;
      await Promise.all(this.#running.values());
    } while (wasBusy || this.#running.size > 0 || this.#taken > before);
  }

  async stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#abort.abort();
    await this.#filling;
    await Promise.all(this.#running.values());
    await withSystem(this.#options.database, (tx) => letGo(tx, this.#holder)).catch((error: unknown) =>
      this.#options.log.warn('exchanges not let go', describeError(error)),
    );
  }

  #wake(): void {
    this.#filling = this.#filling
      .then(() => this.#fill())
      .catch((error: unknown) => this.#options.log.warn('exchanges wait', describeError(error)));
  }

  async #fill(): Promise<void> {
    const hold = { holder: this.#holder, heldForMs: this.#heldForMs };
    while (!this.#abort.signal.aborted && this.#hasRoom()) {
      const running = [...this.#running.keys()];
      const due = await withSystem(this.#options.database, (tx) => takeDue(tx, { ...hold, running }));
      if (!due) return;
      this.#taken += 1;
      this.#isAlone = due.isAlone;
      const ended = this.#run(due).finally(() => {
        this.#running.delete(due.id);
        if (!this.#abort.signal.aborted) this.#wake();
      });
      this.#running.set(due.id, ended);
    }
  }

  #hasRoom(): boolean {
    const { size } = this.#running;
    return size === 0 || (!this.#isAlone && size < (this.#options.most ?? 4));
  }

  async #renew(): Promise<void> {
    if (this.#running.size === 0) return;
    const hold = { holder: this.#holder, heldForMs: this.#heldForMs };
    await withSystem(this.#options.database, (tx) => renew(tx, hold)).catch((error: unknown) =>
      this.#options.log.warn('exchanges not renewed', describeError(error)),
    );
  }

  async #forget(): Promise<void> {
    await withSystem(this.#options.database, forgetContents).catch((error: unknown) =>
      this.#options.log.warn('contents of exchanges not forgotten', describeError(error)),
    );
  }

  async #run(due: Due): Promise<void> {
    try {
      await this.#step(due);
    } catch (error) {
      this.#options.log.warn('an exchange was cut', { job_id: due.id, ...describeError(error) });
      await this.#putOff(due.id);
    }
  }

  async #step({ id, state }: Due): Promise<void> {
    const row = await withSystem(this.#options.database, (tx) => findExchange(tx, id));
    if (!row) return;
    if (isTooOften(row)) return giveUpExamining(this.#options, row, this.#holder);
    if (state === 'received' && row.direction === 'incoming')
      await examineIncoming(this.#options, row, this.#holder);
    else if (state === 'prepared') await examineOutgoing(this.#options, row, this.#holder);
    else await dispatch(this.#options, row, this.#holder, this.#abort.signal);
  }

  /** Where the database is away too, the hold runs out by itself. */
  async #putOff(id: string): Promise<void> {
    const { database, examining, log } = this.#options;
    try {
      await withSystem(database, async (tx) => {
        const row = await findExchange(tx, id);
        const at = new Date(examining.clock.now().getTime() + retryDelayMs(row?.attempts ?? 1));
        await putOff(tx, id, { at, reason: 'unforeseen', detail: '' });
      });
    } catch (error) {
      log.warn('an exchange was not put off', { job_id: id, ...describeError(error) });
    }
  }
}
