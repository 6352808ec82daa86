import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';

export type Rule = { structureId: string; keepDays: number; isActive: boolean; changedAt: Date };

export function findRule(tx: Tx, structureId: string): Promise<Rule | undefined> {
  return maybeRow(
    tx,
    sql<Rule>`select structure_id as "structureId", keep_days as "keepDays", is_active as "isActive",
        changed_at as "changedAt" from retention.rule where structure_id = ${structureId}`,
  );
}

export async function writeRule(tx: Tx, rule: Omit<Rule, 'changedAt'>): Promise<void> {
  await sql`insert into retention.rule (structure_id, keep_days, is_active)
    values (${rule.structureId}, ${rule.keepDays}, ${rule.isActive})
    on conflict (structure_id) do update
      set keep_days = excluded.keep_days, is_active = excluded.is_active, changed_at = now()`.execute(tx);
}

/** Studies of a structure: `kept` in all, and among those past `keepDays` the ones to purge, unproven, held. */
export type Counts = { kept: number; due: number; unproven: number; held: number };

export function countStudies(tx: Tx, structureId: string, keepDays: number): Promise<Counts> {
  return oneRow(
    tx,
    sql<Counts>`select kept, due, unproven, held from retention.count_studies(${structureId}, ${keepDays})`,
  );
}

export async function insertHolds(tx: Tx, studyIds: readonly string[], holderId: string): Promise<void> {
  await sql`insert into retention.hold (study_id, holder_id)
    select id, ${holderId} from unnest(${[...studyIds]}::uuid[]) as id
    on conflict on constraint hold_is_one_per_holder do nothing`.execute(tx);
}

/** `studyIds` null: whatever the holder holds. */
export async function deleteHolds(
  tx: Tx,
  studyIds: readonly string[] | null,
  holderId: string,
): Promise<void> {
  const ids = studyIds === null ? null : [...studyIds];
  await sql`delete from retention.hold
     where holder_id = ${holderId} and (${ids}::uuid[] is null or study_id = any (${ids}::uuid[]))`.execute(
    tx,
  );
}

export type NewProof = {
  id: string;
  studyId: string;
  kind: 'commitment' | 'statement';
  imageCount: number;
  saidBy: string;
  at: Date;
};

export async function insertProof(tx: Tx, proof: NewProof): Promise<void> {
  await sql`insert into retention.proof (id, study_id, kind, image_count, said_by, at)
    values (${proof.id}, ${proof.studyId}, ${proof.kind}, ${proof.imageCount}, ${proof.saidBy}, ${proof.at})`.execute(
    tx,
  );
}

export type ShownProof = Pick<NewProof, 'kind' | 'saidBy' | 'at' | 'imageCount'> & { isWhole: boolean };

/** The last first. `isWhole`: by the same measure as `listDue`. */
export function listProofs(tx: Tx, studyId: string, most: number): Promise<ShownProof[]> {
  return rows(
    tx,
    sql<ShownProof>`
    select p.kind, p.said_by as "saidBy", p.at, p.image_count as "imageCount",
           s.image_count > 0 and p.image_count >= s.image_count and p.at >= s.last_received_at as "isWhole"
      from retention.proof p join imaging.pub_study s on s.id = p.study_id
     where p.study_id = ${studyId} order by p.at desc limit ${most}`,
  );
}

/** A study that its structure's rule would purge now, with what is needed to journal it. */
export type DueStudy = {
  id: string;
  structureId: string;
  StudyInstanceUID: string;
  imageCount: number;
  keepDays: number;
  proofKind: NewProof['kind'];
  saidBy: string;
};

/** Those past their structure's days, proven archived since their last image, held by nobody; the oldest first. */
export function listDue(
  tx: Tx,
  asked: { now: Date; most: number; studyId?: string | undefined },
): Promise<DueStudy[]> {
  return rows(
    tx,
    sql<DueStudy>`
    select s.id, s.structure_id as "structureId", s.study_instance_uid as "StudyInstanceUID",
           s.image_count as "imageCount", r.keep_days as "keepDays", p.kind as "proofKind", p.said_by as "saidBy"
      from retention.rule r
      join imaging.study s on s.structure_id = r.structure_id
      join lateral (select kind, said_by from retention.proof p
        where p.study_id = s.id and p.image_count >= s.image_count and p.at >= s.last_received_at
        order by p.at desc limit 1) p on true
     where r.is_active and s.purged_at is null and s.arrival = 'idle' and s.quarantined_count = 0 and s.image_count > 0
       and s.last_received_at < ${asked.now}::timestamptz - make_interval(days => r.keep_days)
       and (${asked.studyId ?? null}::uuid is null or s.id = ${asked.studyId ?? null}::uuid)
       and not exists (select from retention.hold h where h.study_id = s.id)
     order by s.last_received_at limit ${asked.most}`,
  );
}

/** A study as its structure received it, as far as the transaction may see it. */
export function findReceived(
  tx: Tx,
  studyId: string,
): Promise<
  { structureId: string; StudyInstanceUID: string; imageCount: number; arrival: string } | undefined
> {
  return maybeRow(
    tx,
    sql<{ structureId: string; StudyInstanceUID: string; imageCount: number; arrival: string }>`
    select structure_id as "structureId", study_instance_uid as "StudyInstanceUID", image_count as "imageCount", arrival
      from imaging.pub_study where id = ${studyId}`,
  );
}
