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
 * count whole from their first piece on, so that requests side by side do not pass the limit together; those that were
 * begun and are not gone on with, as far as they are here.
 */
export class Declared {
  /** Null: what became of it is in the table. */
  readonly #settled = new Map<number, SettledFile | null>();
  readonly #underWay = new Map<number, number>();
  /** Of files that nobody has gone on with since this was opened or resumed. */
  #begun: Map<number, number>;
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
    const { position, bytes } = file;
    // Sent twice at once, as after an answer that was lost: it is here once.
    if (this.#settled.has(position)) return;
    // A body that was under way when the import was resumed brings what is not counted as under way any more.
    this.#bytes += bytes - (this.#underWay.get(position) ?? this.#begun.get(position) ?? 0);
    this.#underWay.delete(position);
    this.#begun.delete(position);
    this.#settled.set(position, file);
  }

  /** The import is gone on with, perhaps with other files: those under way until now may never be whole. */
  resume(partial: Here['partial']): void {
    const begun = partial.filter(({ position }) => !this.#settled.has(position));
    for (const bytes of this.#underWay.values()) this.#bytes -= bytes;
    for (const bytes of this.#begun.values()) this.#bytes -= bytes;
    for (const { receivedBytes } of begun) this.#bytes += receivedBytes;
    this.#underWay.clear();
    this.#begun = new Map(begun.map(({ position, receivedBytes }) => [position, receivedBytes]));
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

  /** `partial`: what is here of files that are not whole. */
  async resume(importId: string, partial: Here['partial']): Promise<void> {
    const known = await this.#known.get(importId)?.catch(() => undefined);
    known?.resume(partial);
  }

  forget(importId: string): void {
    this.#known.delete(importId);
  }
}
