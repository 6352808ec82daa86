import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import { announceChange, decideOrRefuse, keep, loadForChange, trace, type Deps } from './change.ts';

/**
 * Gives the request back to all whom it addresses. A colleague may do it for the taker, and is named.
 * @throws DomainError `teledossier/not-taken`, `access/refused`, and the refusals of the state machine
 */
export async function releaseDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: { dossierId: string; addresseeId: string },
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:answer');
  const next = decideOrRefuse(loaded, { name: 'release', lineId: asked.addresseeId });
  const holder = loaded.lines.find((line) => line.id === asked.addresseeId)?.takenBy;
  const revision = await keep(tx, loaded, next);
  const details = holder && holder.userId !== actor.userId ? { holder: holder.displayName } : {};
  const { addresseeId } = asked;
  await trace(tx, actor, loaded, { event: 'released', act: 'dossier.released', addresseeId, details });
  await announceChange(tx, loaded);
  return { revision };
}
