import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { DeliveryState } from '../contract.ts';

export type ToldDelivery = {
  id: string;
  studyId: string;
  peerName: string;
  askedBy: string;
  askedAt: Date;
  endedAt: Date | null;
  state: DeliveryState;
  sent: number;
  failureCode: string | null;
};

/** Of these studies, as far as the transaction sees them, in the order in which they were asked. */
export function listToldDeliveries(
  tx: Tx,
  studyIds: readonly string[],
  since: Date,
): Promise<ToldDelivery[]> {
  return rows(
    tx,
    sql<ToldDelivery>`
    select d.id, d.study_id as "studyId", d.peer_name as "peerName", d.asked_by as "askedBy", d.asked_at as "askedAt",
           d.ended_at as "endedAt", d.state, d.sent, d.failure_code as "failureCode"
      from transfers.delivery d
     where d.study_id = any (${[...studyIds]}::uuid[]) and d.asked_at >= ${since} order by d.id`,
  );
}
