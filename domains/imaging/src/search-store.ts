import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { JsonDataSet } from '@liaison/dicom';
import type { Condition, SearchLevel } from './search-model.ts';
import type { InstanceRow, SeriesRow, StudyRow } from './store.ts';

export type FoundStudy = Pick<
  StudyRow,
  | 'id'
  | 'study_instance_uid'
  | 'patient_name'
  | 'birth_date'
  | 'sex'
  | 'patient_id'
  | 'issuer_of_patient_id'
  | 'accession_number'
  | 'description'
  | 'study_date'
  | 'study_time'
  | 'modalities'
  | 'image_count'
  | 'series_count'
> & { attributes: JsonDataSet };
export type FoundSeries = SeriesRow & { study_id: string; attributes: JsonDataSet };
export type FoundInstance = Pick<
  InstanceRow,
  | 'sop_instance_uid'
  | 'sop_class_uid'
  | 'transfer_syntax_uid'
  | 'container_id'
  | 'data_offset'
  | 'data_length'
  | 'instance_number'
  | 'frames'
  | 'rows'
  | 'columns'
  | 'bits_allocated'
  | 'pixel_offset'
> & { id: string; study_id: string; series_id: string };

export type SearchAsked = {
  level: SearchLevel;
  /** Only within this study. */
  studyId: string | null;
  conditions: readonly Condition[];
  skip: number;
  most: number;
};

/** Ids of what the transaction's actor may read and that matches; see imaging.search. */
export async function searchIds(tx: Tx, asked: SearchAsked): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ found_id: string }>`
    select found_id from imaging.search(${asked.level}, ${asked.studyId}, ${JSON.stringify(asked.conditions)}::jsonb,
      ${asked.skip}, ${asked.most})`,
  );
  return found.map(({ found_id }) => found_id);
}

/** In the order of `ids`. */
export function listFoundStudies(tx: Tx, ids: readonly string[]): Promise<FoundStudy[]> {
  return rows(
    tx,
    sql<FoundStudy>`select s.id, s.study_instance_uid, s.patient_name, s.birth_date, s.sex, s.patient_id,
           s.issuer_of_patient_id, s.accession_number, s.description, s.study_date, s.study_time, s.modalities,
           s.image_count, s.series_count, s.attributes
      from unnest(${[...ids]}::uuid[]) with ordinality as asked(id, place)
      join imaging.study s on s.id = asked.id
     order by asked.place`,
  );
}

/** In the order of `ids`. */
export function listFoundSeries(tx: Tx, ids: readonly string[]): Promise<FoundSeries[]> {
  return rows(
    tx,
    sql<FoundSeries>`
    select r.id, r.study_id, r.series_instance_uid, r.modality, r.description, r.series_number, r.body_part, r.laterality,
           r.patient_name, r.patient_birth_date, r.contrast_agent, r.convolution_kernel, r.attributes,
           r.instance_count
      from unnest(${[...ids]}::uuid[]) with ordinality as asked(id, place)
      join imaging.series r on r.id = asked.id
     order by asked.place`,
  );
}

/** In the order of `ids`. */
export function listFoundInstances(tx: Tx, ids: readonly string[]): Promise<FoundInstance[]> {
  return rows(
    tx,
    sql<FoundInstance>`
    select i.id, i.study_id, i.series_id, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.container_id,
           i.data_offset, i.data_length, i.instance_number, i.frames, i.rows, i.columns, i.bits_allocated, i.pixel_offset
      from unnest(${[...ids]}::uuid[]) with ordinality as asked(id, place)
      join imaging.instance i on i.id = asked.id
     order by asked.place`,
  );
}
