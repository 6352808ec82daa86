import type { Tx } from '@liaison/db';
import { newId } from '@liaison/kernel';
import { forgetTold, type Resource } from './authorise.ts';
import type { Capability } from './policy.ts';
import { insertGrants, revokeGrants } from './store.ts';

/** Gives `subjects` (users, communities, structures) capabilities on a resource; giving twice is giving once. */
export async function grant(
  tx: Tx,
  subjects: readonly string[],
  capabilities: readonly Capability[],
  resource: Resource,
  reason: string,
): Promise<void> {
  const given = subjects.flatMap((subject) =>
    capabilities.map((capability) => ({ id: newId(), subject, capability })),
  );
  await insertGrants(tx, given, resource.kind, resource.id, reason);
}

/** Takes back what `reason` gave to `subjects` on a resource; the grant stays in the table with its end. */
export async function revoke(
  tx: Tx,
  subjects: readonly string[],
  resource: Resource,
  reason: string,
): Promise<void> {
  forgetTold(tx);
  await revokeGrants(tx, subjects, resource.kind, resource.id, reason);
}
