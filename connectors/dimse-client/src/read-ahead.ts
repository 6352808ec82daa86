import type { SendableInstance } from '@liaison/pacs';

/** What is read of an image before it is its turn. Most images are shorter, and leave in one piece. */
const mostAheadBytes = 1024 * 1024;

/** The same images; the next one is read while the peer answers for the one before. */
export async function* readAhead(
  instances: AsyncIterable<SendableInstance>,
): AsyncGenerator<SendableInstance> {
  let begun: Begun | null = null;
  try {
    for await (const instance of instances) {
      const ready: Begun | null = begun;
      begun = new Begun(instance);
      if (ready) yield* ready.whole();
    }
    const last = begun;
    begun = null;
    if (last) yield* last.whole();
  } finally {
    await begun?.giveUp();
  }
}

class Begun {
  readonly #instance: SendableInstance;
  readonly #source: AsyncIterator<Uint8Array>;
  readonly #beginning: Promise<{ bytes: Uint8Array; isWhole: boolean }>;

  constructor(instance: SendableInstance) {
    this.#instance = instance;
    this.#source = instance.pieces()[Symbol.asyncIterator]();
    this.#beginning = this.#begin();
    // Told to who reads it.
    this.#beginning.catch(() => {});
  }

  /** Closed once its turn is over: one that the peer does not take is never read to its end. */
  async *whole(): AsyncGenerator<SendableInstance> {
    try {
      yield { ...this.#instance, pieces: () => this.#pieces() };
    } finally {
      await this.giveUp();
    }
  }

  async giveUp(): Promise<void> {
    await this.#beginning.catch(() => {});
    await this.#source.return?.();
  }

  async #begin(): Promise<{ bytes: Uint8Array; isWhole: boolean }> {
    const pieces: Uint8Array[] = [];
    for (let length = 0; length < mostAheadBytes;) {
      const { done, value } = await this.#source.next();
      if (done === true) return { bytes: Buffer.concat(pieces), isWhole: true };
      pieces.push(value);
      length += value.length;
    }
    return { bytes: Buffer.concat(pieces), isWhole: false };
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    const { bytes, isWhole } = await this.#beginning;
    yield bytes;
    if (isWhole) return;
    for (let next = await this.#source.next(); next.done !== true; next = await this.#source.next())
      yield next.value;
  }
}
