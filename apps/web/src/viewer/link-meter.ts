type Sample = { readonly bytes: number; readonly from: number; readonly to: number };

const KEPT = 8;
const FEWEST = 3;
/**
 * Bytes per second below which lossless HTJ2K is sooner drawn than the frame as it was received. A CT slice takes some 100 kB
 * less, which decoding pays with 5 ms in a worker (viewer.md section 3): 20 MB/s, and the server has nothing left to pack.
 */
const FAST = 20_000_000;

/** How fast frames come, over the last ones: several at once share the link, so that it is their sum over their time. */
export class LinkMeter {
  readonly #samples: Sample[] = [];

  /** Notes a frame of so many bytes on the link, asked and received at these milliseconds. */
  note(bytes: number, from: number, to: number): void {
    this.#samples.push({ bytes, from, to });
    if (this.#samples.length > KEPT) this.#samples.shift();
  }

  /** Whether fewer bytes are worth the time to decode them; not before enough frames came to tell. */
  get isSlow(): boolean {
    if (this.#samples.length < FEWEST) return false;
    const from = Math.min(...this.#samples.map((sample) => sample.from));
    const to = Math.max(...this.#samples.map((sample) => sample.to));
    const bytes = this.#samples.reduce((sum, sample) => sum + sample.bytes, 0);
    return bytes / Math.max(1, to - from) < FAST / 1000;
  }
}
