import { digest } from '@liaison/crypto';
import { withSystem, type SystemDatabase } from '@liaison/db';
import { record } from '@liaison/journal';
import {
  asId,
  assertExists,
  DomainError,
  type CommunityId,
  type StructureId,
  type UserActor,
  type UserId,
} from '@liaison/kernel';
import type { Session } from './contract.ts';
import {
  endSession as markEnded,
  listSessionPlaces,
  setContext,
  touchSession,
  type SessionRow,
} from './store.ts';

/** A session that nobody used for this long is over. */
const idleMinutes = 120;

export type OpenSession = Omit<Session, 'environment'>;

/** Who holds this cookie; null when the session is over. */
export async function findSession(database: SystemDatabase, token: string): Promise<OpenSession | null> {
  const places = await readPlaces(database, token);
  return places.length > 0 ? toSession(places) : null;
}

/**
 * The actor of this cookie; null when the session is over, or when a context is still to be chosen. To `look`, as an open
 * page does by itself, does not keep the session alive: only a person's acts do.
 */
export async function findActor(
  database: SystemDatabase,
  token: string,
  use: 'act' | 'look' = 'act',
): Promise<UserActor | null> {
  const places = await readPlaces(database, token, use);
  const chosen = places.find((place) => place.community_id === place.chosen_community_id);
  return chosen ? toActor(chosen) : null;
}

/** One statement, for every request asks it. */
async function readPlaces(
  database: SystemDatabase,
  token: string,
  use: 'act' | 'look' = 'act',
): Promise<SessionRow[]> {
  const tokenDigest = digest(token);
  const places = await listSessionPlaces(database, tokenDigest, idleMinutes);
  // At most once a minute, so that reading does not become writing.
  if (places[0]?.is_due && use === 'act') await withSystem(database, (tx) => touchSession(tx, tokenDigest));
  return places;
}

/** @throws DomainError `signin/not-signed-in`, `signin/unknown-context` */
export async function chooseContext(
  database: SystemDatabase,
  token: string,
  communityId: string,
): Promise<OpenSession> {
  const places = await readPlaces(database, token);
  if (places.length === 0) throw new DomainError('unauthenticated', 'signin/not-signed-in');
  if (!places.some((place) => place.community_id === communityId)) {
    throw new DomainError('forbidden', 'signin/unknown-context');
  }
  await withSystem(database, (tx) => setContext(tx, digest(token), communityId));
  return toSession(places.map((place) => ({ ...place, chosen_community_id: communityId })));
}

export async function endSession(database: SystemDatabase, token: string): Promise<void> {
  const places = await readPlaces(database, token);
  const place = places[0];
  await withSystem(database, async (tx) => {
    await markEnded(tx, digest(token));
    if (place)
      await record(tx, toActor(place), {
        act: 'session.closed',
        resource: { kind: 'session', id: place.session_id },
      });
  });
}

function toActor(place: SessionRow): UserActor {
  return {
    kind: 'user',
    userId: asId<UserId>(place.professional_id),
    structureId: asId<StructureId>(place.structure_id),
    communityIds: [asId<CommunityId>(place.community_id)],
    features: place.features,
    displayName: `${place.family_name.toUpperCase()} ${place.given_name}`.trim(),
  };
}

function toSession(places: readonly SessionRow[]): OpenSession {
  const first = assertExists(places[0], 'a place of work');
  const contexts = places.map((place) => ({
    communityId: place.community_id,
    communityName: place.community_name,
    structureId: place.structure_id,
    structureName: place.structure_name,
  }));
  return {
    user: {
      id: first.professional_id,
      displayName: toActor(first).displayName,
      profession: first.profession,
      rpps: first.rpps,
      email: first.email,
    },
    context: contexts.find((context) => context.communityId === first.chosen_community_id) ?? null,
    contexts,
    features: first.features,
  };
}
