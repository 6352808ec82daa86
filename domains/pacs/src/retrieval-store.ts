import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';

export type RetrievalState = 'waiting' | 'moving' | 'done' | 'incomplete' | 'failed' | 'cancelled';

export type RetrievalRow = {
  id: string;
  peerId: string;
  peerName: string;
  structureId: string;
  studyId: string;
  StudyInstanceUID: string;
  askedBy: string;
  askedAt: Date;
  state: RetrievalState;
  total: number | null;
  /** Told by the PACS as sent in the last try. */
  done: number;
  /** In the catalogue. */
  arrived: number;
  attempts: number;
  nextTryAt: Date | null;
  failureCode: string | null;
  failureDetail: string;
  endedAt: Date | null;
};

const columns = sql`r.id, r.peer_id as "peerId", p.name as "peerName", r.structure_id as "structureId",
  r.study_id as "studyId", r.study_instance_uid as "StudyInstanceUID", r.asked_by as "askedBy", r.asked_at as "askedAt",
  r.state, r.total, r.done, s.image_count as arrived, r.attempts, r.next_try_at as "nextTryAt",
  r.failure_code as "failureCode", r.failure_detail as "failureDetail", r.ended_at as "endedAt"`;
const joined = sql`pacs.retrieval r join pacs.peer p on p.id = r.peer_id join imaging.pub_study s on s.id = r.study_id`;

export type NewRetrieval = {
  id: string;
  peerId: string;
  structureId: string;
  studyId: string;
  StudyInstanceUID: string;
  askedById: string | null;
  askedBy: string;
  at: Date;
  priority: number;
  total: number | null;
};

/** @returns the id of the one under way where there is one already */
export async function insertRetrieval(tx: Tx, given: NewRetrieval): Promise<string> {
  await sql`insert into pacs.retrieval (id, peer_id, structure_id, study_id, study_instance_uid, asked_by_id, asked_by,
      asked_at, priority, total, next_try_at)
    values (${given.id}, ${given.peerId}, ${given.structureId}, ${given.studyId}, ${given.StudyInstanceUID},
      ${given.askedById}, ${given.askedBy}, ${given.at}, ${given.priority}, ${given.total}, ${given.at})
    on conflict (peer_id, study_id) where state in ('waiting', 'moving') do nothing`.execute(tx);
  const row = await oneRow(
    tx,
    sql<{ id: string }>`select id from pacs.retrieval
     where peer_id = ${given.peerId} and study_id = ${given.studyId} and state in ('waiting', 'moving')`,
  );
  return row.id;
}

/** Those of the actor's structure, newest first; of one study where it is given. */
export function listRetrievals(
  tx: Tx,
  of: { structureId: string; studyId: string | null; most: number },
): Promise<RetrievalRow[]> {
  return rows(
    tx,
    sql<RetrievalRow>`select ${columns} from ${joined}
     where r.structure_id = ${of.structureId} and (${of.studyId}::uuid is null or r.study_id = ${of.studyId})
     order by r.id desc limit ${of.most}`,
  );
}

/** Held until the transaction ends. */
export async function lockRetrieval(tx: Tx, id: string): Promise<RetrievalRow | undefined> {
  await sql`select 1 from pacs.retrieval where id = ${id} for update`.execute(tx);
  return maybeRow(tx, sql<RetrievalRow>`select ${columns} from ${joined} where r.id = ${id}`);
}

export async function rearm(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update pacs.retrieval
       set state = 'waiting', next_try_at = ${at}, ended_at = null, attempts = 0, done = 0, failure_code = null,
           failure_detail = '', holder = null, held_until = null
     where id = ${id}`.execute(tx);
}

export async function endRetrieval(
  tx: Tx,
  id: string,
  end: {
    state: 'done' | 'incomplete' | 'failed' | 'cancelled';
    at: Date;
    code: string | null;
    detail: string;
  },
): Promise<void> {
  await sql`update pacs.retrieval
       set state = ${end.state}, ended_at = ${end.at}, next_try_at = null, holder = null, held_until = null,
           failure_code = ${end.code}, failure_detail = ${end.detail}
     where id = ${id}`.execute(tx);
}

export async function postpone(
  tx: Tx,
  id: string,
  later: { at: Date; code: string | null; detail: string },
): Promise<void> {
  await sql`update pacs.retrieval
       set state = 'waiting', next_try_at = ${later.at}, holder = null, held_until = null,
           failure_code = ${later.code}, failure_detail = ${later.detail}
     where id = ${id}`.execute(tx);
}

/**
 * The next one that is due, or whose holder is dead, now held; the most urgent, then the oldest first. `running`: what
 * `holder` is bringing though the database, that was away, believes it dead.
 */
export async function takeDue(
  tx: Tx,
  given: { holder: string; heldForMs: number; busyPeers: readonly string[]; running: readonly string[] },
): Promise<RetrievalRow | undefined> {
  const taken = await maybeRow(
    tx,
    sql<{ id: string }>`update pacs.retrieval
       set state = 'moving', attempts = attempts + 1, done = 0, next_try_at = null, holder = ${given.holder},
           held_until = now() + ${`${given.heldForMs} milliseconds`}::interval
     where id = (select id from pacs.retrieval
        where ((state = 'waiting' and next_try_at <= now()) or (state = 'moving' and held_until < now()))
          and peer_id <> all (${[...given.busyPeers]}::uuid[]) and id <> all (${[...given.running]}::uuid[])
        order by priority desc, id limit 1 for update skip locked)
     returning id`,
  );
  if (!taken) return undefined;
  return maybeRow(tx, sql<RetrievalRow>`select ${columns} from ${joined} where r.id = ${taken.id}`);
}

/** @returns whether it is still held by `holder`: it may have been cancelled, or taken over */
export async function noteProgress(
  tx: Tx,
  id: string,
  given: { holder: string; heldForMs: number; done: number; total: number | null },
): Promise<boolean> {
  const written = await sql`update pacs.retrieval
       set done = ${given.done}, total = greatest(total, ${given.total}),
           held_until = now() + ${`${given.heldForMs} milliseconds`}::interval
     where id = ${id} and holder = ${given.holder} and state = 'moving'`.execute(tx);
  return written.numAffectedRows === 1n;
}

export async function lockHeld(tx: Tx, id: string, holder: string): Promise<RetrievalRow | undefined> {
  const row = await lockRetrieval(tx, id);
  const held = await maybeRow(
    tx,
    sql`select 1 from pacs.retrieval where id = ${id} and holder = ${holder} and state = 'moving'`,
  );
  return held ? row : undefined;
}

/** What a process that stops lets go of is due at once. */
export async function letGo(tx: Tx, holder: string): Promise<void> {
  await sql`update pacs.retrieval
       set state = 'waiting', next_try_at = now(), holder = null, held_until = null
     where holder = ${holder} and state = 'moving'`.execute(tx);
}

/** Studies of the actor's structure that are on the platform among these UIDs. */
export function listPresent(
  tx: Tx,
  structureId: string,
  uids: readonly string[],
): Promise<{ StudyInstanceUID: string; studyId: string; imageCount: number }[]> {
  return rows(
    tx,
    sql<{ StudyInstanceUID: string; studyId: string; imageCount: number }>`
    select study_instance_uid as "StudyInstanceUID", id as "studyId", image_count as "imageCount"
      from imaging.pub_study
     where structure_id = ${structureId} and study_instance_uid = any (${[...uids]}::text[])`,
  );
}
