import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import { sql, type RawBuilder } from 'kysely';
import type { Awaiting } from './contract.ts';
import type { ImageFacts, SeriesFacts, StudyFacts } from './catalogue/describe-image.ts';
import { columnOf, newest, type Sql } from './search/readable.ts';

export type Arrival = 'expected' | 'receiving' | 'idle' | 'stalled' | 'purged';

export type StudyRow = StudyFacts & {
  id: string;
  structure_id: string;
  structure_name: string;
  study_instance_uid: string;
  modalities: string[];
  image_count: number;
  series_count: number;
  quarantined_count: number;
  expected_count: number | null;
  arrival: Arrival;
  awaiting: Awaiting | null;
  /** When its images were purged and where else they are; null once images came again. */
  purged_at: Date | null;
  archived_in: string;
  version: number;
  calling_ae_title: string;
  first_received_at: Date;
  last_received_at: Date;
};

export type SeriesRow = SeriesFacts & { id: string; instance_count: number };

/** Where an instance lies: `data_offset` in its container. */
export type Whereabouts = {
  sop_instance_uid: string;
  sop_class_uid: string;
  transfer_syntax_uid: string;
  container_id: string;
  data_offset: number;
  data_length: number;
  crc32: number;
};

export type InstanceRow = ImageFacts & Whereabouts & { series_id: string; series_instance_uid: string };

/** What a list asks. `words`: each must be found, accents and case aside. */
export type StudyCriteria = {
  words: readonly string[];
  modality: string | null;
  since: Date | null;
  before: { receivedAt: string; id: string } | null;
  most: number;
};

/** Ids of the studies that the transaction's actor may read, newest first. */
export function findStudies(
  tx: Tx,
  criteria: StudyCriteria,
): Promise<{ study_id: string; last_received_at: Date }[]> {
  return rows(tx, sql<{ study_id: string; last_received_at: Date }>`${listed(criteria)}`);
}

/** How many there are, as far as `most`. */
export async function countStudies(tx: Tx, criteria: StudyCriteria): Promise<number> {
  const row = await oneRow(
    tx,
    sql<{ count: number }>`select count(*) as count from (${listed(criteria)}) counted`,
  );
  return row.count;
}

function listed({ words, modality, since, before, most }: StudyCriteria): Sql {
  const conditions: Sql[] = words.map(
    (word) =>
      sql`(p.study).search_text like '%' || regexp_replace(directory.fold(${word}), '([\\\\%_])', '\\\\\\1', 'g') || '%'`,
  );
  if (modality !== null) conditions.push(sql`(p.study).modalities @> array[${modality}]`);
  if (since) conditions.push(sql`(p.study).last_received_at >= ${since}`);
  if (before)
    conditions.push(
      sql`((p.study).last_received_at, (p.study).id) < (${before.receivedAt}::timestamptz, ${before.id}::uuid)`,
    );
  const columns = sql`(p.study).id as study_id, (p.study).last_received_at`;
  return newest({ level: 'study', columns, conditions }, { skip: 0, most });
}

const studyColumns = sql`s.id, s.structure_id, p.name as structure_name, s.study_instance_uid, s.patient_name, s.family_name,
  s.given_names, s.birth_date, s.sex, s.patient_id, s.issuer_of_patient_id, s.accession_number, s.description,
  s.study_date, s.study_time, s.modalities, s.image_count, s.series_count, s.quarantined_count, s.arrival, s.version,
  s.calling_ae_title, s.first_received_at, s.last_received_at, s.expected_count, s.purged_at, s.archived_in,
  (select jsonb_build_object('source', a.source, 'state', a.state, 'reason', a.reason, 'done', a.done, 'total', a.total)
     from imaging.awaiting a where a.study_id = s.id) as awaiting`;

/** The studies of these ids that row-level security lets through, newest first. */
export function readStudies(tx: Tx, ids: readonly string[]): Promise<StudyRow[]> {
  return rows(
    tx,
    sql<StudyRow>`select ${studyColumns}
      from imaging.study s join directory.pub_structure p on p.id = s.structure_id
     where s.id = any (${[...ids]}::uuid[]) order by s.last_received_at desc, s.id desc`,
  );
}

export async function findStudy(tx: Tx, id: string): Promise<StudyRow | undefined> {
  return (await readStudies(tx, [id]))[0];
}

export function findVersion(tx: Tx, id: string): Promise<{ version: number } | undefined> {
  return maybeRow(tx, sql<{ version: number }>`select version from imaging.study where id = ${id}`);
}

