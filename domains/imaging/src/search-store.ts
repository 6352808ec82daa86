import { rows, type Tx } from '@liaison/db';
import { sql, type RawBuilder } from 'kysely';
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

/** What the transaction's actor may read and that matches, in its order; see imaging.search. */
function found(asked: SearchAsked): RawBuilder<unknown> {
  return sql`imaging.search(${asked.level}, ${asked.studyId}, ${JSON.stringify(asked.conditions)}::jsonb,
    ${asked.skip}, ${asked.most})`;
}

const studyColumns = sql`s.id, s.study_instance_uid, s.patient_name, s.birth_date, s.sex, s.patient_id,
  s.issuer_of_patient_id, s.accession_number, s.description, s.study_date, s.study_time, s.modalities, s.image_count,
  s.series_count, s.attributes`;
const seriesColumns = sql`r.id, r.study_id, r.series_instance_uid, r.modality, r.description, r.series_number, r.body_part,
  r.laterality, r.patient_name, r.patient_birth_date, r.contrast_agent, r.convolution_kernel, r.attributes,
  r.instance_count`;

/** Through imaging.found_studies, which asks for the rights on each once. */
export function searchStudies(tx: Tx, asked: Omit<SearchAsked, 'level'>): Promise<FoundStudy[]> {
  const { studyId, conditions, skip, most } = asked;
  return rows(
    tx,
    sql<FoundStudy>`select ${studyColumns}
      from imaging.found_studies(${studyId}, ${JSON.stringify(conditions)}::jsonb, ${skip}, ${most}) s`,
  );
}

export function searchSeries(tx: Tx, asked: SearchAsked): Promise<FoundSeries[]> {
  return rows(
    tx,
    sql<FoundSeries>`select ${seriesColumns} from ${found(asked)} with ordinality as found(id, place)
      join imaging.series r on r.id = found.id order by found.place`,
  );
}

/** Through imaging.found_instances, which asks for the rights on their studies once. */
export function searchInstances(tx: Tx, asked: SearchAsked): Promise<FoundInstance[]> {
  return rows(
    tx,
    sql<FoundInstance>`select * from imaging.found_instances(array(select found_id from ${found(asked)}))`,
  );
}

/** In the order of `ids`. */
export function listFoundStudies(tx: Tx, ids: readonly string[]): Promise<FoundStudy[]> {
  return rows(
    tx,
    sql<FoundStudy>`select ${studyColumns} from unnest(${[...ids]}::uuid[]) with ordinality as asked(id, place)
      join imaging.study s on s.id = asked.id order by asked.place`,
  );
}

/** In the order of `ids`. */
export function listFoundSeries(tx: Tx, ids: readonly string[]): Promise<FoundSeries[]> {
  return rows(
    tx,
    sql<FoundSeries>`select ${seriesColumns} from unnest(${[...ids]}::uuid[]) with ordinality as asked(id, place)
      join imaging.series r on r.id = asked.id order by asked.place`,
  );
}
