import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { newId, type UserActor } from '@liaison/kernel';
import type { Partner, PartnerFields } from '../contract.ts';
import { partnerMissing, partnerTwice } from '../errors.ts';
import { insertPartner, listPartnersOf, updatePartner } from './store.ts';

export async function listPartners(tx: Tx, actor: UserActor): Promise<{ partners: Partner[] }> {
  authoriseFeature(actor, 'partner:manage');
  return { partners: await listPartnersOf(tx, actor.structureId) };
}

/** @throws DomainError `exchanges/partner-twice` */
export async function addPartner(
  tx: Tx,
  actor: UserActor,
  given: PartnerFields,
): Promise<{ partnerId: string }> {
  authoriseFeature(actor, 'partner:manage');
  const partnerId = newId();
  if (!(await insertPartner(tx, partnerId, actor.structureId, given))) throw partnerTwice();
  await trace(tx, actor, partnerId, given);
  return { partnerId };
}

/** @throws DomainError `exchanges/no-partner` */
export async function changePartner(
  tx: Tx,
  actor: UserActor,
  partnerId: string,
  given: PartnerFields,
): Promise<void> {
  authoriseFeature(actor, 'partner:manage');
  if (!(await updatePartner(tx, partnerId, given))) throw partnerMissing();
  await trace(tx, actor, partnerId, given);
}

async function trace(tx: Tx, actor: UserActor, partnerId: string, given: PartnerFields): Promise<void> {
  await record(tx, actor, {
    act: 'partner.changed',
    details: {
      partnerId,
      name: given.name,
      participant: `${given.participant.scheme}:${given.participant.id}`,
      ways: given.ways.map(({ channel, endpoint }) => `${channel}:${endpoint}`),
      maySend: given.maySend,
      requiresCertificate: given.requiresCertificate,
      isActive: given.isActive,
    },
  });
}