/** Readable studies that carry this UID, those of `structureId` first: structures may clash. */
export function listStudiesByUid(
  tx: Tx,
  studyInstanceUid: string,
  structureId: string | null,
): Promise<StudyRow[]> {
  return rows(
    tx,
    sql<StudyRow>`select ${studyColumns}
      from imaging.study s join directory.pub_structure p on p.id = s.structure_id
     where s.study_instance_uid = ${studyInstanceUid}
     order by s.structure_id is distinct from ${structureId}::uuid, s.last_received_at desc, s.id`,
  );
}

export function listSeries(tx: Tx, studyId: string): Promise<SeriesRow[]> {
  return rows(
    tx,
    sql<SeriesRow>`
    select r.id, r.series_instance_uid, r.modality, r.description, r.series_number, r.body_part, r.laterality,
           r.patient_name, r.patient_birth_date, r.contrast_agent, r.convolution_kernel,
           r.instance_count
      from imaging.series r where r.study_id = ${studyId}
     order by r.series_number nulls last, r.series_instance_uid`,
  );
}

export type InstanceFilter = { seriesInstanceUid?: string | undefined; sopInstanceUid?: string | undefined };

export function listInstances(tx: Tx, studyId: string, filter: InstanceFilter = {}): Promise<InstanceRow[]> {
  const only: RawBuilder<unknown>[] = [sql`true`];
  if (filter.seriesInstanceUid !== undefined)
    only.push(sql`r.series_instance_uid = ${filter.seriesInstanceUid}`);
  if (filter.sopInstanceUid !== undefined) only.push(sql`i.sop_instance_uid = ${filter.sopInstanceUid}`);
  return rows(
    tx,
    sql<InstanceRow>`
    select i.series_id, r.series_instance_uid, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid,
           i.container_id, i.data_offset, i.data_length, i.crc32, i.instance_number, i.image_type, i.frames, i.rows,
           i.columns, i.bits_allocated, i.bits_stored, i.is_signed, i.samples_per_pixel, i.planar_configuration,
           i.photometric_interpretation, i.rescale_slope, i.rescale_intercept, i.window_center, i.window_width,
           i.pixel_spacing, i.spacing_kind, i.slice_thickness, i.image_position, i.image_orientation, i.frame_time_ms,
           i.pixel_offset, i.pixel_length, i.unshowable, null as frame_offsets
      from imaging.readable_instances(${studyId}) i join imaging.series r on r.id = i.series_id
     where ${sql.join(only, sql` and `)}
     order by r.series_number nulls last, r.series_instance_uid, i.instance_number nulls last, i.sop_instance_uid`,
  );
}

export type FrameRow = Whereabouts &
  Pick<
    ImageFacts,
    | 'rows'
    | 'columns'
    | 'bits_allocated'
    | 'samples_per_pixel'
    | 'photometric_interpretation'
    | 'frames'
    | 'pixel_offset'
    | 'pixel_length'
    | 'unshowable'
  > & { frame_offsets: string[] | null };

const frameColumns = [
  'sop_instance_uid',
  'sop_class_uid',
  'transfer_syntax_uid',
  'container_id',
  'data_offset',
  'data_length',
  'crc32',
  'rows',
  'columns',
  'bits_allocated',
  'samples_per_pixel',
  'photometric_interpretation',
  'frames',
  'pixel_offset',
  'pixel_length',
  'frame_offsets',
  'unshowable',
] as const satisfies readonly (keyof FrameRow)[];

/** What is needed to cut a frame out of an instance. */
export function findFrameSource(
  tx: Tx,
  studyId: string,
  sopInstanceUid: string,
): Promise<FrameRow | undefined> {
  return maybeRow(
    tx,
    sql<FrameRow>`select ${sql.join(frameColumns.map((name) => sql.ref(name)))}
      from imaging.instance where study_id = ${studyId} and sop_instance_uid = ${sopInstanceUid}`,
  );
}

/** The same of the instances of its series; those of many compressed frames, whose offsets are long, come when asked for. */
export function listFrameSources(tx: Tx, studyId: string, sopInstanceUid: string): Promise<FrameRow[]> {
  return rows(
    tx,
    sql<FrameRow>`select ${sql.join(frameColumns.map((name) => columnOf('p', 'instance', name)))}
      from imaging.readable_instance p
     where (p.study).id = ${studyId} and (p.series).id = (
             select series_id from imaging.instance
              where study_id = ${studyId} and sop_instance_uid = ${sopInstanceUid})
       and ((p.instance).sop_instance_uid = ${sopInstanceUid}
            or coalesce(cardinality((p.instance).frame_offsets), 0) <= 100)
     order by (p.instance).sop_instance_uid = ${sopInstanceUid} desc limit 1000`,
  );
}
