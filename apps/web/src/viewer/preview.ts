import { fetchFrame } from './frame-source.ts';
import type { Slot } from './stack.ts';

/** An image that comes sooner than this needs no preview. */
const PATIENCE_MS = 350;

/** Fetches a compressed picture of the awaited image where the image itself takes long: to be marked as such, never read. */
export class PreviewLoader {
  readonly #onLoaded: (slot: Slot, bitmap: ImageBitmap) => void;
  #slot: Slot | null = null;
  #abort = new AbortController();

  constructor(onLoaded: (slot: Slot, bitmap: ImageBitmap) => void) {
    this.#onLoaded = onLoaded;
  }

  /** Awaits an image, or none: what was awaited before is given up. */
  await(slot: Slot | null): void {
    if (slot?.key === this.#slot?.key) return;
    this.#abort.abort();
    this.#abort = new AbortController();
    this.#slot = slot;
    if (slot === null) return;
    const { signal } = this.#abort;
    const patience = setTimeout(() => void this.#load(slot, signal), PATIENCE_MS);
    signal.addEventListener('abort', () => clearTimeout(patience));
  }

  async #load(slot: Slot, signal: AbortSignal): Promise<void> {
    try {
      const response = await fetchFrame(slot, '/preview', 'image/jpeg', signal);
      const bitmap = await createImageBitmap(await response.blob());
      if (!signal.aborted) this.#onLoaded(slot, bitmap);
    } catch {
      // The image itself is under way, and says what went wrong.
    }
  }
}
