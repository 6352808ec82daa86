import { withSystem, type Tx } from '@liaison/db';
import { arrivalOf } from '@liaison/imaging';
import { handle, type Enqueue, type Handler } from '@liaison/jobs';
import { record } from '@liaison/journal';
import { asId, newId } from '@liaison/kernel';
import { announce } from '@liaison/live';
import { describeError, type Log } from '@liaison/log';
import { findPeer, type ApprovedPeer } from '@liaison/pacs';
import { releaseStudies } from '@liaison/retention';
import {
  letGo,
  lockHeld,
  recount,
  releaseDelivery,
  renew,
  takeDue,
  type Counts,
  type HeldDelivery,
} from './delivering-store.ts';
import { isDestination } from './destinations.ts';
import { nextStep, waitsForMore, type TryOutcome } from '../model.ts';
import { commitmentDue, deliveryDue } from '../queues.ts';
import { runDelivery, type Delivering } from './run-delivery.ts';

export type DelivererOptions = Delivering & {
  log: Log;
  enqueue: Enqueue;
  /** Deliveries under way at once, in all and at one destination. */
  most?: number;
  mostPerPeer?: number;
  /** Between two looks for what is due without a job having said so. */
  sweepMs?: number;
  /** How long a process that says nothing is believed to be sending. */
  heldForMs?: number;
};

export type Deliverer = {
  /** For the queue `delivery.due`. */
  handlers: Handler[];
  /** Resolves once nothing is under way nor due. */
  idle(): Promise<void>;
  /** Cuts what is under way: it is due again at once, for another process. */
  stop(): Promise<void>;
};

/** More images of a study that still arrives are looked for after this long. */
const moreAfterMs = 3000;

/** Sends what is due. Any number of processes may: each delivery is held by one, and taken over when that one dies. */
export function startDeliverer(options: DelivererOptions): Deliverer {
  return new StoreAndForward(options);
}

