import type { Tx } from '@liaison/db';
import { newId, type UserActor } from '@liaison/kernel';
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
import { insertInformationRequest } from './follow-up-store.ts';

/**
 * Asks the requérant for more. Nothing is blocked by it: one may still take, release and answer.
 * @throws DomainError `teledossier/taken-by-other` with `by`, `access/refused`, and the refusals of the state machine
 */
export async function askInformation(
  tx: Tx,
  actor: UserActor,
  deps: Deps,
  asked: { dossierId: string; addresseeId: string; question: string },
): Promise<{ revision: number }> {
  const loaded = await loadForChange(tx, actor, deps.clock, asked.dossierId, 'dossier:answer');
  const next = decideOrRefuse(loaded, { name: 'ask-information', lineId: asked.addresseeId });
  const revision = await keep(tx, loaded, next);
  const { addresseeId, question } = asked;
  const request = { id: newId(), addresseeId, question, askedBy: loaded.me, askedAt: loaded.now };
  await insertInformationRequest(tx, loaded.dossier.id, request);
  const eventId = await trace(tx, actor, loaded, {
    event: 'information',
    act: 'dossier.information-requested',
    addresseeId,
  });
  await tell(tx, actor, deps, loaded, {
    kind: 'information-requested',
    to: requerantAudience(loaded),
    eventId,
  });
  await announceChange(tx, loaded);
  return { revision };
}
