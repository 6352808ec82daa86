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

/** Refuses, with a reason that the requérant reads. @throws DomainError `access/refused`, and the refusals of the state machine */
export async function refuseDossier(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: { dossierId: string; addresseeId: string; reason: string },
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:answer');
  const next = decideOrRefuse(loaded, { name: 'refuse', lineId: asked.addresseeId });
  const { addresseeId, reason } = asked;
  const revision = await keep(tx, loaded, next, { reason });
  const eventId = await trace(tx, actor, loaded, {
    event: 'refused',
    act: 'dossier.refused',
    addresseeId,
    details: { reason },
  });
  await tell(tx, actor, deps, loaded, { kind: 'dossier-refused', to: requerantAudience(loaded), eventId });
  await announceChange(tx, loaded);
  return { revision };
}
