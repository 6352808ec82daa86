import { removeContainer } from '@liaison/blobs';
import { oneRow, rows, withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { announce } from '@liaison/live';
import { sql } from 'kysely';
import { followersOf } from '../study/share-study.ts';

/**
 * Takes the images of a study out of the catalogue and dooms their containers; the study's row stays, marked. Whether it
 * may be purged is for the domain above to decide, in the same transaction, once `lockForPurge` holds it.
 * `archivedIn`: AE title of the PACS that has its images, where one said so.
 */
export async function purgeStudy(tx: Tx, studyId: string, archivedIn = ''): Promise<void> {
  await sql`insert into imaging.purged_container (id, sealed_day)
    select id, sealed_day from imaging.container where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.quarantine where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.instance where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.series where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.container where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.awaiting where study_id = ${studyId}`.execute(tx);
  await sql`update imaging.study
       set arrival = 'purged', purged_at = now(), archived_in = ${archivedIn}, image_count = 0, series_count = 0,
           version = version + 1
     where id = ${studyId}`.execute(tx);
  await announce(tx, [`study:${studyId}`, ...(await followersOf(tx, studyId))]);
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

const backupLock = 727_002;

/**
 * Deletes the files of purged containers, unless a backup is being made: it copies what the catalogue of its start names.
 * One that was cut short is gone on with; each leaves the list only after its file.
 * @returns how many were deleted
 */
export function unlinkPurged(database: SystemDatabase, storeRoot: string): Promise<number> {
  return withSystem(database, async (tx) => {
    const free = await oneRow(
      tx,
      sql<{ is_free: boolean }>`select pg_try_advisory_xact_lock(${backupLock}) as is_free`,
    );
    if (!free.is_free) return 0;
    const doomed = await rows(
      tx,
      sql<{ id: string }>`select id from imaging.purged_container order by id limit 1000`,
    );
    for (const { id } of doomed) removeContainer(storeRoot, id);
    const ids = doomed.map(({ id }) => id);
    await sql`delete from imaging.purged_container where id = any (${ids}::uuid[])`.execute(tx);
    return doomed.length;
  });
}

/** Runs `work` while no file of a container goes. */
export function withoutPurge<Value>(database: SystemDatabase, work: () => Promise<Value>): Promise<Value> {
  return withSystem(database, async (tx) => {
    await sql`select pg_advisory_xact_lock(${backupLock})`.execute(tx);
    return work();
  });
}
