import type { Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { PeerBinding, PeerCall } from './contract.ts';

/** Who approves; `id` null where it is no person. */
export type Approver = { id: string | null; name: string; at: Date };

/** That a peer searches here, bound as it was seen. @returns false where it is bound otherwise now */
export async function approveQueries(
  tx: Tx,
  peerId: string,
  seen: PeerBinding,
  by: Approver,
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into pacs.query_approval
      (peer_id, ae_title, addresses, certificates, requires_tls, approved_by_id, approved_by, approved_at)
    select id, ae_title, addresses, certificates, requires_tls, ${by.id}::uuid, ${by.name}, ${by.at}::timestamptz
      from pacs.peer
     where id = ${peerId} and ae_title = ${seen.aeTitle} and requires_tls = ${seen.requiresTls}
       and addresses = ${seen.addresses}::text[] and certificates = ${seen.certificates}::text[]
    on conflict (peer_id) do update set ae_title = excluded.ae_title, addresses = excluded.addresses,
      certificates = excluded.certificates, requires_tls = excluded.requires_tls,
      approved_by_id = excluded.approved_by_id, approved_by = excluded.approved_by,
      approved_at = excluded.approved_at`.execute(tx);
  return numAffectedRows === 1n;
}

/** That we send to a peer, called as it was seen. @returns false where it is called otherwise now, or not at all */
export async function approveSendings(
  tx: Tx,
  peerId: string,
  seen: PeerCall,
  by: Approver,
): Promise<boolean> {
  const { numAffectedRows } = await sql`insert into pacs.store_approval
      (peer_id, ae_title, host, port, uses_tls, certificates, approved_by_id, approved_by, approved_at)
    select id, ae_title, host, port, uses_tls, certificates, ${by.id}::uuid, ${by.name}, ${by.at}::timestamptz
      from pacs.peer
     where id = ${peerId} and ae_title = ${seen.aeTitle} and host = ${seen.host} and port = ${seen.port}
       and uses_tls = ${seen.usesTls} and certificates = ${seen.certificates}::text[]
    on conflict (peer_id) do update set ae_title = excluded.ae_title, host = excluded.host, port = excluded.port,
      uses_tls = excluded.uses_tls, certificates = excluded.certificates,
      approved_by_id = excluded.approved_by_id, approved_by = excluded.approved_by,
      approved_at = excluded.approved_at`.execute(tx);
  return numAffectedRows === 1n;
}
