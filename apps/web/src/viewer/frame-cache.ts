import { pixelBytes } from './pixels.ts';
import type { Pixels } from './pixels.ts';

/** Decoded frames in memory, the least recently used leaving first. Nothing is ever written to the disk of the reader. */
export class FrameCache {
  readonly budget: number;
  #bytes = 0;
  readonly #frames = new Map<string, Pixels>();

  /** `budget` in bytes. */
  constructor(budget: number) {
    this.budget = budget;
  }

  has(key: string): boolean {
    return this.#frames.has(key);
  }

  get(key: string): Pixels | null {
    const pixels = this.#frames.get(key);
    if (pixels === undefined) return null;
    this.#frames.delete(key);
    this.#frames.set(key, pixels);
    return pixels;
  }

  put(key: string, pixels: Pixels): void {
    this.#remove(key);
    this.#frames.set(key, pixels);
    this.#bytes += pixelBytes(pixels);
    for (const oldest of this.#frames.keys()) {
      if (this.#bytes <= this.budget || oldest === key) return;
      this.#remove(oldest);
    }
  }

  clear(): void {
    this.#frames.clear();
    this.#bytes = 0;
  }

  #remove(key: string): void {
    const pixels = this.#frames.get(key);
    if (pixels === undefined) return;
    this.#frames.delete(key);
    this.#bytes -= pixelBytes(pixels);
  }
}

const MEGABYTE = 1024 * 1024;

/** Budget in bytes for a device: phones and small machines reload the page when it takes too much. */
export function cacheBudget(deviceMemoryGb: number | undefined, coarsePointer: boolean): number {
  const small = deviceMemoryGb === undefined ? coarsePointer : deviceMemoryGb <= 4;
  return (small ? 256 : 1024) * MEGABYTE;
}

/** Budget in bytes for this device, whose memory only some browsers tell. */
export function deviceBudget(coarsePointer: boolean): number {
  const memory = 'deviceMemory' in navigator ? navigator.deviceMemory : undefined;
  return cacheBudget(typeof memory === 'number' ? memory : undefined, coarsePointer);
}
