import type { Coercion, Delivery, DeliveryState } from './contract.ts';

/**
 * What a try came to. `mayPass`: trying again is worth it. `isLasting`: somebody has to change a setting first; tried on
 * all the same, for it may be changed within the day, but another destination comes before.
 */
export type TryOutcome =
  | { kind: 'complete' }
  | { kind: 'trouble'; code: string; detail: string; mayPass: boolean; isLasting?: boolean };

export type Standing = {
  /** Place in the order of failover. */
  peerAt: number;
  peerCount: number;
  triesEach: number;
  failuresHere: number;
  attempts: number;
  giveUpAt: Date;
};

export type NextStep =
  | { state: 'done' }
  | { state: 'failed' }
  | { state: 'waiting'; peerAt: number; failuresHere: number; delayMs: number };

/** How long a delivery is tried before somebody must look at it. */
export const patienceMs = 24 * 3_600_000;
const firstDelayMs = 5000;
const longestDelayMs = 15 * 60_000;

/** Doubled at each failure in a row, a quarter of an hour at most. */
export function retryDelayMs(failures: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, failures - 1));
}

/**
 * What follows a try. After `triesEach` failures the next destination has its turn, at once the first time round; after the
 * last one the first again. What cannot pass by itself fails, unless another destination remains that was not tried.
 */
export function nextStep(outcome: TryOutcome, standing: Standing, now: Date): NextStep {
  if (outcome.kind === 'complete') return { state: 'done' };
  const { peerAt, peerCount, triesEach, giveUpAt } = standing;
  const failures = standing.failuresHere + 1;
  const hasNext = peerAt + 1 < peerCount;
  const isSpent = failures >= triesEach || !outcome.mayPass || outcome.isLasting === true;
  if (isSpent && hasNext) return { state: 'waiting', peerAt: peerAt + 1, failuresHere: 0, delayMs: 0 };
  if (!outcome.mayPass) return { state: 'failed' };
  const delayMs = retryDelayMs(peerCount > 1 ? standing.attempts : failures);
  if (now.getTime() + delayMs > giveUpAt.getTime()) return { state: 'failed' };
  if (isSpent && peerCount > 1) return { state: 'waiting', peerAt: 0, failuresHere: 0, delayMs };
  return { state: 'waiting', peerAt, failuresHere: failures, delayMs };
}

/**
 * Whether a try after which nothing lacked is to be followed by another: of the images that are known now some did not
 * leave, or the study still arrives, or has yet to; one that was purged does not come by itself. `arrival` is read before
 * the images are counted.
 */
export function waitsForMore(
  arrival: string | undefined,
  { total, sent, refused }: { total: number; sent: number; refused: number },
): boolean {
  if (arrival === undefined || arrival === 'purged') return false;
  return total === 0 || sent + refused < total || (arrival !== 'idle' && arrival !== 'stalled');
}

export type ImageOutcome = 'sent' | 'warned' | 'refused';

/**
 * What a C-STORE status means for the image (PS3.4 table B.2-1, PS3.7 annex C); null: it may pass, send it again.
 * Warnings mean that it is kept. A duplicate is there already.
 */
export function outcomeOf(status: number): ImageOutcome | null {
  if (status === 0x0000) return 'sent';
  if (status === 0x0001 || status >> 12 === 0xb || status === 0x0107 || status === 0x0116) return 'warned';
  if (status === 0x0111) return 'sent';
  const isPassing = status >> 8 === 0xa7 || status === 0x0110 || status === 0x0124 || status === 0xfe00;
  return isPassing ? null : 'refused';
}

const open: readonly DeliveryState[] = ['waiting', 'sending'];

export function isOpen(state: DeliveryState): boolean {
  return open.includes(state);
}

/** By hand: what failed or waits for its next try. Cancelled is asked anew instead. */
export function mayRetry(delivery: { state: DeliveryState; attempts: number }): boolean {
  return delivery.state === 'failed' || (delivery.state === 'waiting' && delivery.attempts > 0);
}

export function mayCancel(delivery: { state: DeliveryState }): boolean {
  return isOpen(delivery.state) || delivery.state === 'failed';
}

/** Of a destination that was asked and has not said that it keeps all. */
export function mayAskCommitment(delivery: {
  state: DeliveryState;
  commitment: Delivery['commitment'];
}): boolean {
  return delivery.state === 'done' && ['unreported', 'partial', 'refused'].includes(delivery.commitment);
}

/** What asks for nothing is no coercion. */
export function effective(coercion: Coercion | null): Coercion | null {
  if (!coercion) return null;
  const { patientId, accessionNumber, traits } = coercion;
  return patientId === null && accessionNumber === null && traits === null ? null : coercion;
}
