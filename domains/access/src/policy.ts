import type { Actor, FeatureGroup } from '@liaison/kernel';

/** What can be done to a resource. `dossier:ask` is the requérant's side, `dossier:answer` the requis's. */
export const capabilities = {
  'study:read': ['clinical', 'imaging'],
  'dossier:read': ['clinical'],
  'dossier:ask': ['clinical'],
  'dossier:answer': ['clinical'],
} as const satisfies Record<string, readonly FeatureGroup[]>;

export type Capability = keyof typeof capabilities;
export type ResourceKind = 'study' | 'dossier';

/** Whether the profile of this actor opens the capability at all, before any grant is looked at. */
export function hasFeature(actor: Actor, capability: Capability): boolean {
  if (actor.kind === 'machine') return false;
  const opening: readonly FeatureGroup[] = capabilities[capability];
  return actor.features.some((feature) => opening.includes(feature));
}
