import { withSystem, type SystemDatabase } from '@liaison/db';
import { sha256Of } from '../examining/make-replies.ts';
import { OneByOne } from '../running/one-by-one.ts';
import type { Round } from '../running/rounds.ts';
import { readDropped } from './read-dropped.ts';
import type { SoftwareFolder } from './software-folder.ts';
import { listUntoldFailures, noteTold, type UntoldFailure } from './store.ts';
import { writeExplanation } from './write-reports.ts';

/**
 * What left the drop folder and that no channel took since, or that was refused and not told before a cut: said beside the other reports, the file put with those that went
 * wrong. Told again after a cut.
 */
export class FailureTelling {
  readonly #database: SystemDatabase;
  readonly #folder: SoftwareFolder;
  readonly #failures = new OneByOne<UntoldFailure>(({ id }) => id);

  constructor(database: SystemDatabase, folder: SoftwareFolder) {
    this.#database = database;
    this.#folder = folder;
  }

  /** @throws FileSpaceError */
  async tellAll(round: Round): Promise<void> {
    const dropped = (await this.#folder.space.list('depot')).map(({ name }) => name);
    const failures = await withSystem(this.#database, (tx) => listUntoldFailures(tx, this.#folder, dropped));
    await this.#failures.each(failures, round, (failure) => this.#tell(failure));
  }

  async #tell(failure: UntoldFailure): Promise<void> {
    await writeExplanation(this.#folder, failure, failure.name);
    await putAside(this.#folder, failure);
    await withSystem(this.#database, (tx) => noteTold(tx, failure.id));
  }
}

/** Unless the software took it away, or another of the same name came since. */
async function putAside({ space }: SoftwareFolder, { name, sha256 }: UntoldFailure): Promise<void> {
  const found = (await space.list('envoyes')).some((file) => file.name === name);
  if (!found) return;
  const message = await readDropped(space, 'envoyes', name);
  if ('bytes' in message && sha256Of(message.bytes) === sha256)
    await space.move('envoyes', name, 'erreurs', name);
}
