import type { CommunityId, StructureId, UserId } from './id.ts';

/**
 * Groups of features that a profile opens (CCTP 3.1.3.1). `clinical`: makes and answers télédossiers and sees medical
 * data; `imaging`: follows the exams that his structure sends; `billing`: bureau des entrées, administrative data only;
 * `local-admin` / `regional-admin`: accounts and rights of one structure / of the region. `buyer` / `supplier`: the two
 * sides of hospital purchasing; `authority`: who keeps its standard, delivers licences and publishes updates.
 */
export type FeatureGroup =
  | 'clinical'
  | 'imaging'
  | 'billing'
  | 'local-admin'
  | 'regional-admin'
  | 'buyer'
  | 'supplier'
  | 'authority';

/** Who acts, and in which context. The first argument of every use case. */
export type Actor =
  | {
      readonly kind: 'user';
      readonly userId: UserId;
      readonly structureId: StructureId;
      /** The community that he chose to work in: rights and worklists follow the context, not the person. */
      readonly communityIds: readonly CommunityId[];
      readonly features: readonly FeatureGroup[];
      /** "NOM Prénom", as the journal and the screens show him. */
      readonly displayName: string;
    }
  | {
      readonly kind: 'machine';
      /** A worker's or a peer's name, such as `projector` or an AE title. */
      readonly name: string;
      readonly structureId: StructureId | null;
    };

export type UserActor = Extract<Actor, { kind: 'user' }>;
export type MachineActor = Extract<Actor, { kind: 'machine' }>;

/** A worker of the platform itself, bound to no structure. */
export function systemActor(name: string): MachineActor {
  return { kind: 'machine', name, structureId: null };
}

/** The subjects that a grant may name and that this actor embodies: himself, his communities, his structure. */
export function subjectsOf(actor: Actor): readonly string[] {
  if (actor.kind === 'machine') return actor.structureId ? [actor.structureId] : [];
  return [actor.userId, ...actor.communityIds, actor.structureId];
}

/** What an actor's profile opens. A peer acts for the images of its structure, and for nothing else of it. */
export function featuresOf(actor: Actor): readonly FeatureGroup[] {
  if (actor.kind === 'user') return actor.features;
  return actor.structureId ? ['imaging'] : [];
}
