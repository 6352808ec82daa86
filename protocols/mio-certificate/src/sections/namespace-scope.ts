/** Namespaces by prefix, as elements open and close. Most elements declare nothing. */
export class NamespaceScope {
  readonly #bound = new Map<string, string>([
    ['', ''],
    ['xml', 'http://www.w3.org/XML/1998/namespace'],
  ]);
  /** What each open element hides, to be put back when it closes; null for the many that hide nothing. */
  readonly #hidden: (Map<string, string | undefined> | null)[] = [];

  /** Namespaces of prefixes of up to three bytes, which nearly all are, by those bytes as a number. */
  readonly #short = new Map<number, string>();

  enter(): void {
    this.#hidden.push(null);
  }

  declare(prefix: string, namespace: string): void {
    const top = this.#hidden.length - 1;
    const hidden = this.#hidden[top] ?? new Map<string, string | undefined>();
    if (!hidden.has(prefix)) hidden.set(prefix, this.#bound.get(prefix));
    this.#hidden[top] = hidden;
    this.#bound.set(prefix, namespace);
    this.#short.clear();
  }

  leave(): void {
    const hidden = this.#hidden.pop();
    if (!hidden) return;
    this.#short.clear();
    for (const [prefix, namespace] of hidden) {
      if (namespace === undefined) this.#bound.delete(prefix);
      else this.#bound.set(prefix, namespace);
    }
  }

  /** Of the prefix between two places; none where they cross. A canonical form declares every prefix that it uses. */
  findAt(source: Buffer, from: number, to: number): string {
    if (to - from > 3) return this.#bound.get(source.toString('latin1', from, to)) ?? '';
    let key = 0;
    for (let at = from; at < to; at += 1) key = key * 256 + (source[at] ?? 0);
    const known = this.#short.get(key);
    if (known !== undefined) return known;
    const found = this.#bound.get(from < to ? source.toString('latin1', from, to) : '') ?? '';
    this.#short.set(key, found);
    return found;
  }
}
