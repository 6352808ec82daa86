import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { assertExists, type Clock, type UserActor } from '@liaison/kernel';
import type { ImportView } from './contract.ts';
import { alreadyEnded, importMissing } from './errors.ts';
import { digestStored, lockImport, markEnded } from './store.ts';
import { toViews } from './view.ts';

/**
 * Ends an import, done or given up; what was stored stays. Ended already in the same way, does nothing.
 * @throws DomainError `access/refused`, `imports/no-import`, `imports/already-ended`
 */
export async function endImport(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  importId: string,
  as: 'done' | 'cancelled',
): Promise<ImportView> {
  authoriseFeature(actor, 'study:import');
  const row = await lockImport(tx, importId);
  if (!row) throw importMissing();
  if (row.state !== 'open' && row.state !== as) throw alreadyEnded();
  const now = clock.now();
  if (row.state === 'open') await markEnded(tx, importId, as, now);
  const ended = { ...row, state: as, last_at: now, ended_at: row.ended_at ?? now };
  const [view] = await toViews(tx, actor, [ended]);
  const told = assertExists(view, 'the view of an import');
  if (row.state !== 'open') return told;
  await record(tx, actor, {
    act: 'study.import-ended',
    outcome: as === 'done' ? 'done' : 'failed',
    details: {
      importId,
      fileCount: row.file_count,
      storedCount: told.storedCount,
      storedBytes: told.storedBytes,
      refusedCount: told.refusals.reduce((sum, { count }) => sum + count, 0),
      digest: await digestStored(tx, importId),
      StudyInstanceUIDs: told.studies.map(({ StudyInstanceUID }) => StudyInstanceUID),
    },
  });
  return told;
}
