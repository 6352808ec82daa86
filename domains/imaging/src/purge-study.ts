import { removeContainer } from '@liaison/blobs';
import { rows, withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { announce } from '@liaison/live';
import { sql } from 'kysely';

/**
 * Takes the images of a study out of the catalogue and dooms their containers; the study's row stays, marked. Whether it
 * may be purged is for the domain above to decide, in the same transaction, once `lockForPurge` holds it.
 */
export async function purgeStudy(tx: Tx, studyId: string): Promise<void> {
  await sql`insert into imaging.purged_container (id, sealed_day)
    select id, sealed_day from imaging.container where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.quarantine where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.instance where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.series where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.container where study_id = ${studyId}`.execute(tx);
  await sql`update imaging.study
       set purged_at = now(), image_count = 0, series_count = 0, version = version + 1
     where id = ${studyId}`.execute(tx);
  await announce(tx, [`study:${studyId}`]);
}

/** Holds a study, if all that came of it lies in sealed containers and nobody purges or receives it just now. */
export async function lockForPurge(tx: Tx, studyId: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from imaging.study s
     where s.id = ${studyId} and s.purged_at is null and s.arrival = 'idle' and s.quarantined_count = 0
       and not exists (select from imaging.container c where c.study_id = s.id and not c.is_sealed)
     for update skip locked`,
  );
  return found.length === 1;
}

/**
 * Deletes the files of purged containers. One that was cut short is gone on with; each leaves the list only once its file
 * is gone.
 * @returns how many were deleted
 */
export async function unlinkPurged(database: SystemDatabase, storeRoot: string): Promise<number> {
  const doomed = await withSystem(database, (tx) =>
    rows(tx, sql<{ id: string }>`select id from imaging.purged_container order by id limit 1000`),
  );
  for (const { id } of doomed) {
    removeContainer(storeRoot, id);
    await withSystem(database, (tx) =>
      sql`delete from imaging.purged_container where id = ${id}`.execute(tx),
    );
  }
  return doomed.length;
}
