import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { RetrievalState } from './retrieval-store.ts';

export type ToldRetrieval = {
  id: string;
  studyId: string;
  peerName: string;
  askedBy: string;
  askedAt: Date;
  state: RetrievalState;
  arrived: number;
  failureCode: string | null;
  failureDetail: string;
  endedAt: Date | null;
};

/** Of these studies, as far as the transaction sees them, in the order in which they were asked. */
export function listToldRetrievals(
  tx: Tx,
  studyIds: readonly string[],
  since: Date,
): Promise<ToldRetrieval[]> {
  return rows(
    tx,
    sql<ToldRetrieval>`
    select r.id, r.study_id as "studyId", p.name as "peerName", r.asked_by as "askedBy", r.asked_at as "askedAt", r.state,
           s.image_count as arrived, r.failure_code as "failureCode", r.failure_detail as "failureDetail",
           r.ended_at as "endedAt"
      from pacs.retrieval r join pacs.peer p on p.id = r.peer_id join imaging.pub_study s on s.id = r.study_id
     where r.study_id = any (${[...studyIds]}::uuid[]) and r.asked_at >= ${since} order by r.id`,
  );
}
