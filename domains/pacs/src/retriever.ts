import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { noteAwaiting } from '@liaison/imaging';
import { handle, type Handler } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { asId, newId, type Clock } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { describeError, type Log } from '@liaison/log';
import { nextStep, type TryOutcome } from './model.ts';
import { describeFailure } from './pacs-error.ts';
import type { PacsLink } from './ports.ts';
import { retrievalDue } from './queues.ts';
import { endRetrieval, letGo, lockHeld, postpone, takeDue, type RetrievalRow } from './retrieval-store.ts';
import { runRetrieval } from './run-retrieval.ts';

export type RetrieverOptions = {
  database: SystemDatabase;
  link: PacsLink;
  clock: Clock;
  log: Log;
  /** Retrievals under way at once, in all and from one PACS. */
  most?: number;
  mostPerPeer?: number;
  /** Between two looks for what is due without a job having said so. */
  sweepMs?: number;
  /** How long a process that says nothing is believed to be at it. */
  heldForMs?: number;
  /** How long images that the PACS told as sent are waited for in the catalogue. */
  settleMs?: number;
};

export type Retriever = {
  /** For the queue `retrieval.due`. */
  handlers: Handler[];
  /** Cuts what is under way: it is due again at once, for another process. */
  stop(): Promise<void>;
};

/** Brings what is due. Any number of processes may: each retrieval is held by one, and taken over when that one dies. */
export function startRetriever(options: RetrieverOptions): Retriever {
  return new Bringing(options);
}

class Bringing implements Retriever {
  readonly handlers = [handle(retrievalDue, async () => this.#wake())];
  readonly #options: RetrieverOptions;
  readonly #holder: string = newId();
  readonly #running = new Map<string, { peerId: string; abort: AbortController; ended: Promise<void> }>();
  readonly #timer: NodeJS.Timeout;
  #filling: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: RetrieverOptions) {
    this.#options = options;
    this.#timer = setInterval(() => this.#wake(), options.sweepMs ?? 2000);
    this.#wake();
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    clearInterval(this.#timer);
    await this.#filling;
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ ended }) => ended));
    await withSystem(this.#options.database, (tx) => letGo(tx, this.#holder)).catch((error: unknown) =>
      this.#options.log.warn('retrievals not let go', describeError(error)),
    );
  }

  #wake(): void {
    this.#filling = this.#filling
      .then(() => this.#fill())
      .catch((error: unknown) => this.#options.log.warn('retrievals wait', describeError(error)));
  }

  async #fill(): Promise<void> {
    while (!this.#isStopped && this.#running.size < (this.#options.most ?? 8)) {
      const given = {
        holder: this.#holder,
        heldForMs: this.#heldForMs,
        busyPeers: this.#busyPeers(),
        running: [...this.#running.keys()],
      };
      const row = await withSystem(this.#options.database, async (tx) => {
        const taken = await takeDue(tx, given);
        if (taken) await tell(tx, taken, { state: 'moving', reason: '' });
        return taken;
      });
      if (!row) return;
      const abort = new AbortController();
      const ended = this.#run(row, abort).finally(() => {
        this.#running.delete(row.id);
        if (!this.#isStopped) this.#wake();
      });
      this.#running.set(row.id, { peerId: row.peerId, abort, ended });
    }
  }

  get #heldForMs(): number {
    return this.#options.heldForMs ?? 20_000;
  }

  #busyPeers(): string[] {
    const counts = Map.groupBy(this.#running.values(), ({ peerId }) => peerId);
    const most = this.#options.mostPerPeer ?? 2;
    return [...counts].filter(([, own]) => own.length >= most).map(([peerId]) => peerId);
  }

  async #run(row: RetrievalRow, abort: AbortController): Promise<void> {
    const { database, log } = this.#options;
    try {
      const given = { ...this.#options, holder: this.#holder, heldForMs: this.#heldForMs };
      const outcome = await runRetrieval(given, row, abort);
      if (outcome && !this.#isStopped) await withSystem(database, (tx) => this.#end(tx, row.id, outcome));
    } catch (error) {
      // Its hold runs out, and it is taken again.
      log.warn('a retrieval was cut', { job_id: row.id, ...describeError(error) });
    }
  }

  async #end(tx: Tx, id: string, outcome: TryOutcome): Promise<void> {
    const row = await lockHeld(tx, id, this.#holder);
    if (!row) return;
    const step = nextStep(outcome, row);
    const now = this.#options.clock.now();
    if (step.state === 'waiting') {
      const { code, detail } = step;
      await postpone(tx, id, { at: new Date(now.getTime() + step.delayMs), code, detail });
      await tell(tx, row, { state: 'failed', reason: describeFailure(code, detail) });
      return;
    }
    const failure = step.state === 'done' ? null : step;
    await endRetrieval(tx, id, {
      state: step.state,
      at: now,
      code: failure?.code ?? null,
      detail: failure?.detail ?? '',
    });
    await tell(
      tx,
      row,
      failure && { state: 'failed', reason: describeFailure(failure.code, failure.detail) },
    );
    await trace(tx, row, failure?.code ?? null);
  }
}

/** What lists show of the study, and a hint to who looks at them. */
async function tell(
  tx: Tx,
  row: RetrievalRow,
  awaiting: { state: 'moving' | 'failed'; reason: string } | null,
): Promise<void> {
  const shown = awaiting && { source: row.peerName, done: row.arrived, total: row.total, ...awaiting };
  await noteAwaiting(tx, row.studyId, shown);
  await announce(tx, [`structure:${row.structureId}`]);
}

/** Who asked is in the row of the request; this one says what became of it (CCTP 3.2.2.9). */
async function trace(tx: Tx, row: RetrievalRow, failure: string | null): Promise<void> {
  await record(
    tx,
    { kind: 'machine', name: 'retriever', structureId: asId(row.structureId) },
    {
      act: 'study.retrieved',
      outcome: failure ? 'failed' : 'done',
      resource: { kind: 'study', id: row.studyId },
      details: {
        retrieval: row.id,
        peerId: row.peerId,
        StudyInstanceUID: row.StudyInstanceUID,
        images: row.arrived,
        total: row.total,
        failure,
      },
    },
  );
}
