import { FileSpaceError, nameOfStaged, stagedName, type FileSpace } from '@liaison/file-space';

/** The death of a process: what it had done stays, what it would do next does not happen. */
export class Killed extends Error {}

/** Files that outlive whoever works on them, who dies before or after a step that a test names. */
export class FaultySpace implements FileSpace {
  readonly files = new Map<string, Uint8Array>();
  #death: { step: string; when: 'before' | 'after' } | null = null;

  dieAt(step: string, when: 'before' | 'after'): void {
    this.#death = { step, when };
  }

  names(folder: string): string[] {
    return [...this.files.keys()]
      .filter((path) => path.startsWith(`${folder}/`))
      .map((path) => path.slice(folder.length + 1))
      .toSorted();
  }

  put(folder: string, name: string, bytes: Uint8Array): void {
    this.files.set(`${folder}/${name}`, bytes);
  }

  async #step<Value>(step: string, work: () => Value): Promise<Value> {
    const death = this.#death?.step === step ? this.#death.when : null;
    if (death) this.#death = null;
    if (death === 'before') throw new Killed();
    const value = work();
    if (death === 'after') throw new Killed();
    return value;
  }

  list(folder: string) {
    return this.#step('list', () =>
      this.names(folder)
        .filter((name) => nameOfStaged(name) === null)
        .map((name) => ({ name, size: this.#read(folder, name).length, modifiedMs: 1 })),
    );
  }
  read(folder: string, name: string) {
    return this.#step('read', () => this.#read(folder, name));
  }
  stage(folder: string, name: string, bytes: Uint8Array) {
    return this.#step('stage', () => this.put(folder, stagedName(name), bytes));
  }
  publish(folder: string, name: string) {
    return this.#step('publish', () => this.#rename(folder, stagedName(name), folder, name));
  }
  listStaged(folder: string) {
    return this.#step('listStaged', () => this.names(folder).flatMap((name) => nameOfStaged(name) ?? []));
  }
  move(from: string, name: string, to: string, newName: string) {
    return this.#step('move', () => this.#rename(from, name, to, newName));
  }
  async close(): Promise<void> {}

  #read(folder: string, name: string): Uint8Array {
    const found = this.files.get(`${folder}/${name}`);
    if (!found) throw new FileSpaceError('missing');
    return found;
  }
  #rename(from: string, name: string, to: string, newName: string): void {
    this.put(to, newName, this.#read(from, name));
    this.files.delete(`${from}/${name}`);
  }
}
