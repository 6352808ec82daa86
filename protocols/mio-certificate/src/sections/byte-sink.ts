/** Bytes gathered one after another, in a buffer that grows and is used again. */
export class ByteSink {
  #buffer = Buffer.allocUnsafe(4096);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  get bytes(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  byte(value: number): void {
    if (this.#length === this.#buffer.length) this.#grow(1);
    this.#buffer[this.#length] = value;
    this.#length += 1;
  }

  range(source: Buffer, from: number, to: number): void {
    const size = to - from;
    if (this.#length + size > this.#buffer.length) this.#grow(size);
    const target = this.#buffer;
    let at = this.#length;
    // Most ranges are names and short values, for which a call of `copy` costs more than its work.
    if (size < 32) for (let index = from; index < to; index += 1) target[at++] = source[index] ?? 0;
    else source.copy(target, at, from, to);
    this.#length += size;
  }

  text(value: string): void {
    const bytes = Buffer.from(value, 'utf8');
    this.range(bytes, 0, bytes.length);
  }

  cutTo(length: number): void {
    this.#length = length;
  }

  #grow(by: number): void {
    const larger = Buffer.allocUnsafe(2 * (this.#length + by));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
