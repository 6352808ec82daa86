import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';

/** One association of a peer, as reception told of it. */
export type TrafficEvent = {
  id: string;
  at: Date;
  kind: string;
  callingAeTitle: string;
  address: string;
  reason: string;
  tls: boolean;
  imageCount: number | null;
  byteCount: number | null;
};

export type TrafficCriteria = {
  peerId: string | null;
  /** Events from before peers had ids, or of a caller that was not recognised, are found by AE title. */
  aeTitle: string;
  most: number;
};

/** The last events of a peer, newest first. */
export function listTraffic(tx: Tx, { peerId, aeTitle, most }: TrafficCriteria): Promise<TrafficEvent[]> {
  return rows(
    tx,
    sql<TrafficEvent>`
    select id, at, kind, calling_ae_title as "callingAeTitle", address, reason, is_tls as tls,
           image_count as "imageCount", byte_count as "byteCount"
      from imaging.reception_event
     where peer_id = ${peerId} or (peer_id is null and calling_ae_title = ${aeTitle})
     order by at desc, id desc limit ${most}`,
  );
}

/** What came from a peer. Instants in ISO 8601. */
export type PeerTraffic = {
  openAssociations: number;
  openImages: number;
  dayImages: number;
  lastImageAt: string | null;
  trouble: { at: string; kind: string; reason: string } | null;
};

/** By the peer's id. Containers tell what came; reception events what went wrong within a day. */
export async function readPeerTraffic(
  tx: Tx,
  peers: readonly { id: string; aeTitle: string; structureId: string }[],
): Promise<Map<string, PeerTraffic>> {
  const found = await rows(
    tx,
    sql<PeerTraffic & { id: string }>`
    select given.id, seen."openAssociations", seen."openImages", seen."dayImages", seen."lastImageAt", trouble.told as trouble
      from jsonb_to_recordset(${JSON.stringify(peers.map(({ id, aeTitle, structureId }) => ({ id, aeTitle, structureId })))}::jsonb)
             as given(id uuid, "aeTitle" text, "structureId" uuid)
      cross join lateral imaging.peer_traffic(given."structureId", given."aeTitle") as seen
      left join lateral (
        select jsonb_build_object('at', to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
                 'kind', e.kind, 'reason', e.reason) as told
          from imaging.reception_event e
         where (e.peer_id = given.id or (e.peer_id is null and e.calling_ae_title = given."aeTitle"))
           and e.kind in ('association-rejected', 'association-aborted', 'store-refused', 'protocol-error')
           and e.at > now() - interval '1 day'
         order by e.at desc limit 1) trouble on true`,
  );
  return new Map(found.map(({ id, ...traffic }) => [id, traffic]));
}
