import { readConfig } from '@liaison/config';
import { asId, type CommunityId, type StructureId, type UserActor, type UserId } from '@liaison/kernel';
import { demoRegion } from '@liaison/region';

const demo = readConfig({});
if (!demo.ok) throw new Error(demo.error.join('\n'));

export const demoPassword = demo.value.demoPassword;

/** One of the region's people as an actor, in his first community. */
export function actorOf(login: string): UserActor {
  const person = demoRegion.people.find(({ email }) => email === login);
  const community = demoRegion.communities.find(({ id }) => id === person?.communityIds[0]);
  if (!person || !community) throw new Error(`${login} is not in the demo region`);
  return {
    kind: 'user',
    userId: asId<UserId>(person.id),
    structureId: asId<StructureId>(community.structureId),
    communityIds: [asId<CommunityId>(community.id)],
    features: person.features,
    displayName: person.familyName,
  };
}
