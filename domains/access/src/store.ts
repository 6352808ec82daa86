import { oneRow, rows, sendAlong, type Tx } from '@liaison/db';
import { sql } from 'kysely';

export async function hasGrant(
  tx: Tx,
  subjects: readonly string[],
  capability: string,
  resourceKind: string,
  resourceId: string,
): Promise<boolean> {
  const found = await oneRow(
    tx,
    sql<{ granted: boolean }>`select exists (
    select 1 from access.grant
     where resource_kind = ${resourceKind} and resource_id = ${resourceId} and capability = ${capability}
       and subject = any (${[...subjects]}::uuid[])
       and revoked_at is null and (until is null or until > now())) as granted`,
  );
  return found.granted;
}

/** Users, communities and structures that hold this capability on a resource now; their kinds are not told apart. */
export async function listGrantees(
  tx: Tx,
  resource: { kind: string; id: string },
  capability: string,
): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ subject: string }>`select distinct subject from access.grant
     where resource_kind = ${resource.kind} and resource_id = ${resource.id} and capability = ${capability}
       and revoked_at is null and (until is null or until > now())`,
  );
  return found.map(({ subject }) => subject);
}

export async function insertGrants(
  tx: Tx,
  given: readonly { id: string; subject: string; capability: string }[],
  resourceKind: string,
  resourceId: string,
  reason: string,
): Promise<void> {
  if (given.length === 0) return;
  await sendAlong(
    tx,
    sql`insert into access.grant (id, subject, resource_kind, resource_id, capability, reason)
    select g.id, g.subject, ${resourceKind}, ${resourceId}, g.capability, ${reason}
      from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as g(id uuid, subject uuid, capability text)
    on conflict on constraint grant_once do update set revoked_at = null where access.grant.revoked_at is not null`,
  );
}

export async function revokeGrants(
  tx: Tx,
  subjects: readonly string[],
  resourceKind: string,
  resourceId: string,
  reason: string,
): Promise<void> {
  await sql`update access.grant set revoked_at = now()
     where resource_kind = ${resourceKind} and resource_id = ${resourceId} and reason = ${reason}
       and subject = any (${[...subjects]}::uuid[]) and revoked_at is null`.execute(tx);
  // Row-level security passes over what the actor may not take back, without a word.
  const kept = await rows(
    tx,
    sql`select 1 from access.grant
     where resource_kind = ${resourceKind} and resource_id = ${resourceId} and reason = ${reason}
       and subject = any (${[...subjects]}::uuid[]) and revoked_at is null limit 1`,
  );
  if (kept.length > 0) throw new TypeError('a right that the actor may not take back');
}
