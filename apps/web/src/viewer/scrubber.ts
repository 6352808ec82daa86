import { el } from './dom.ts';

/** Index of the slice at a height of the track, the first at its top. */
export function indexAtHeight(y: number, height: number, count: number): number {
  if (height <= 0 || count <= 1) return 0;
  return Math.min(count - 1, Math.max(0, Math.round((y / height) * (count - 1))));
}

/** Height at which a slice stands on the track. */
export function heightOfIndex(index: number, height: number, count: number): number {
  return count <= 1 ? 0 : (index / (count - 1)) * height;
}

/** Stretches of the track whose slices are in memory: [top, bottom) in the unit of `height`. */
export function receivedStretches(received: readonly boolean[], height: number): [number, number][] {
  const stretches: [number, number][] = [];
  const each = height / Math.max(1, received.length);
  for (const [index, isThere] of received.entries()) {
    if (!isThere) continue;
    const last = stretches.at(-1);
    if (last !== undefined && Math.abs(last[1] - index * each) < 1e-6) last[1] = (index + 1) * each;
    else stretches.push([index * each, (index + 1) * each]);
  }
  return stretches;
}

/** The bar of slices at the right edge: drag to scroll, marks for the slices already in memory. */
export class Scrubber {
  readonly element: HTMLElement;
  readonly #marks = el('canvas', { class: 'v-scrubber-marks' });
  readonly #thumb = el('div', { class: 'v-scrubber-thumb' });
  readonly #track: HTMLElement;
  #count = 0;

  constructor(onIndex: (index: number) => void) {
    this.#track = el('div', { class: 'v-scrubber-track' }, this.#marks, this.#thumb);
    this.element = el(
      'div',
      {
        class: 'v-scrubber',
        role: 'slider',
        tabindex: '0',
        'aria-label': 'Image',
        'aria-orientation': 'vertical',
      },
      this.#track,
    );
    this.element.hidden = true;
    const jump = (event: PointerEvent): void => {
      const box = this.#track.getBoundingClientRect();
      onIndex(indexAtHeight(event.clientY - box.top, box.height, this.#count));
    };
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      jump(event);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) jump(event);
    });
  }

  /** `index` is the wanted slice, `received` tells slice by slice which are in memory. */
  update(index: number, received: readonly boolean[]): void {
    this.#count = received.length;
    this.element.hidden = this.#count < 2;
    this.element.setAttribute('aria-valuemin', '1');
    this.element.setAttribute('aria-valuemax', String(this.#count));
    this.element.setAttribute('aria-valuenow', String(index + 1));
    this.element.setAttribute('aria-valuetext', `Image ${index + 1} sur ${this.#count}`);
    this.#thumb.style.top = `${heightOfIndex(index, 100, this.#count)}%`;
    this.#drawMarks(received);
  }

  #drawMarks(received: readonly boolean[]): void {
    const height = this.#marks.clientHeight;
    const context = this.#marks.getContext('2d');
    if (context === null || height === 0) return;
    this.#marks.width = 4;
    this.#marks.height = height;
    context.fillStyle = getComputedStyle(this.#marks).color;
    for (const [top, bottom] of receivedStretches(received, height))
      context.fillRect(0, top, 4, bottom - top);
  }
}
