/** What came of one try to bring a study. */
export type TryOutcome =
  | { kind: 'complete' }
  /** The PACS has no more to give: what lacks will not come by trying again at once. */
  | { kind: 'trouble'; code: string; detail: string; mayPass: boolean };

export type NextStep =
  | { state: 'done' }
  | { state: 'incomplete' | 'failed'; code: string; detail: string }
  | { state: 'waiting'; code: string; detail: string; delayMs: number };

/** Tries in a row before somebody must look at it: with their delays, about an hour. */
export const mostAttempts = 10;
const firstDelayMs = 5000;
const longestDelayMs = 15 * 60_000;

/** Doubled at each failure, a quarter of an hour at most. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.max(0, attempts - 1));
}

/**
 * What follows a try. `arrived`: images in the catalogue; what nothing changes is not tried for ever, and a study of which
 * something came is incomplete, not failed.
 */
export function nextStep(
  outcome: TryOutcome,
  { attempts, arrived }: { attempts: number; arrived: number },
): NextStep {
  if (outcome.kind === 'complete') return { state: 'done' };
  const { code, detail, mayPass } = outcome;
  if (mayPass && attempts < mostAttempts)
    return { state: 'waiting', code, detail, delayMs: retryDelayMs(attempts) };
  return { state: arrived > 0 ? 'incomplete' : 'failed', code, detail };
}
