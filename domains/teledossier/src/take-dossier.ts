import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import {
  announceChange,
  decideOrRefuse,
  keep,
  loadForChange,
  requerantAudience,
  tell,
  trace,
  type Deps,
} from './change.ts';

/**
 * "Je prends": exactly one wins, the others learn who.
 * @throws DomainError `teledossier/already-taken` with `by`, `access/refused`, and the refusals of the state machine
 */
export async function takeDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: { dossierId: string; addresseeId: string },
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:answer');
  const next = decideOrRefuse(loaded, { name: 'take', lineId: asked.addresseeId });
  const revision = await keep(tx, loaded, next);
  const { addresseeId } = asked;
  const eventId = await trace(tx, actor, loaded, { event: 'taken', act: 'dossier.taken', addresseeId });
  await tell(tx, actor, deps, loaded, { kind: 'dossier-taken', to: requerantAudience(loaded), eventId });
  await announceChange(tx, loaded);
  return { revision };
}
