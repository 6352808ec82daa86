import { withSystem, type SystemDatabase } from '@liaison/db';
import {
  newId,
  type Actor,
  type CommunityId,
  type FeatureGroup,
  type StructureId,
  type UserId,
} from '@liaison/kernel';
import { regionIdentifiers } from './identifier.ts';
import { insertCommunity, insertProfessional, insertStructure } from './store.ts';

let rank = 500_000;

/** A structure with one community, for tests. */
export async function makePlace(
  database: SystemDatabase,
  name: string,
  communityEmail: string | null = null,
): Promise<{ structureId: StructureId; communityId: CommunityId }> {
  rank += 1;
  const structureId = newId<StructureId>();
  const communityId = newId<CommunityId>();
  const finess = regionIdentifiers.finess(rank);
  await withSystem(database, async (tx) => {
    await insertStructure(tx, { id: structureId, name, finess, town: 'Valmont' });
    await insertCommunity(tx, {
      id: communityId,
      structureId,
      name: `Urgences ${name}`,
      specialty: '',
      email: communityEmail,
    });
  });
  return { structureId, communityId };
}

/** A professional who works there, and himself as an actor. */
export async function makePerson(
  database: SystemDatabase,
  place: { structureId: StructureId; communityId: CommunityId },
  familyName: string,
  features: readonly FeatureGroup[] = ['clinical', 'imaging'],
): Promise<Extract<Actor, { kind: 'user' }>> {
  rank += 1;
  const id = newId<UserId>();
  const email = `${familyName.toLowerCase()}.${rank}@demo.liaison`;
  const rpps = regionIdentifiers.rpps(rank);
  await withSystem(database, (tx) =>
    insertProfessional(tx, {
      id,
      familyName,
      givenName: 'Camille',
      profession: 'Médecin',
      specialty: 'Neurologie',
      rpps,
      internalId: null,
      email,
      features,
      communityIds: [place.communityId],
    }),
  );
  return {
    kind: 'user',
    userId: id,
    structureId: place.structureId,
    communityIds: [place.communityId],
    features,
    displayName: `${familyName.toUpperCase()} Camille`,
  };
}
