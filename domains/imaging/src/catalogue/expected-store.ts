import { oneRow, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { Awaiting } from '../contract.ts';
import type { ExpectedFacts, ExpectedStudy } from './expect-study.ts';

/** See imaging.expect_study: for the structure of the transaction's actor. */
export async function insertExpected(tx: Tx, newId: string, study: ExpectedStudy): Promise<string> {
  const facts = JSON.stringify({ ...study.facts, study_instance_uid: study.StudyInstanceUID });
  const row = await oneRow(
    tx,
    sql<{ id: string }>`
    select imaging.expect_study(${newId}, ${study.aeTitle}, ${facts}::jsonb, ${study.expectedCount}) as id`,
  );
  return row.id;
}

export async function updateExpected(
  tx: Tx,
  studyId: string,
  { facts, expectedCount }: { facts: ExpectedFacts; expectedCount: number | null },
): Promise<void> {
  await sql`update imaging.study
       set expected_count = coalesce(${expectedCount}, expected_count), version = version + 1
     where id = ${studyId}`.execute(tx);
  await sql`update imaging.study
       set patient_name = ${facts.patient_name}, family_name = ${facts.family_name}, given_names = ${facts.given_names},
           birth_date = ${facts.birth_date}, sex = ${facts.sex}, patient_id = ${facts.patient_id},
           issuer_of_patient_id = ${facts.issuer_of_patient_id}, accession_number = ${facts.accession_number},
           description = ${facts.description}, study_date = ${facts.study_date}, study_time = ${facts.study_time},
           modalities = ${[...facts.modalities]}::text[]
     where id = ${studyId} and image_count = 0 and arrival = 'expected'`.execute(tx);
}

/** @returns whether more than its counts changed */
export async function writeAwaiting(tx: Tx, studyId: string, awaiting: Awaiting): Promise<boolean> {
  const { source, state, reason, done, total } = awaiting;
  const row = await oneRow(
    tx,
    sql<{ isTurn: boolean }>`
    with before as (select state, reason from imaging.awaiting where study_id = ${studyId})
    insert into imaging.awaiting (study_id, source, state, reason, done, total)
    values (${studyId}, ${source}, ${state}, ${reason}, ${done}, ${total})
    on conflict (study_id) do update
      set source = excluded.source, state = excluded.state, reason = excluded.reason, done = excluded.done,
          total = excluded.total, changed_at = now()
    returning not exists (select from before b where b.state = ${state} and b.reason = ${reason}) as "isTurn"`,
  );
  return row.isTurn;
}

/** @returns whether there was one */
export async function deleteAwaiting(tx: Tx, studyId: string): Promise<boolean> {
  const gone = await sql`delete from imaging.awaiting where study_id = ${studyId}`.execute(tx);
  return gone.numAffectedRows === 1n;
}
