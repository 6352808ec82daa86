import type { SendingProgress } from './messages.ts';
import type { Hindrance } from './upload/uploader.ts';
import type { RefusalCode } from '@liaison/imports/contract';

/** The rate is that of these last moments: the network of a hospital is not the same all day. */
const windowMs = 10_000;

/** Counts what an upload has done, and how fast it goes. */
export class SendingTally {
  readonly #fileCount: number;
  readonly #byteCount: number;
  readonly #recent: { atMs: number; bytes: number }[] = [];
  readonly #refusals: Partial<Record<RefusalCode | 'unreadable-here', number>> = {};
  #storedCount = 0;
  #storedBytes = 0;
  #hindrance: Hindrance = null;

  constructor(lengths: readonly number[]) {
    this.#fileCount = lengths.length;
    this.#byteCount = lengths.reduce((sum, bytes) => sum + bytes, 0);
  }

  /** Stored by an earlier part of this import. */
  before(bytes: number): void {
    this.#storedCount += 1;
    this.#storedBytes += bytes;
  }

  stored(bytes: number, nowMs: number): void {
    this.before(bytes);
    this.#recent.push({ atMs: nowMs, bytes });
  }

  refused(code: RefusalCode | 'unreadable-here'): void {
    this.#refusals[code] = (this.#refusals[code] ?? 0) + 1;
  }

  hindered(by: Hindrance): void {
    this.#hindrance = by;
  }

  progress(nowMs: number): SendingProgress {
    while (this.#recent[0] && nowMs - this.#recent[0].atMs > windowMs) this.#recent.shift();
    const [first] = this.#recent;
    const bytes = this.#recent.reduce((sum, one) => sum + one.bytes, 0);
    return {
      fileCount: this.#fileCount,
      byteCount: this.#byteCount,
      storedCount: this.#storedCount,
      storedBytes: this.#storedBytes,
      refusals: { ...this.#refusals },
      hindrance: this.#hindrance,
      rate: first && nowMs - first.atMs > 500 ? (bytes / (nowMs - first.atMs)) * 1000 : null,
    };
  }
}
