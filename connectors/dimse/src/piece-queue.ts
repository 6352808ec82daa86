type Waiting = { readonly bytes: Buffer; taken(): void };

/** Pieces of one object, from who brings them to who takes them: `push` resolves once the piece is taken. */
export class PieceQueue implements AsyncIterable<Uint8Array> {
  #waiting: Waiting | null = null;
  #wake: (() => void) | null = null;
  #isEnded = false;
  #isDropped = false;
  #error: Error | null = null;

  /** One at a time. */
  async push(bytes: Buffer): Promise<void> {
    if (this.#isDropped) return;
    await new Promise<void>((taken) => {
      this.#waiting = { bytes, taken };
      this.#wake?.();
    });
  }

  end(): void {
    this.#isEnded = true;
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#error ??= error;
    this.#wake?.();
  }

  /** Nobody takes any more: what still comes is let go. */
  drop(): void {
    this.#isDropped = true;
    this.#waiting?.taken();
    this.#waiting = null;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (;;) {
      const piece = this.#waiting;
      if (piece) {
        this.#waiting = null;
        // Whoever takes may leave here: who brings must not wait for ever.
        try {
          yield piece.bytes;
        } finally {
          piece.taken();
        }
      } else if (this.#error) throw this.#error;
      else if (this.#isEnded) return;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
