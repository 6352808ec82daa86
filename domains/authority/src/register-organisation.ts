import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, newId, type UserActor } from '@liaison/kernel';
import { announce, authorityTopic } from '@liaison/live';
import { isSiret } from '@liaison/mio-control';
import { insertOrganisation } from './registry-store.ts';

/** @throws DomainError `authority/siret-wrong`, `authority/siret-known` */
export async function registerOrganisation(
  tx: Tx,
  actor: UserActor,
  given: { name: string; siret: string },
): Promise<string> {
  authoriseFeature(actor, 'authority:register');
  const siret = given.siret.replaceAll(/[\s\u00a0\u202f]/g, '');
  if (!isSiret(siret)) throw new DomainError('invalid', 'authority/siret-wrong');
  const id = newId();
  if (!(await insertOrganisation(tx, { id, name: given.name, siret })))
    throw new DomainError('conflict', 'authority/siret-known');
  await record(tx, actor, {
    act: 'authority.organisation-registered',
    details: { organisationId: id, siret },
  });
  await announce(tx, [authorityTopic]);
  return id;
}
