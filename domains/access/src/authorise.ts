import type { Tx } from '@liaison/db';
import { DomainError, subjectsOf, type Actor } from '@liaison/kernel';
import { hasFeature, type Capability, type ResourceKind } from './policy.ts';
import { hasGrant } from './store.ts';

export type Resource = { kind: ResourceKind; id: string };

/**
 * The one question of access, asked at the first line of every use case on a resource: pages, API, DICOMweb, files and
 * live hints alike. @throws DomainError `access/refused`; the HTTP layer journals it.
 */
export async function authorise(
  tx: Tx,
  actor: Actor,
  capability: Capability,
  resource: Resource,
): Promise<void> {
  if (await may(tx, actor, capability, resource)) return;
  throw new DomainError('forbidden', 'access/refused', {
    capability,
    resourceKind: resource.kind,
    resourceId: resource.id,
  });
}

export async function may(
  tx: Tx,
  actor: Actor,
  capability: Capability,
  resource: Resource,
): Promise<boolean> {
  return (
    hasFeature(actor, capability) && hasGrant(tx, subjectsOf(actor), capability, resource.kind, resource.id)
  );
}

/** For acts that concern no resource yet, such as creating a télédossier. @throws DomainError `access/refused` */
export function authoriseFeature(actor: Actor, capability: Capability): void {
  if (!hasFeature(actor, capability)) throw new DomainError('forbidden', 'access/refused', { capability });
}
