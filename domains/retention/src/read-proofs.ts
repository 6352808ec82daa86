import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import type { Proof } from './contract.ts';
import { listProofs } from './store.ts';

const mostShown = 10;

/** What proves that a study that the actor reads is archived elsewhere, the last first. @throws DomainError `access/refused` */
export async function readProofs(tx: Tx, actor: UserActor, studyId: string): Promise<Proof[]> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  const found = await listProofs(tx, studyId, mostShown);
  return found.map(({ at, ...proof }) => ({ ...proof, at: at.toISOString() }));
}
