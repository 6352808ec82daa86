import { subjectsOf, type Actor, type Clock } from '@liaison/kernel';

/**
 * Which rows, written in the journal, still cover what an actor reads: an opened study covers its frames and refreshes, a
 * list its next slices and its refreshes after a live hint. What nothing covers is an act of its own, whatever the request
 * says of itself, so that nothing is read without a row.
 */
export type Covers = {
  /** `what`: the id of what was opened, or the criteria of a list. */
  covers(actor: Actor, what: string): boolean;
  /** To be called once the row is committed. */
  mark(actor: Actor, what: string): void;
};

const mostKept = 20_000;

/** As long as a session lasts: a screen may stay open through a night on call. */
export const sessionCoverMs = 12 * 3_600_000;

/** Kept in memory for `lastingMs`: another process, or this one after a restart, writes one row more. */
export function openCovers(clock: Clock, lastingMs: number): Covers {
  const until = new Map<string, number>();
  return {
    covers: (actor, what) => (until.get(keyOf(actor, what)) ?? 0) > clock.now().getTime(),
    mark(actor, what) {
      const key = keyOf(actor, what);
      until.delete(key);
      until.set(key, clock.now().getTime() + lastingMs);
      const [oldest] = until.keys();
      if (until.size > mostKept && oldest !== undefined) until.delete(oldest);
    },
  };
}

function keyOf(actor: Actor, what: string): string {
  return `${subjectsOf(actor).join(' ')} ${what}`;
}
