import type { Decoded } from './decode.ts';

/** A position as people count: lines and columns from 1, columns in UTF-16 units, `offset` in bytes. */
export interface Position {
  line: number;
  column: number;
  offset: number;
}

/** The text of a document, and where each of its units stands. Lines are counted when first asked for. */
export class Source {
  readonly text: string;
  readonly #bytesBefore: (index: number) => number;
  #lineStarts: number[] | undefined;

  constructor({ text, bytesBefore }: Decoded & { ok: true }) {
    this.text = text;
    this.#bytesBefore = bytesBefore;
  }

  positionAt(index: number): Position {
    const starts = (this.#lineStarts ??= findLineStarts(this.text));
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: index - (starts[low] ?? 0) + 1, offset: this.#bytesBefore(index) };
  }
}

function findLineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}
