import { maybeRow, rows, type Tx } from '@liaison/db';
import { newId } from '@liaison/kernel';
import { sql } from 'kysely';
import type { ApprovedPeer, Peer, PeerRoles } from './peer.ts';

const approvals = sql`pacs.is_query_approved(p) as "isQueryApproved", pacs.is_store_approved(p) as "isStoreApproved"`;

const peerColumns = sql`p.id, p.structure_id as "structureId", p.ae_title as "aeTitle", p.name, p.host, p.port,
  p.uses_tls as "usesTls", p.addresses, p.certificates, p.requires_tls as "requiresTls",
  jsonb_build_object('mayStore', p.may_store, 'mayQuery', p.may_query, 'query', p.we_query, 'retrieve', p.we_retrieve,
    'store', p.we_store, 'commit', p.commits) as roles,
  p.transfer_syntaxes as "transferSyntaxes", p.character_set as "characterSet", p.max_associations as "maxAssociations",
  p.max_bytes_per_second as "maxBytesPerSecond", p.is_active as "isActive"`;

/** A peer, of whatever structure; what may be done with it is for the caller to decide. */
export function findPeer(tx: Tx, id: string): Promise<ApprovedPeer | undefined> {
  return maybeRow(
    tx,
    sql<ApprovedPeer>`select ${peerColumns}, ${approvals} from pacs.peer p where p.id = ${id}`,
  );
}

/** The peers of a structure, of every one where it is null; by name. */
export function listPeersOf(tx: Tx, structureId: string | null): Promise<ApprovedPeer[]> {
  return rows(
    tx,
    sql<ApprovedPeer>`select ${peerColumns}, ${approvals} from pacs.peer p
     where ${structureId}::uuid is null or p.structure_id = ${structureId}
     order by p.name, p.ae_title, p.id`,
  );
}

export type PeerTest = {
  /** When it was last called by a C-ECHO; null: never. */
  testedAt: Date | null;
  testMs: number | null;
  /** Null where it answered. */
  testCode: string | null;
  testDetail: string;
};

export type ListedPeer = ApprovedPeer &
  PeerTest & {
    structureName: string;
    /** Who last approved that it searches here, that we send there, and when; null where nobody did. */
    queryApprovedBy: string | null;
    queryApprovedAt: Date | null;
    storeApprovedBy: string | null;
    storeApprovedAt: Date | null;
  };

/** The same with the last C-ECHO and the structure's name, for administrators. */
export function listPeerSheets(
  tx: Tx,
  of: { structureId: string | null; peerId: string | null },
): Promise<ListedPeer[]> {
  return rows(
    tx,
    sql<ListedPeer>`select ${peerColumns}, s.name as "structureName", p.tested_at as "testedAt", p.test_ms as "testMs",
        p.test_code as "testCode", p.test_detail as "testDetail", ${approvals},
        q.approved_by as "queryApprovedBy", q.approved_at as "queryApprovedAt",
        t.approved_by as "storeApprovedBy", t.approved_at as "storeApprovedAt"
      from pacs.peer p join directory.pub_structure s on s.id = p.structure_id
      left join pacs.query_approval q on q.peer_id = p.id
      left join pacs.store_approval t on t.peer_id = p.id
     where (${of.structureId}::uuid is null or p.structure_id = ${of.structureId})
       and (${of.peerId}::uuid is null or p.id = ${of.peerId})
     order by s.name, p.name, p.ae_title, p.id`,
  );
}

export type NewPeer = Pick<Peer, 'aeTitle' | 'structureId' | 'addresses'> &
  Partial<Omit<Peer, 'id' | 'aeTitle' | 'structureId' | 'addresses' | 'roles'>> & {
    id?: string;
    roles?: Partial<PeerRoles>;
  };

