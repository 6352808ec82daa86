import { listBundles, publishNomenclature } from '@liaison/authority';
import type { Config } from '@liaison/config';
import { withSystem, type SystemDatabase } from '@liaison/db';
import {
  asId,
  DomainError,
  type CommunityId,
  type StructureId,
  type UserActor,
  type UserId,
} from '@liaison/kernel';
import { fictiveNomenclatures } from '@liaison/mio-control';
import { demoRegion } from '@liaison/region';
import { authorityOf } from '../authority.ts';

/**
 * The fictive code lists as the first updates of the demonstration's authority; those that it has stay, and a demonstration
 * starts without them where they cannot be signed.
 */
export async function publishDemoLists(
  config: Pick<Config, 'authority' | 'dataDir'>,
  database: SystemDatabase,
): Promise<void> {
  const deps = authorityOf(config);
  const lists = fictiveNomenclatures();
  const published = await withSystem(database, (tx) => listBundles(tx, keeper(), deps.clock));
  if (published.length >= lists.length) return;
  for (const { system, version, effectiveFrom, rows } of lists) {
    const order = { system, label: version, effectiveFrom, content: 'whole', isTrial: false } as const;
    const file = Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'));
    try {
      await withSystem(database, (tx) => publishNomenclature(tx, keeper(), deps, order, file));
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
}

function keeper(): UserActor {
  const person = demoRegion.people.find(({ features }) => features.includes('authority'));
  const community = demoRegion.communities.find(({ id }) => person?.communityIds.includes(id));
  if (!person || !community) throw new TypeError('the demonstration has somebody of the authority');
  return {
    kind: 'user',
    userId: asId<UserId>(person.id),
    structureId: asId<StructureId>(community.structureId),
    communityIds: [asId<CommunityId>(community.id)],
    features: person.features,
    displayName: `${person.familyName.toUpperCase()} ${person.givenName}`,
  };
}
