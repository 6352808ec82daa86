import type { PieceHeader } from './contract.ts';
import { badPieces, moreThanDeclared } from './errors.ts';
import type { SettledFile } from './store.ts';

/** What is here of an import: settled files, as its table has them, and the beginnings of long ones. */
export type Here = {
  readonly bytes: number;
  readonly ranges: readonly { first: number; last: number }[];
  readonly partial: readonly { position: number; receivedBytes: number }[];
};

/**
 * Holds the files of one import to what its owner announced: each position once, and no more bytes in all. Files under way
 * count whole from their first piece on, so that requests side by side do not pass the limit together.
 */
export class Declared {
  /** Null: what became of it is in the table. */
  readonly #settled = new Map<number, SettledFile | null>();
  readonly #underWay = new Map<number, number>();
  /** Of files that began before this was opened: their lengths are not known yet. */
  readonly #begun: Map<number, number>;
  #bytes: number;

  constructor({ bytes, ranges, partial }: Here) {
    this.#begun = new Map(partial.map(({ position, receivedBytes }) => [position, receivedBytes]));
    this.#bytes = partial.reduce((sum, { receivedBytes }) => sum + receivedBytes, bytes);
    for (const { first, last } of ranges)
      for (let position = first; position <= last; position += 1) this.#settled.set(position, null);
  }

  /**
   * What became of a file that comes once more, its answer lost; null where the table knows, undefined where it is not
   * settled.
   */
  find(position: number): SettledFile | null | undefined {
    return this.#settled.get(position);
  }

  /** Counts the file of a piece. @throws DomainError `imports/bad-pieces`, `imports/more-than-declared` */
  admit({ position, fileBytes }: PieceHeader, declared: { fileCount: number; byteCount: number }): void {
    if (position >= declared.fileCount) throw badPieces();
    const known = this.#underWay.get(position);
    if (known === fileBytes) return;
    if (known !== undefined) throw badPieces();
    const added = fileBytes - (this.#begun.get(position) ?? 0);
    if (this.#bytes + added > declared.byteCount) throw moreThanDeclared();
    this.#begun.delete(position);
    this.#underWay.set(position, fileBytes);
    this.#bytes += added;
  }

  /** The file is stored, or refused for good. */
  settle(file: SettledFile): void {
    this.#underWay.delete(file.position);
    this.#settled.set(file.position, file);
  }
}

/** Imports that are remembered; more than are sent at once. */
const mostKnown = 100;

/** Those of the imports that are being sent; the one that was asked for least lately makes room. */
export class Declarations {
  readonly #known = new Map<string, Promise<Declared>>();

  /** `read` is asked where the import is not known yet; its failure is the caller's, and forgotten. */
  async of(importId: string, read: () => Promise<Here>): Promise<Declared> {
    const known = this.#known.get(importId) ?? read().then((here) => new Declared(here));
    this.#known.delete(importId);
    this.#known.set(importId, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > mostKnown && oldest !== undefined) this.#known.delete(oldest);
    try {
      return await known;
    } catch (error) {
      this.forget(importId);
      throw error;
    }
  }

  forget(importId: string): void {
    this.#known.delete(importId);
  }
}
