/** What the clock of a stroke shows. Instants are ISO 8601, durations in ms. */
export type StrokeClock =
  | {
      readonly kind: 'running';
      readonly deadline: string;
      readonly remainingMs: number;
      readonly isSoon: boolean;
    }
  | { readonly kind: 'passed'; readonly deadline: string; readonly sinceMs: number };

/** Window of the intravenous thrombolysis, counted from "dernière fois vu bien". */
const windowMs = 4.5 * 3_600_000;
/** Within the last hour the clock says so by its mark. */
const soonMs = 3_600_000;

/** Null when "dernière fois vu bien" is unknown: no countdown is then shown. */
export function strokeClock(lastSeenWellAt: string | null, now: number): StrokeClock | null {
  if (lastSeenWellAt === null) return null;
  const deadlineMs = Date.parse(lastSeenWellAt) + windowMs;
  if (Number.isNaN(deadlineMs)) return null;
  const deadline = new Date(deadlineMs).toISOString();
  const remainingMs = deadlineMs - now;
  if (remainingMs <= 0) return { kind: 'passed', deadline, sinceMs: now - deadlineMs };
  return { kind: 'running', deadline, remainingMs, isSoon: remainingMs <= soonMs };
}
