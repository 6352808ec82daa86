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