class StoreAndForward implements Deliverer {
  readonly handlers = [handle(deliveryDue, async () => this.#wake())];
  readonly #options: DelivererOptions;
  readonly #holder: string = newId();
  readonly #running = new Map<string, { peerId: string; abort: AbortController; ended: Promise<void> }>();
  readonly #timers: NodeJS.Timeout[];
  #filling: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(options: DelivererOptions) {
    this.#options = options;
    this.#timers = [
      setInterval(() => this.#wake(), options.sweepMs ?? 2000),
      setInterval(() => void this.#renew(), this.#heldForMs / 4),
    ];
    this.#wake();
  }

  get #heldForMs(): number {
    return this.#options.heldForMs ?? 20_000;
  }

  #own(): { holder: string; heldForMs: number } {
    return { holder: this.#holder, heldForMs: this.#heldForMs };
  }

  async idle(): Promise<void> {
    do {
      this.#wake();
      await this.#filling;
      await Promise.all([...this.#running.values()].map(({ ended }) => ended));
    } while (this.#running.size > 0);
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearInterval(timer);
    await this.#filling;
    const running = [...this.#running.values()];
    for (const { abort } of running) abort.abort();
    await Promise.all(running.map(({ ended }) => ended));
    await withSystem(this.#options.database, (tx) => letGo(tx, this.#holder)).catch((error: unknown) =>
      this.#options.log.warn('deliveries not let go', describeError(error)),
    );
  }

  #wake(): void {
    this.#filling = this.#filling
      .then(() => this.#fill())
      .catch((error: unknown) => this.#options.log.warn('deliveries wait', describeError(error)));
  }

  async #fill(): Promise<void> {
    while (!this.#isStopped && this.#running.size < (this.#options.most ?? 6)) {
      const given = { ...this.#own(), busyPeers: this.#busyPeers(), running: [...this.#running.keys()] };
      const delivery = await withSystem(this.#options.database, async (tx) => {
        const taken = await takeDue(tx, given);
        if (taken) await announce(tx, topicsOf(taken));
        return taken;
      });
      if (!delivery) return;
      const abort = new AbortController();
      const ended = this.#run(delivery, abort.signal).finally(() => {
        this.#running.delete(delivery.id);
        if (!this.#isStopped) this.#wake();
      });
      this.#running.set(delivery.id, { peerId: delivery.peerId, abort, ended });
    }
  }

  #busyPeers(): string[] {
    const counts = new Map<string, number>();
    for (const { peerId } of this.#running.values()) counts.set(peerId, (counts.get(peerId) ?? 0) + 1);
    const most = this.#options.mostPerPeer ?? 2;
    return [...counts].filter(([, count]) => count >= most).map(([peerId]) => peerId);
  }

  /** What was cancelled, or is believed dead and was taken over, is cut. */
  async #renew(): Promise<void> {
    const ids = [...this.#running.keys()];
    if (ids.length === 0) return;
    try {
      const given = { ...this.#own(), ids };
      const lost = await withSystem(this.#options.database, (tx) => renew(tx, given));
      for (const id of lost) this.#running.get(id)?.abort.abort();
    } catch (error) {
      this.#options.log.warn('deliveries not renewed', describeError(error));
    }
  }

  async #run(delivery: HeldDelivery, signal: AbortSignal): Promise<void> {
    const { database, log } = this.#options;
    try {
      const peer = await withSystem(database, (tx) => findPeer(tx, delivery.peerId));
      const outcome = await this.#attempt(delivery, peer, signal);
      if (this.#isStopped) return;
      await withSystem(database, async (tx) => {
        const isDone = await this.#end(tx, delivery, outcome);
        if (isDone && peer?.roles.commit)
          await this.#options.enqueue(tx, commitmentDue, { deliveryId: delivery.id });
      });
    } catch (error) {
      // Its hold runs out, and the delivery is taken again.
      log.warn('a delivery was cut', { job_id: delivery.id, ...describeError(error) });
    }
  }

  async #attempt(
    delivery: HeldDelivery,
    peer: ApprovedPeer | undefined,
    signal: AbortSignal,
  ): Promise<TryOutcome> {
    if (!peer || !isDestination(peer))
      return { kind: 'trouble', code: 'destination-gone', detail: '', mayPass: false };
    if (!peer.isStoreApproved)
      return { kind: 'trouble', code: 'destination-unapproved', detail: '', mayPass: true, isLasting: true };
    try {
      return await runDelivery(this.#options, delivery, peer, signal);
    } catch (error) {
      this.#options.log.warn('a try failed', { job_id: delivery.id, ...describeError(error) });
      return { kind: 'trouble', code: 'unforeseen', detail: '', mayPass: true };
    }
  }

  /** @returns whether all of the study is there. */
  async #end(tx: Tx, delivery: HeldDelivery, outcome: TryOutcome): Promise<boolean> {
    if (!(await lockHeld(tx, delivery.id, this.#holder))) return false;
    // Before the images are counted: one that comes in between is then missed by neither.
    const arrival = await arrivalOf(tx, delivery.studyId);
    const counts = await recount(tx, delivery.id, delivery.peerId);
    const now = this.#options.clock.now();
    const more = outcome.kind === 'complete' && waitsForMore(arrival, counts);
    await announce(tx, topicsOf(delivery));
    if (more && now < delivery.giveUpAt) {
      const nextTryAt = new Date(now.getTime() + moreAfterMs);
      await releaseDelivery(tx, delivery.id, { ...waiting, nextTryAt, failuresHere: 0, failure: null });
      return false;
    }
    return this.#settle(tx, { delivery, outcome: judge(outcome, counts), counts, now });
  }

  async #settle(
    tx: Tx,
    {
      delivery,
      outcome,
      counts,
      now,
    }: { delivery: HeldDelivery; outcome: TryOutcome; counts: Counts; now: Date },
  ): Promise<boolean> {
    const peerAt = Math.max(0, delivery.peerIds.indexOf(delivery.peerId));
    const step = nextStep(outcome, { ...delivery, peerAt, peerCount: delivery.peerIds.length }, now);
    const failure = outcome.kind === 'complete' ? null : { code: outcome.code, detail: outcome.detail };
    if (step.state === 'waiting') {
      const peer = step.peerAt === peerAt ? null : await this.#peerAt(tx, delivery, step.peerAt);
      const nextTryAt = new Date(now.getTime() + step.delayMs);
      await releaseDelivery(tx, delivery.id, {
        state: 'waiting',
        nextTryAt,
        failuresHere: step.failuresHere,
        failure,
        peer,
      });
      return false;
    }
    const over = { ...waiting, state: step.state, nextTryAt: null, failuresHere: 0, failure };
    await releaseDelivery(tx, delivery.id, over);
    if (step.state === 'done') await releaseStudies(tx, delivery.id);
    await trace(tx, delivery, { counts, failure });
    return step.state === 'done';
  }

  async #peerAt(
    tx: Tx,
    delivery: HeldDelivery,
    at: number,
  ): Promise<{ id: string; name: string; aeTitle: string }> {
    const id = delivery.peerIds[at] ?? delivery.peerId;
    const peer = await findPeer(tx, id);
    return { id, name: peer?.name ?? '', aeTitle: peer?.aeTitle ?? '' };
  }
}

/** All was tried: what was refused, or that nothing ever came, is trouble that does not pass by itself. */
function judge(outcome: TryOutcome, counts: Counts): TryOutcome {
  if (outcome.kind !== 'complete') return outcome;
  if (counts.total === 0) return { kind: 'trouble', code: 'no-image-yet', detail: '', mayPass: false };
  if (counts.refused > 0) return { kind: 'trouble', code: 'images-refused', detail: '', mayPass: false };
  return outcome;
}

const waiting = { state: 'waiting', peer: null } as const;

function topicsOf(delivery: HeldDelivery): [`structure:${string}`, `study:${string}`] {
  return [`structure:${delivery.structureId}`, `study:${delivery.studyId}`];
}

/** Who asked is in the row of the request; this one says what became of it. */
async function trace(
  tx: Tx,
  delivery: HeldDelivery,
  { counts, failure }: { counts: Counts; failure: { code: string; detail: string } | null },
): Promise<void> {
  await record(
    tx,
    { kind: 'machine', name: 'deliverer', structureId: asId(delivery.structureId) },
    {
      act: 'study.sent',
      outcome: failure ? 'failed' : 'done',
      resource: { kind: 'study', id: delivery.studyId },
      details: {
        delivery: delivery.id,
        routeId: delivery.routeId,
        peerId: delivery.peerId,
        ...counts,
        failure: failure?.code ?? null,
      },
    },
  );
}
