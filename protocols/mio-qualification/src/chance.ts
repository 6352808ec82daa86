import { createHash } from 'node:crypto';

/** Draws that follow from a seed: the same ones for whoever has it, none that can be foretold without it. */
export class Chance {
  readonly #seed: string;
  #count = 0;

  /** `matter`: draws of one matter leave those of the others as they are. */
  constructor(seed: string, matter: string) {
    this.#seed = `${seed}/${matter}`;
  }

  #bytes(): Buffer {
    this.#count += 1;
    return createHash('sha256').update(`${this.#seed}/${this.#count}`).digest();
  }

  /** A whole number from 0, below `limit` (at most 2^32). */
  below(limit: number): number {
    const most = Math.floor(0x1_0000_0000 / limit) * limit;
    for (;;) {
      const drawn = this.#bytes().readUInt32BE(0);
      if (drawn < most) return drawn % limit;
    }
  }

  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  pick<Item>(items: readonly [Item, ...Item[]]): Item {
    return items[this.below(items.length)] ?? items[0];
  }

  /** The items in another order (Fisher and Yates). */
  shuffle<Item>(items: readonly Item[]): Item[] {
    const left = [...items];
    const drawn: Item[] = [];
    while (left.length > 0) drawn.push(...left.splice(this.below(left.length), 1));
    return drawn;
  }

  digits(count: number): string {
    return Array.from({ length: count }, () => String(this.below(10))).join('');
  }

  /** RFC 9562, version 4 in form. */
  uuid(): string {
    const hex = this.#bytes().toString('hex');
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `4${hex.slice(13, 16)}`,
      `a${hex.slice(17, 20)}`,
      hex.slice(20, 32),
    ].join('-');
  }
}
