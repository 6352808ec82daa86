import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import { holdStudies, releaseStudies } from '@liaison/retention';
import { announceChange, decideOrRefuse, keep, loadForChange, trace, type Deps } from './change.ts';
import { overallStatusOf, type Side } from './model.ts';
import { listStudyIds } from './store.ts';

/** What each side's closing needs, and each side's alone. */
const capabilityOf = { requerant: 'dossier:ask', requis: 'dossier:answer' } as const;

export type Closing = { dossierId: string; side: Side; reason?: string | undefined };

/** Closes on one side; before any answer a reason is asked. @throws DomainError `teledossier/reason-needed`, `teledossier/already-closed` */
export async function closeDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: Closing,
): Promise<{ revision: number }> {
  const { side } = asked;
  const reason = asked.reason?.trim() ?? '';
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, capabilityOf[side]);
  const next = decideOrRefuse(loaded, { name: 'close', side, hasReason: reason !== '' });
  const revision = await keep(tx, loaded, next, { reason: reason || null });
  // Closed on every side, nobody here needs the images any more.
  if (overallStatusOf(next) === 'clos') await releaseStudies(tx, loaded.dossier.id);
  const details = reason ? { side, reason } : { side };
  await trace(tx, actor, loaded, { event: 'closed', act: 'dossier.closed', details });
  await announceChange(tx, loaded);
  return { revision };
}

/** Opens one side again. @throws DomainError `teledossier/not-closed`, `access/refused` */
export async function reopenDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: { dossierId: string; side: Side; reason: string },
): Promise<{ revision: number }> {
  const { side, reason } = asked;
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, capabilityOf[side]);
  const next = decideOrRefuse(loaded, { name: 'reopen', side });
  const revision = await keep(tx, loaded, next);
  const studies = await listStudyIds(tx, [loaded.dossier.id]);
  await holdStudies(
    tx,
    studies.map(({ studyId }) => studyId),
    loaded.dossier.id,
  );
  await trace(tx, actor, loaded, { event: 'reopened', act: 'dossier.reopened', details: { side, reason } });
  await announceChange(tx, loaded);
  return { revision };
}
