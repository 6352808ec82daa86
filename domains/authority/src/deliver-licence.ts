import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { DomainError, newId, type UserActor } from '@liaison/kernel';
import { announce, authorityTopic } from '@liaison/live';
import { lockAuthority } from './bundle-store.ts';
import { currentKeys } from './current-keys.ts';
import type { AuthorityDeps } from './deps.ts';
import { issueLicenceCertificate } from './issue-certificate.ts';
import { readKeyRequest } from './read-key-request.ts';
import { findOrganisation, insertLicence, insertLicenceEvent, nextLicenceNumber } from './registry-store.ts';

/**
 * A licence with the next number, and the certificate of its controller's key, which the authority never had.
 * @throws DomainError `authority/no-organisation`, `authority/request-wrong`, and those of `issueLicenceCertificate`
 */
export async function deliverLicence(
  tx: Tx,
  actor: UserActor,
  { openKeys, clock }: AuthorityDeps,
  given: { organisationId: string; product: string; validFrom: string; validTo: string; request: string },
): Promise<{ id: string; number: string }> {
  authoriseFeature(actor, 'authority:register');
  const key = readKeyRequest(given.request);
  if (given.validTo < given.validFrom) throw new DomainError('invalid', 'authority/dates-wrong');
  const organisation = await findOrganisation(tx, given.organisationId);
  if (!organisation) throw new DomainError('missing', 'authority/no-organisation');
  await lockAuthority(tx);
  const keys = await currentKeys(tx, openKeys);
  const licence = { ...given, id: newId(), number: await nextLicenceNumber(tx) };
  await insertLicence(tx, licence);
  const { name, siret } = organisation;
  const serial = await issueLicenceCertificate(
    tx,
    keys,
    { ...licence, organisation: name, siret },
    key,
    clock.now(),
  );
  const event = {
    id: newId(),
    licenceId: licence.id,
    act: 'delivered',
    by: actor.displayName,
    reason: '',
  } as const;
  await insertLicenceEvent(tx, event);
  await record(tx, actor, {
    act: 'authority.licence-delivered',
    details: { licence: licence.number, siret, serial, validTo: given.validTo },
  });
  await announce(tx, [authorityTopic]);
  return { id: licence.id, number: licence.number };
}