/** Binds an AE title to a structure and its addresses; again is changing it. @returns its id */
export async function insertPeer(tx: Tx, peer: NewPeer): Promise<string> {
  const roles = { ...usualRoles, ...peer.roles };
  const row = await maybeRow(
    tx,
    sql<{
      id: string;
    }>`insert into pacs.peer as p (id, structure_id, ae_title, name, host, port, uses_tls, addresses,
        certificates, requires_tls, may_store, may_query, we_query, we_retrieve, we_store, commits, transfer_syntaxes,
        character_set, max_associations, max_bytes_per_second, is_active)
    values (${peer.id ?? newId()}, ${peer.structureId}, ${peer.aeTitle}, ${peer.name ?? peer.aeTitle},
      ${peer.host ?? null}, ${peer.port ?? null}, ${peer.usesTls ?? false}, ${peer.addresses}::text[],
      ${peer.certificates ?? []}::text[], ${peer.requiresTls ?? false}, ${roles.mayStore}, ${roles.mayQuery},
      ${roles.query}, ${roles.retrieve}, ${roles.store}, ${roles.commit}, ${peer.transferSyntaxes ?? []}::text[],
      ${peer.characterSet ?? 'ISO_IR 100'}, ${peer.maxAssociations ?? 4}, ${peer.maxBytesPerSecond ?? null},
      ${peer.isActive ?? true})
    on conflict on constraint peer_is_one_per_structure do update
      set name = excluded.name, host = excluded.host, port = excluded.port, uses_tls = excluded.uses_tls,
          addresses = excluded.addresses, certificates = excluded.certificates, requires_tls = excluded.requires_tls,
          may_store = excluded.may_store, may_query = excluded.may_query, we_query = excluded.we_query,
          we_retrieve = excluded.we_retrieve, we_store = excluded.we_store, commits = excluded.commits,
          transfer_syntaxes = excluded.transfer_syntaxes, character_set = excluded.character_set,
          max_associations = excluded.max_associations, max_bytes_per_second = excluded.max_bytes_per_second,
          is_active = excluded.is_active, changed_at = now()
    returning p.id`,
  );
  return row?.id ?? '';
}

const usualRoles: PeerRoles = {
  mayStore: true,
  mayQuery: false,
  query: false,
  retrieve: 'no',
  store: false,
  commit: false,
};

export async function updatePeer(tx: Tx, peer: Peer): Promise<void> {
  const { roles } = peer;
  await sql`update pacs.peer
       set ae_title = ${peer.aeTitle}, name = ${peer.name}, host = ${peer.host}, port = ${peer.port},
           uses_tls = ${peer.usesTls}, addresses = ${peer.addresses}::text[],
           certificates = ${peer.certificates}::text[], requires_tls = ${peer.requiresTls},
           may_store = ${roles.mayStore}, may_query = ${roles.mayQuery}, we_query = ${roles.query},
           we_retrieve = ${roles.retrieve}, we_store = ${roles.store}, commits = ${roles.commit},
           transfer_syntaxes = ${peer.transferSyntaxes}::text[], character_set = ${peer.characterSet},
           max_associations = ${peer.maxAssociations}, max_bytes_per_second = ${peer.maxBytesPerSecond},
           is_active = ${peer.isActive}, changed_at = now()
     where id = ${peer.id}`.execute(tx);
}

export async function noteTest(
  tx: Tx,
  id: string,
  test: { at: Date; ms: number | null; code: string | null; detail: string },
): Promise<void> {
  await sql`update pacs.peer set tested_at = ${test.at}, test_ms = ${test.ms}, test_code = ${test.code},
      test_detail = ${test.detail} where id = ${id}`.execute(tx);
}

/** Active peers of other structures with this AE title that may call from a same address, or from anywhere. */
export function listClaimants(
  tx: Tx,
  peer: Pick<Peer, 'aeTitle' | 'structureId' | 'addresses' | 'certificates'>,
): Promise<{ id: string }[]> {
  return rows(
    tx,
    sql<{ id: string }>`select p.id from pacs.peer p
     where p.ae_title = ${peer.aeTitle} and p.structure_id <> ${peer.structureId} and p.is_active
       and (p.certificates && ${peer.certificates}::text[]
         or exists (select from unnest(p.addresses) theirs, unnest(${peer.addresses}::text[]) ours
           where case when '*' in (theirs, ours) then true else theirs::inet && ours::inet end))`,
  );
}
