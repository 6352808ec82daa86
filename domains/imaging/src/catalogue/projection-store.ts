import { askSystem, maybeRow, rows, sendAlong, type SystemDatabase, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { JsonDataSet } from '@liaison/dicom';
import type { ImageFacts, SeriesFacts, StudyFacts } from './describe-image.ts';
import type { Whereabouts } from '../store.ts';

/** An instance to write: `id` from `newId()`, instants in ISO 8601. */
export type NewInstance = ImageFacts &
  Whereabouts & { id: string; series_instance_uid: string; received_at: string };

export type NewStudy = {
  id: string;
  structureId: string;
  studyInstanceUid: string;
  callingAeTitle: string;
  receivedAt: string;
  facts: StudyFacts;
  /** Empty until an image is there whole. */
  attributes(): JsonDataSet;
};

/** The study's row, made if need be and held until the transaction ends: two associations may bring parts of it. */
export async function lockStudy(
  tx: Tx,
  study: NewStudy,
): Promise<{ id: string; isNew: boolean; image_count: number }> {
  const known = await holdStudyOf(tx, study);
  if (known) return { ...known, isNew: false };
  if (await insertStudy(tx, study)) return { id: study.id, isNew: true, image_count: 0 };
  const row = await holdStudyOf(tx, study);
  if (!row) throw new TypeError('a study that was just written is not there');
  return { ...row, isNew: false };
}

/** @returns whether it was new */
async function insertStudy(tx: Tx, study: NewStudy): Promise<boolean> {
  const { facts } = study;
  const written = await sql`insert into imaging.study
      (id, structure_id, study_instance_uid, calling_ae_title, first_received_at, last_received_at, patient_name,
       family_name, given_names, birth_date, sex, patient_id, issuer_of_patient_id, accession_number, description,
       study_date, study_time, attributes)
    values (${study.id}, ${study.structureId}, ${study.studyInstanceUid}, ${study.callingAeTitle}, ${study.receivedAt},
      ${study.receivedAt}, ${facts.patient_name}, ${facts.family_name}, ${facts.given_names}, ${facts.birth_date},
      ${facts.sex}, ${facts.patient_id}, ${facts.issuer_of_patient_id}, ${facts.accession_number}, ${facts.description},
      ${facts.study_date}, ${facts.study_time}, ${JSON.stringify(study.attributes())}::jsonb)
    on conflict on constraint study_is_one_per_structure do nothing`.execute(tx);
  return written.numAffectedRows === 1n;
}

function holdStudyOf(
  tx: Tx,
  { structureId, studyInstanceUid }: NewStudy,
): Promise<{ id: string; image_count: number } | undefined> {
  return maybeRow(
    tx,
    sql<{ id: string; image_count: number }>`
    select id, image_count from imaging.study
     where structure_id = ${structureId} and study_instance_uid = ${studyInstanceUid} for update`,
  );
}

/** The row of a study that has one, held until the transaction ends. */
export async function holdStudy(tx: Tx, studyId: string): Promise<void> {
  await sql`select 1 from imaging.study where id = ${studyId} for update`.execute(tx);
}

/** What the first whole image says, in the place of what its header announced. */
export async function updateFacts(
  tx: Tx,
  studyId: string,
  facts: StudyFacts,
  attributes: JsonDataSet,
): Promise<void> {
  await sendAlong(
    tx,
    sql`update imaging.study
       set patient_name = ${facts.patient_name}, family_name = ${facts.family_name}, given_names = ${facts.given_names},
           birth_date = ${facts.birth_date}, sex = ${facts.sex}, patient_id = ${facts.patient_id},
           issuer_of_patient_id = ${facts.issuer_of_patient_id}, accession_number = ${facts.accession_number},
           description = ${facts.description}, study_date = ${facts.study_date}, study_time = ${facts.study_time},
           attributes = ${JSON.stringify(attributes)}::jsonb
     where id = ${studyId}`,
  );
}

/** Series with the number of their new images, which is added where the study has the series already. */
export async function keepSeries(
  tx: Tx,
  studyId: string,
  series: readonly (SeriesFacts & { id: string; attributes: JsonDataSet; instance_count: number })[],
): Promise<void> {
  if (series.length === 0) return;
  await sendAlong(
    tx,
    sql`insert into imaging.series as s
      (id, study_id, series_instance_uid, modality, description, series_number, body_part, laterality, patient_name,
       patient_birth_date, contrast_agent, convolution_kernel, attributes, instance_count)
    select r.id, ${studyId}, r.series_instance_uid, r.modality, r.description, r.series_number, r.body_part, r.laterality,
           r.patient_name, r.patient_birth_date, r.contrast_agent, r.convolution_kernel, r.attributes, r.instance_count
      from jsonb_to_recordset(${JSON.stringify(series)}::jsonb) as r(id uuid, series_instance_uid text, modality text,
        description text, series_number integer, body_part text, laterality text, patient_name text,
        patient_birth_date date, contrast_agent text, convolution_kernel text, attributes jsonb, instance_count integer)
    on conflict on constraint series_is_one_per_study
      do update set instance_count = s.instance_count + excluded.instance_count`,
  );
}

/** @returns how many were written: fewer than given where another transaction wrote one of them meanwhile */
export async function insertInstances(
  tx: Tx,
  studyId: string,
  instances: readonly NewInstance[],
): Promise<number> {
  if (instances.length === 0) return 0;
  const written = await sql`insert into imaging.instance
      (id, study_id, series_id, sop_instance_uid, sop_class_uid, transfer_syntax_uid, container_id, data_offset, data_length,
       crc32, received_at, instance_number, image_type, frames, rows, columns, bits_allocated, bits_stored, is_signed,
       samples_per_pixel, planar_configuration, photometric_interpretation, rescale_slope, rescale_intercept,
       window_center, window_width, pixel_spacing, spacing_kind, slice_thickness, image_position, image_orientation,
       frame_time_ms, pixel_offset, pixel_length, frame_offsets, unshowable)
    select i.id, ${studyId}, s.id, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.container_id,
           i.data_offset, i.data_length, i.crc32, i.received_at, i.instance_number, i.image_type, i.frames, i.rows,
           i.columns, i.bits_allocated, i.bits_stored, i.is_signed, i.samples_per_pixel, i.planar_configuration,
           i.photometric_interpretation, i.rescale_slope, i.rescale_intercept, i.window_center, i.window_width,
           i.pixel_spacing, i.spacing_kind, i.slice_thickness, i.image_position, i.image_orientation, i.frame_time_ms,
           i.pixel_offset, i.pixel_length, i.frame_offsets, i.unshowable
      from jsonb_to_recordset(${JSON.stringify(instances)}::jsonb) as i(id uuid, series_instance_uid text,
        sop_instance_uid text, sop_class_uid text, transfer_syntax_uid text, container_id uuid, data_offset bigint,
        data_length bigint, crc32 bigint, received_at timestamptz, instance_number integer, image_type text[],
        frames integer, rows integer, columns integer, bits_allocated integer, bits_stored integer, is_signed boolean,
        samples_per_pixel integer, planar_configuration integer, photometric_interpretation text,
        rescale_slope double precision, rescale_intercept double precision, window_center double precision,
        window_width double precision, pixel_spacing double precision[], spacing_kind text,
        slice_thickness double precision, image_position double precision[], image_orientation double precision[],
        frame_time_ms double precision, pixel_offset bigint, pixel_length bigint, frame_offsets bigint[],
        unshowable text)
      join imaging.series s on s.study_id = ${studyId} and s.series_instance_uid = i.series_instance_uid
    on conflict on constraint instance_is_one_per_study do nothing`.execute(tx);
  return Number(written.numAffectedRows ?? 0n);
}

/** Those of these UIDs that the study has already. */
export function listKnown(
  tx: Tx,
  studyId: string,
  sopInstanceUids: readonly string[],
): Promise<Whereabouts[]> {
  return rows(
    tx,
    sql<Whereabouts>`
    select sop_instance_uid, sop_class_uid, transfer_syntax_uid, container_id, data_offset, data_length, crc32
      from imaging.instance where study_id = ${studyId} and sop_instance_uid = any (${[...sopInstanceUids]}::text[])`,
  );
}

/** What a study has under these UIDs, and what was set aside under them. */
export function listHeld(
  database: SystemDatabase,
  study: { structureId: string; StudyInstanceUID: string },
  sopInstanceUids: readonly string[],
): Promise<(Whereabouts & { is_set_aside: boolean })[]> {
  const uids = [...sopInstanceUids];
  return askSystem(
    database,
    sql`
    with study as (select id from imaging.study
       where structure_id = ${study.structureId} and study_instance_uid = ${study.StudyInstanceUID})
    select sop_instance_uid, sop_class_uid, transfer_syntax_uid, container_id, data_offset, data_length, crc32,
           false as is_set_aside
      from imaging.instance i join study on study.id = i.study_id where i.sop_instance_uid = any (${uids}::text[])
    union all
    select sop_instance_uid, '', transfer_syntax_uid, container_id, data_offset, data_length, crc32, true
      from imaging.quarantine q join study on study.id = q.study_id where q.sop_instance_uid = any (${uids}::text[])`,
  );
}

export async function insertQuarantine(
  tx: Tx,
  studyId: string,
  record: Whereabouts & { id: string; received_at: string },
): Promise<void> {
  await sql`insert into imaging.quarantine
      (id, study_id, sop_instance_uid, transfer_syntax_uid, container_id, data_offset, data_length, crc32, received_at)
    values (${record.id}, ${studyId}, ${record.sop_instance_uid}, ${record.transfer_syntax_uid}, ${record.container_id},
      ${record.data_offset}, ${record.data_length}, ${record.crc32}, ${record.received_at})`.execute(tx);
}

/**
 * Counts, modalities and arrival after a change; `receivedAt`: the latest of the batch, null where nothing came. A study
 * that was purged is so until an image has come. The study is held already, by a statement before: this one then sees the
 * containers that another transaction has just closed.
 */
export async function refreshStudy(
  tx: Tx,
  studyId: string,
  added: { images: number; quarantined: number; receivedAt: string | null },
): Promise<void> {
  await sendAlong(
    tx,
    sql`update imaging.study s
       set version = s.version + 1,
           image_count = s.image_count + ${added.images},
           quarantined_count = s.quarantined_count + ${added.quarantined},
           last_received_at = greatest(s.last_received_at, ${added.receivedAt}::timestamptz),
           series_count = (select count(*) from imaging.series r where r.study_id = s.id),
           modalities = coalesce(nullif(array(select distinct r.modality from imaging.series r
             where r.study_id = s.id and r.modality <> '' order by r.modality), '{}'), s.modalities),
           arrival = case
             when exists (select 1 from imaging.container c where c.study_id = s.id and c.closed_at is null) then 'receiving'
             when exists (select 1 from imaging.container c
               where c.study_id = s.id and c.pending_sop_instance_uid is not null
                 and not exists (select 1 from imaging.instance i
                   where i.study_id = s.id and i.sop_instance_uid = c.pending_sop_instance_uid)) then 'stalled'
             when s.image_count + ${added.images} = 0 and s.purged_at is not null then 'purged'
             else 'idle' end,
           purged_at = case when s.image_count + ${added.images} = 0 then s.purged_at end
     where s.id = ${studyId}`,
  );
}
