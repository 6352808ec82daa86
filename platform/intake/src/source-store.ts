import { createContainer, type ContainerWriter } from '@liaison/blobs';

/** Where instances come from, as each of their containers says. */
export type Origin = {
  /** Name of this machine, and number of this writer on it: no two that live have both the same. */
  readonly node: string;
  readonly slot: number;
  /** AE title of the sender; `STOW` and `IMPORT` for what has none. */
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  readonly remoteAddress: string;
  readonly structureId: string;
};

/** Studies whose containers stay open at once in one source; the one least recently used makes room. */
const maxOpenContainers = 16;

/** The containers of one source (an association, a STOW-RS request, an import), one for each study. */
export class SourceStore {
  readonly #root: string;
  readonly #origin: Origin;
  readonly #onUnclosed: (path: string, error: unknown) => void;
  /** Most recently used last. */
  readonly #writers = new Map<string, ContainerWriter>();

  /** `onUnclosed`: a container could not be closed properly; it is to be recovered later. */
  constructor(root: string, origin: Origin, onUnclosed: (path: string, error: unknown) => void) {
    this.#root = root;
    this.#origin = origin;
    this.#onUnclosed = onUnclosed;
  }

  /** Throws `StoreFullError` or `StoreFailedError` when a new one cannot be created. */
  containerFor(StudyInstanceUID: string): ContainerWriter {
    const known = this.#writers.get(StudyInstanceUID);
    // One whose last mark could not be written takes nothing more, though its record was acknowledged.
    if (known?.isBroken) this.dropIfBroken(known);
    const writer = this.#writers.get(StudyInstanceUID) ?? this.#create(StudyInstanceUID);
    this.#writers.delete(StudyInstanceUID);
    this.#writers.set(StudyInstanceUID, writer);
    return writer;
  }

  #create(StudyInstanceUID: string): ContainerWriter {
    const [oldest] = this.#writers;
    if (oldest && this.#writers.size >= maxOpenContainers) {
      this.#writers.delete(oldest[0]);
      this.#closeOne(oldest[1]);
    }
    return createContainer(this.#root, { ...this.#origin, StudyInstanceUID });
  }

  /** Puts a container that takes nothing more away: the next instance of its study gets a new one. */
  dropIfBroken(writer: ContainerWriter): void {
    if (!writer.isBroken) return;
    for (const [study, known] of this.#writers) {
      if (known === writer) this.#writers.delete(study);
    }
    this.#closeOne(writer);
  }

  closeAll(): void {
    const writers = [...this.#writers.values()];
    this.#writers.clear();
    for (const writer of writers) this.#closeOne(writer);
  }

  #closeOne(writer: ContainerWriter): void {
    try {
      writer.close();
    } catch (error) {
      this.#onUnclosed(writer.path, error);
    }
  }
}
