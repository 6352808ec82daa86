import { sql } from 'kysely';
import type { Platform } from './start-platform.ts';

/** Where the catalogue says that an instance's bytes are. */
export type Stored = { uid: string; container: string; offset: number; length: number };

export async function listInstances(platform: Platform): Promise<Stored[]> {
  const found = await sql<Stored>`
    select sop_instance_uid as uid, container_id as container, data_offset as offset, data_length as length
      from imaging.instance`.execute(platform.system.kysely);
  return found.rows;
}

export async function listStudyUids(platform: Platform): Promise<string[]> {
  const found = await sql<{ uid: string }>`select study_instance_uid as uid from imaging.study`.execute(
    platform.system.kysely,
  );
  return found.rows.map(({ uid }) => uid);
}

/** Family names as the images carry them: what must be nowhere but on the screens of those who may see it. */
export async function listPatientNames(platform: Platform): Promise<string[]> {
  const found = await sql<{ name: string }>`select distinct family_name as name from imaging.study`.execute(
    platform.system.kysely,
  );
  return found.rows.map(({ name }) => name).filter((name) => name.length > 2);
}
