import { withSystem, type SystemDatabase } from '@liaison/db';
import { sha256Of } from '../examining/make-replies.ts';
import { readDropped } from './read-dropped.ts';
import type { SoftwareFolder } from './software-folder.ts';
import { listUntoldFailures, noteHandedOver, type UntoldFailure } from './store.ts';
import { writeExplanation } from './write-reports.ts';

/**
 * What left the drop folder and that no channel took since: said beside the other reports, the file put with those that went
 * wrong. Told again after a cut.
 */
export async function tellFailures(
  database: SystemDatabase,
  folder: SoftwareFolder,
  signal: AbortSignal,
): Promise<void> {
  for (const failure of await withSystem(database, (tx) => listUntoldFailures(tx, folder))) {
    if (signal.aborted) return;
    await writeExplanation(folder, failure, failure.name);
    await putAside(folder, failure);
    await withSystem(database, (tx) => noteHandedOver(tx, failure.id));
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
