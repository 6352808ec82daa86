import type { FoundFile } from './file-space.ts';

/**
 * Tells files that are whole from those that are still being written: programs that write straight under the final name say
 * in no other way that they have finished. A file has settled once it stayed the same for a while between two looks.
 */
export class SettledFiles {
  readonly #restMs: number;
  readonly #now: () => number;
  #seen = new Map<string, { size: number; modifiedMs: number; sinceMs: number }>();

  /** `restMs`: how long a file must stay the same; `now`: a clock that only goes forward, in milliseconds. */
  constructor(restMs: number, now: () => number = () => performance.now()) {
    this.#restMs = restMs;
    this.#now = now;
  }

  /** Of the files that a folder has now, those that have settled, the oldest first. Empty files never do. */
  look(found: readonly FoundFile[]): FoundFile[] {
    const now = this.#now();
    const seen = new Map<string, { size: number; modifiedMs: number; sinceMs: number }>();
    for (const { name, size, modifiedMs } of found) {
      const before = this.#seen.get(name);
      const isSame = before?.size === size && before.modifiedMs === modifiedMs;
      seen.set(name, { size, modifiedMs, sinceMs: isSame ? before.sinceMs : now });
    }
    this.#seen = seen;
    return found
      .filter(({ name, size }) => size > 0 && now - (seen.get(name)?.sinceMs ?? now) >= this.#restMs)
      .toSorted((one, other) => one.modifiedMs - other.modifiedMs || one.name.localeCompare(other.name));
  }
}
