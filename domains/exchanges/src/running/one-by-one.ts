import { FileSpaceError, type FileSpaceTrouble } from '@liaison/file-space';
import { retryDelayMs } from '../model.ts';
import type { Round } from './rounds.ts';

/**
 * The things that a round finds, each on its own: one that goes wrong is told and waits, longer at each failure, and what is
 * behind it does not.
 */
export class OneByOne<Thing> {
  readonly #keyOf: (thing: Thing) => string;
  readonly #isOfChannel: (error: unknown) => boolean;
  readonly #now: () => number;
  #failed = new Map<string, { times: number; untilMs: number }>();

  /** `isOfThing`: what is the fault of one thing besides what always is. `now`: a clock that only goes forward, in milliseconds. */
  constructor(
    keyOf: (thing: Thing) => string,
    isOfThing: (error: unknown) => boolean = () => false,
    now: () => number = () => performance.now(),
  ) {
    this.#keyOf = keyOf;
    this.#isOfChannel = (error) => !isOfThing(error) && !isOfOne(error);
    this.#now = now;
  }

  /** @throws what is wrong with the channel or the database, and would be with the next thing as well */
  async each(
    things: readonly Thing[],
    { signal, tell }: Round,
    work: (thing: Thing) => Promise<void>,
  ): Promise<void> {
    const before = this.#failed;
    this.#failed = new Map(
      things.map(this.#keyOf).flatMap((key) => {
        const known = before.get(key);
        return known ? [[key, known]] : [];
      }),
    );
    for (const thing of things) {
      if (signal.aborted) return;
      const key = this.#keyOf(thing);
      const { times, untilMs } = this.#failed.get(key) ?? { times: 0, untilMs: -Infinity };
      if (this.#now() < untilMs) continue;
      try {
        await work(thing);
        this.#failed.delete(key);
      } catch (error) {
        if (this.#isOfChannel(error)) throw error;
        this.#failed.set(key, { times: times + 1, untilMs: this.#now() + retryDelayMs(times + 1) });
        tell(error);
      }
    }
  }
}

const ofOneFile: ReadonlySet<FileSpaceTrouble> = new Set([
  'unauthorised',
  'too-large',
  'missing',
  'bad-name',
  'unforeseen',
]);

/** A file that cannot be read or moved, data that the database refuses (SQLSTATE classes 22 and 23), a fault of ours. */
function isOfOne(error: unknown): boolean {
  if (error instanceof FileSpaceError) return ofOneFile.has(error.trouble);
  if (error instanceof TypeError || error instanceof RangeError || error instanceof SyntaxError) return true;
  return error instanceof Error && 'code' in error && /^2[23]...$/.test(String(error.code));
}
