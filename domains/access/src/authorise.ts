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

/** What each transaction was told that it may: asked once, for a request asks at each of its steps. */
const told = new WeakMap<Tx, Set<string>>();

export async function may(
  tx: Tx,
  actor: Actor,
  capability: Capability,
  resource: Resource,
): Promise<boolean> {
  if (!hasFeature(actor, capability)) return false;
  const subjects = subjectsOf(actor);
  const question = [capability, resource.kind, resource.id, ...subjects].join(' ');
  if (told.get(tx)?.has(question) === true) return true;
  const isGranted = await hasGrant(tx, subjects, capability, resource.kind, resource.id);
  if (isGranted) told.set(tx, (told.get(tx) ?? new Set()).add(question));
  return isGranted;
}

/** To be called where a transaction changes grants: it is told anew. */
export function forgetTold(tx: Tx): void {
  told.delete(tx);
}

/** For acts that concern no resource yet, such as creating a télédossier. @throws DomainError `access/refused` */
export function authoriseFeature(actor: Actor, capability: Capability): void {
  if (!hasFeature(actor, capability)) throw new DomainError('forbidden', 'access/refused', { capability });
}
