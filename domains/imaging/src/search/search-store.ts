import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { JsonDataSet } from '@liaison/dicom';
import { newest } from './readable.ts';
import { conditionsFor } from './search-conditions.ts';
import type { Condition, SearchLevel } from './search-model.ts';
import type { InstanceRow, SeriesRow, StudyRow } from '../store.ts';

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
export type FoundSeries = Pick<
  SeriesRow,
  'id' | 'series_instance_uid' | 'modality' | 'description' | 'series_number' | 'body_part' | 'instance_count'
> & { study_id: string; attributes: JsonDataSet };
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

const studyColumns = sql`(p.study).id, (p.study).id as study_id, (p.study).last_received_at, (p.study).study_instance_uid,
  (p.study).patient_name, (p.study).birth_date, (p.study).sex, (p.study).patient_id, (p.study).issuer_of_patient_id,
  (p.study).accession_number, (p.study).description, (p.study).study_date, (p.study).study_time, (p.study).modalities,
  (p.study).image_count, (p.study).series_count, (p.study).attributes`;
const seriesColumns = sql`(p.series).id, (p.study).id as study_id, (p.study).last_received_at,
  (p.series).series_instance_uid, (p.series).modality, (p.series).description, (p.series).series_number,
  (p.series).body_part, (p.series).instance_count, (p.series).attributes`;
const instanceColumns = sql`(p.instance).id, (p.study).id as study_id, (p.study).last_received_at, (p.series).series_number,
  (p.series).series_instance_uid, (p.series).id as series_id, (p.instance).sop_instance_uid, (p.instance).sop_class_uid,
  (p.instance).transfer_syntax_uid, (p.instance).container_id, (p.instance).data_offset, (p.instance).data_length,
  (p.instance).instance_number, (p.instance).frames, (p.instance).rows, (p.instance).columns, (p.instance).bits_allocated,
  (p.instance).pixel_offset`;

const told = {
  study: { columns: studyColumns },
  series: { columns: seriesColumns, order: sql`series_number, series_instance_uid` },
  instance: {
    columns: instanceColumns,
    order: sql`series_number, series_instance_uid, instance_number, sop_instance_uid`,
  },
} as const;

/** What the transaction's actor may read and that matches: those of the last received study first. */
function found<Row>(tx: Tx, { level, studyId, conditions, skip, most }: SearchAsked): Promise<Row[]> {
  const asked = { level, ...told[level], conditions: conditionsFor(level, conditions), studyId };
  return rows(tx, sql<Row>`${newest(asked, { skip, most })}`);
}

export function searchStudies(tx: Tx, asked: Omit<SearchAsked, 'level'>): Promise<FoundStudy[]> {
  return found(tx, { ...asked, level: 'study' });
}

export function searchSeries(tx: Tx, asked: Omit<SearchAsked, 'level'>): Promise<FoundSeries[]> {
  return found(tx, { ...asked, level: 'series' });
}

export function searchInstances(tx: Tx, asked: Omit<SearchAsked, 'level'>): Promise<FoundInstance[]> {
  return found(tx, { ...asked, level: 'instance' });
}

/** In the order of `ids`. */
export function listFoundStudies(tx: Tx, ids: readonly string[]): Promise<FoundStudy[]> {
  return rows(
    tx,
    sql<FoundStudy>`select ${studyColumns} from imaging.readable_study p
     where (p.study).id = any (${[...ids]}::uuid[]) order by array_position(${[...ids]}::uuid[], (p.study).id)`,
  );
}

/** In the order of `ids`. */
export function listFoundSeries(tx: Tx, ids: readonly string[]): Promise<FoundSeries[]> {
  return rows(
    tx,
    sql<FoundSeries>`select ${seriesColumns} from imaging.readable_series p
     where (p.series).id = any (${[...ids]}::uuid[]) order by array_position(${[...ids]}::uuid[], (p.series).id)`,
  );
}
