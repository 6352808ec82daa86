import { openRange, StoreFailedError } from '@liaison/blobs';
import type { SizedDataSet } from '@liaison/dicom';

import type { StoreRegion } from './relay-frames.ts';

/** Of the objects that wait, those that are read: the one that leaves, and the next. */
const readAtOnce = 2;

export type ReadRegion = SizedDataSet & {
  /** Its turn is over, whether it left or not. */
  drop(): void;
};

/** Objects of one C-GET that are read from the store, in the order in which they leave. */
export class RegionReader {
  readonly #storeRoot: string;
  readonly #isCancelled: () => boolean;
  readonly #waiting: Reading[] = [];

  /** `isCancelled`: what has not begun to leave is given to nobody. */
  constructor(storeRoot: string, isCancelled: () => boolean) {
    this.#storeRoot = storeRoot;
    this.#isCancelled = isCancelled;
  }

  add(region: StoreRegion): ReadRegion {
    const reading = new Reading(this.#storeRoot, region);
    this.#waiting.push(reading);
    this.#advance();
    return {
      length: region.length,
      pieces: reading.pieces(this.#isCancelled),
      drop: () => {
        const at = this.#waiting.indexOf(reading);
        if (at < 0) return;
        this.#waiting.splice(at, 1);
        void reading.giveUp();
        this.#advance();
      },
    };
  }

  #advance(): void {
    for (const reading of this.#waiting.slice(0, readAtOnce)) reading.begin();
  }
}

class Reading {
  readonly #source: AsyncGenerator<Uint8Array, void, undefined>;
  #first: Promise<IteratorResult<Uint8Array, void>> | null = null;

  constructor(storeRoot: string, region: StoreRegion) {
    this.#source = piecesOf(storeRoot, region);
  }

  begin(): void {
    if (this.#first) return;
    this.#first = this.#source.next();
    // Told to who takes it.
    this.#first.catch(() => undefined);
  }

  async *pieces(isCancelled: () => boolean): AsyncGenerator<Uint8Array, void, undefined> {
    if (isCancelled()) throw new Error('cancelled');
    let next = await (this.#first ?? this.#source.next());
    for (; next.done !== true; next = await this.#source.next()) yield next.value;
  }

  async giveUp(): Promise<void> {
    await this.#first?.catch(() => undefined);
    await this.#source.return().catch(() => undefined);
  }
}

/**
 * Images that were found broken here, by container and offset. Of a long one pieces have left when its end shows it, and
 * the association ends with it: once. The next C-GET leaves it out and gives those behind it.
 */
const broken = new Set<string>();

async function* piecesOf(
  storeRoot: string,
  { containerId, offset, length, crc32 }: StoreRegion,
): AsyncGenerator<Uint8Array, void, undefined> {
  const name = `${containerId} ${offset}`;
  if (broken.has(name)) throw new StoreFailedError('found broken before');
  const range = openRange(storeRoot, containerId);
  try {
    yield* range.verified(offset, length, crc32);
  } catch (error) {
    if (error instanceof StoreFailedError) broken.add(name);
    throw error;
  } finally {
    range.close();
  }
}
