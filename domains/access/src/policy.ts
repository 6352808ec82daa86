import { featuresOf, type Actor, type FeatureGroup } from '@liaison/kernel';

/**
 * What can be done to a resource, or at all. `dossier:ask` is the requérant's side, `dossier:answer` the requis's.
 * `study:keep`: how long studies are kept, and what is purged. `peer:manage`, `route:manage`: those of one's structure,
 * of every structure for a regional administrator. `message:control`: what a MIO message says, before it leaves or once it came;
 * `message:certify`: to have it signed with the installation's key;
 * `authority:register`, `authority:publish`: licences and qualifications, and the updates of the MIO authority.
 * `message:certify`: to have it signed with the installation's key.
 * `message:exchange`: those of one's structure, both ways; `partner:manage`: with whom it exchanges.
 */
export const capabilities = {
  'study:read': ['clinical', 'imaging'],
  'study:import': ['clinical', 'imaging'],
  'study:retrieve': ['clinical', 'imaging'],
  'study:send': ['clinical', 'imaging'],
  'study:keep': ['local-admin', 'regional-admin'],
  'peer:manage': ['local-admin', 'regional-admin'],
  'peer:approve': ['regional-admin'],
  'route:manage': ['local-admin', 'regional-admin'],
  'message:control': ['buyer', 'supplier'],
  'message:certify': ['buyer', 'supplier'],
  'authority:register': ['authority'],
  'authority:publish': ['authority'],
  'message:exchange': ['buyer', 'supplier'],
  'partner:manage': ['buyer', 'supplier', 'local-admin'],
  'dossier:read': ['clinical'],
  'dossier:ask': ['clinical'],
  'dossier:answer': ['clinical'],
} as const satisfies Record<string, readonly FeatureGroup[]>;

export type Capability = keyof typeof capabilities;
export type ResourceKind = 'study' | 'dossier';

/** Whether the profile of this actor opens the capability at all, before any grant is looked at. */
export function hasFeature(actor: Actor, capability: Capability): boolean {
  const opening: readonly FeatureGroup[] = capabilities[capability];
  return featuresOf(actor).some((feature) => opening.includes(feature));
}
