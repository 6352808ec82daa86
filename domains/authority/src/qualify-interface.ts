import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, newId, type Clock, type UserActor } from '@liaison/kernel';
import { announce, authorityTopic } from '@liaison/live';
import { insertInterface, withdrawInterfaceRow, type InterfaceRow } from './registry-store.ts';

export type Qualification = Omit<InterfaceRow, 'id' | 'withdrawnAt' | 'withdrawalReason'>;

/** @throws DomainError `authority/no-message`, `authority/qualification-known` */
export async function qualifyInterface(tx: Tx, actor: UserActor, given: Qualification): Promise<string> {
  authoriseFeature(actor, 'authority:register');
  const [reads, writes] = [[...new Set(given.reads)].toSorted(), [...new Set(given.writes)].toSorted()];
  if (reads.length + writes.length === 0) throw new DomainError('invalid', 'authority/no-message');
  const id = newId();
  if (!(await insertInterface(tx, { ...given, id, reads, writes })))
    throw new DomainError('conflict', 'authority/qualification-known');
  await record(tx, actor, {
    act: 'authority.interface-qualified',
    details: { qualificationId: given.qualificationId, product: given.product, version: given.version },
  });
  await announce(tx, [authorityTopic]);
  return id;
}

/** @throws DomainError `authority/no-interface` */
export async function withdrawInterface(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  id: string,
  reason: string,
): Promise<void> {
  authoriseFeature(actor, 'authority:register');
  const qualificationId = await withdrawInterfaceRow(tx, id, clock.now(), reason);
  if (qualificationId === undefined) throw new DomainError('missing', 'authority/no-interface');
  await record(tx, actor, { act: 'authority.interface-withdrawn', details: { qualificationId } });
  await announce(tx, [authorityTopic]);
}
