import { subjectsOf, type Actor, type Clock } from '@liaison/kernel';

/**
 * Which openings, written in the journal, still cover what an actor reads of a study: its frames and refreshes leave no
 * row of their own. What nothing covers is an opening itself, so that no image is read without a row.
 */
export type Openings = {
  covers(actor: Actor, studyId: string): boolean;
  /** To be called once the row is committed. */
  mark(actor: Actor, studyId: string): void;
};

const mostKept = 20_000;

/** Kept in memory for `lastingMs`: another process, or this one after a restart, writes one row more. */
export function openOpenings(clock: Clock, lastingMs: number): Openings {
  const until = new Map<string, number>();
  return {
    covers: (actor, studyId) => (until.get(keyOf(actor, studyId)) ?? 0) > clock.now().getTime(),
    mark(actor, studyId) {
      const key = keyOf(actor, studyId);
      until.delete(key);
      until.set(key, clock.now().getTime() + lastingMs);
      const [oldest] = until.keys();
      if (until.size > mostKept && oldest !== undefined) until.delete(oldest);
    },
  };
}

function keyOf(actor: Actor, studyId: string): string {
  return `${subjectsOf(actor).join(' ')} ${studyId}`;
}
