import type { Round } from './statistics.ts';

/** Until when rounds may start, and where faults are told. */
export type Course = {
  readonly signal: AbortSignal;
  /** Instant of `performance.now()` after which no round starts; the first one always does. */
  readonly deadline: number;
  readonly rounds: number;
  tell(text: string): void;
};

/**
 * Measures everything once in each round, each round beginning with another one, so that none always follows the same.
 * A measure that fails leaves its pairs of that round void, and is told. `prepare` gives what a round has in common.
 */
export async function interleave<Contestant extends { readonly name: string }, Common>(
  contestants: readonly Contestant[],
  course: Course,
  prepare: () => Promise<Common>,
  measure: (contestant: Contestant, common: Common) => Promise<number>,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let index = 0; index < course.rounds; index++) {
    course.signal.throwIfAborted();
    if (index > 0 && performance.now() > course.deadline) {
      course.tell(`out of time after ${index} of ${course.rounds} rounds`);
      break;
    }
    const common = await prepare();
    const round = new Map<string, number>();
    for (const contestant of rotated(contestants, index)) {
      course.signal.throwIfAborted();
      try {
        round.set(contestant.name, await measure(contestant, common));
      } catch (error) {
        course.tell(
          `round ${index + 1}, ${contestant.name}: void, ${error instanceof Error ? error.message : 'failed'}`,
        );
      }
    }
    rounds.push(round);
  }
  return rounds;
}

function rotated<Item>(items: readonly Item[], by: number): Item[] {
  const at = by % Math.max(1, items.length);
  return [...items.slice(at), ...items.slice(0, at)];
}
