import type { SendableInstance } from '@liaison/pacs';

/**
 * The same images; the first piece of the next one, which is all of most, is read while the peer answers for the one before.
 */
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
  readonly #first: Promise<IteratorResult<Uint8Array>>;

  constructor(instance: SendableInstance) {
    this.#instance = instance;
    this.#source = instance.pieces()[Symbol.asyncIterator]();
    this.#first = this.#source.next();
    // Told to who reads it.
    this.#first.catch(() => {});
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
    await this.#first.catch(() => {});
    await this.#source.return?.();
  }

  async *#pieces(): AsyncGenerator<Uint8Array, void, undefined> {
    for (let next = await this.#first; next.done !== true; next = await this.#source.next()) yield next.value;
  }
}
