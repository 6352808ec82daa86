import type { ManifestInstance } from '@liaison/imaging/contract';
import { activeStack, indexOf, wantedSlot } from './stack.ts';
import type { Session, Slot } from './stack.ts';

/** Frames per second where an instance does not tell. */
const USUAL_RATE = 15;
const RATES = { least: 1, most: 60 };
/** After a pause of the page, a loop goes on from where it was instead of catching up. */
const LONGEST_STEP_MS = 250;

/** Frames per second of an instance (FrameTime, PS3.3 section C.7.6.5), within what a screen can show. */
export function cineRate({ frameTimeMs }: Pick<ManifestInstance, 'frameTimeMs'>): number {
  if (frameTimeMs === null || !(frameTimeMs > 0)) return USUAL_RATE;
  return Math.min(RATES.most, Math.max(RATES.least, 1000 / frameTimeMs));
}

export type Loop = { readonly first: number; readonly last: number };

/** Whether the frames of an instance follow one another in time: those with a place in the body are slices. */
function isLoop({ frames, frameTimeMs, imageOrientation }: ManifestInstance): boolean {
  return frames > 1 && (frameTimeMs !== null || imageOrientation === null);
}

/** First and last index, in a stack, of the frames of the instance at an index; null where it is no loop. */
export function cineLoop(stack: readonly Slot[], index: number): Loop | null {
  const slot = stack[index];
  if (slot === undefined || !isLoop(slot.instance)) return null;
  const first = index - (slot.frame - 1);
  return { first, last: first + slot.instance.frames - 1 };
}

/** What a player needs of the viewer. */
type Host = {
  session(): Session | null;
  isLoaded(key: string): boolean;
  /** Shows the image of that index of the active series. */
  show(index: number): void;
};

/** Plays the frames of the wanted instance, round and round. */
export class LoopPlayer {
  readonly #host: Host;
  readonly #cine = new Cine(() => this.#step());

  constructor(host: Host) {
    this.#host = host;
  }

  /** The loop under the reader's eyes; null where there is none. */
  get state(): { isPlaying: boolean; rate: number } | null {
    const slot = this.#slot();
    if (slot === null || !isLoop(slot.instance)) return null;
    return { isPlaying: this.#cine.isPlaying, rate: cineRate(slot.instance) };
  }

  /** The loop that plays. */
  get playing(): Loop | null {
    return this.#cine.isPlaying ? this.#loop() : null;
  }

  toggle(): void {
    const { state } = this;
    if (state === null || state.isPlaying) this.#cine.pause();
    else this.#cine.play(state.rate);
  }

  pause(): void {
    this.#cine.pause();
  }

  /** The next frame, once it is there: a loop that outruns the network waits. */
  #step(): void {
    const session = this.#host.session();
    const loop = this.#loop();
    if (session === null || loop === null) return this.#cine.pause();
    const index = indexOf(session);
    const next = index >= loop.last ? loop.first : index + 1;
    const slot = activeStack(session)[next];
    if (slot !== undefined && this.#host.isLoaded(slot.key)) this.#host.show(next);
  }

  #slot(): Slot | null {
    const session = this.#host.session();
    return session === null ? null : wantedSlot(session);
  }

  #loop(): Loop | null {
    const session = this.#host.session();
    return session === null ? null : cineLoop(activeStack(session), indexOf(session));
  }
}

/** The clock of a loop: calls `onStep` at the rate of the images, as long as it plays. */
class Cine {
  readonly #onStep: () => void;
  #rate = USUAL_RATE;
  #request = 0;
  #last = 0;
  #due = 0;
  #isPlaying = false;

  constructor(onStep: () => void) {
    this.#onStep = onStep;
  }

  get isPlaying(): boolean {
    return this.#isPlaying;
  }

  play(rate: number): void {
    this.#rate = rate;
    if (this.#isPlaying) return;
    this.#isPlaying = true;
    this.#due = 0;
    this.#last = performance.now();
    this.#request = requestAnimationFrame((now) => this.#tick(now));
  }

  pause(): void {
    this.#isPlaying = false;
    cancelAnimationFrame(this.#request);
  }

  #tick(now: number): void {
    if (!this.#isPlaying) return;
    this.#due += Math.min(LONGEST_STEP_MS, Math.max(0, now - this.#last));
    this.#last = now;
    const step = 1000 / this.#rate;
    if (this.#due >= step) {
      this.#due %= step;
      this.#onStep();
    }
    this.#request = requestAnimationFrame((next) => this.#tick(next));
  }
}
