import { maybeRow, rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { PackedRange } from './derivative-pack.ts';
import type { ImageFacts } from '../catalogue/describe-image.ts';
import type { FrameRow } from '../store.ts';

export type DerivativeKind = 'thumbnail' | 'preview' | 'htj2k';

export type DerivativeRow = PackedRange & { node: string };

export type NewDerivative = PackedRange & { instance_id: string; frame: number; kind: DerivativeKind };

/** A study that has more than was looked at. */
export type PendingStudy = { id: string; version: number; is_receiving: boolean };

/**
 * The pending studies that arrived last; all of them, or only those of the last day. The latter are looked for structure by
 * structure, as the index of the lists has them: one of its own would slow down the catalogue.
 */
export function listPendingStudies(tx: Tx, isRecent: boolean, most: number): Promise<PendingStudy[]> {
  const recent = sql`directory.pub_structure p cross join lateral (
      select * from imaging.study own
       where own.structure_id = p.id and own.last_received_at > now() - interval '1 day') s`;
  return rows(
    tx,
    sql<PendingStudy>`
    select s.id, s.version, s.arrival = 'receiving' as is_receiving
      from ${isRecent ? recent : sql`imaging.study s`}
      left join imaging.derived_study d on d.study_id = s.id
     where s.version > coalesce(d.version, -1) and s.purged_at is null
     order by s.last_received_at desc limit ${most}`,
  );
}

/** An image to derive from, with all that reading, decoding and ordering it needs. */
export type SourceRow = FrameRow &
  Pick<
    ImageFacts,
    | 'bits_stored'
    | 'is_signed'
    | 'planar_configuration'
    | 'instance_number'
    | 'image_type'
    | 'image_position'
    | 'image_orientation'
    | 'slice_thickness'
    | 'window_width'
  > & {
    id: string;
    series_id: string;
    /** Null while nothing was made of it. */
    outcome: 'made' | 'not-needed' | 'failed' | null;
    reason: string | null;
    attempts: number;
    has_preview: boolean;
  };

export function listSources(tx: Tx, studyId: string): Promise<SourceRow[]> {
  return rows(
    tx,
    sql<SourceRow>`
    select i.id, i.series_id, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.container_id, i.data_offset,
           i.data_length, i.crc32, i.rows, i.columns, i.bits_allocated, i.bits_stored, i.is_signed, i.samples_per_pixel,
           i.planar_configuration, i.photometric_interpretation, i.frames, i.pixel_offset, i.pixel_length, i.frame_offsets,
           i.unshowable, i.instance_number, i.image_type, i.image_position, i.image_orientation, i.slice_thickness,
           i.window_width, d.outcome, d.reason, coalesce(d.attempts, 0) as attempts,
           exists (select from imaging.derivative v where v.instance_id = i.id and v.kind = 'preview') as has_preview
      from imaging.instance i left join imaging.derivation d on d.instance_id = i.id
     where i.study_id = ${studyId}`,
  );
}

/** Catalogues what was made. Not worth a sync of the log: lost, it is made again. */
export async function insertDerivatives(
  tx: Tx,
  studyId: string,
  node: string,
  made: readonly NewDerivative[],
): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
  await sql`insert into imaging.derivative
      (instance_id, frame, kind, study_id, node, data_offset, data_length, crc32)
    select m.instance_id, m.frame, m.kind, ${studyId}, ${node}, m.data_offset, m.data_length, m.crc32
      from jsonb_to_recordset(${JSON.stringify(made)}::jsonb)
        as m (instance_id uuid, frame integer, kind text, data_offset bigint, data_length integer, crc32 bigint)
      join imaging.instance i on i.id = m.instance_id
    on conflict (instance_id, frame, kind) do update
      set node = excluded.node, data_offset = excluded.data_offset, data_length = excluded.data_length,
          crc32 = excluded.crc32`.execute(tx);
}

export type Outcome = { instance_id: string; outcome: 'made' | 'not-needed' | 'failed'; reason: string };

export async function insertOutcomes(tx: Tx, studyId: string, outcomes: readonly Outcome[]): Promise<void> {
  await sql`insert into imaging.derivation (instance_id, study_id, outcome, reason)
    select o.instance_id, ${studyId}, o.outcome, o.reason
      from jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb)
        as o (instance_id uuid, outcome text, reason text)
      join imaging.instance i on i.id = o.instance_id
    on conflict (instance_id) do update
      set outcome = excluded.outcome, reason = excluded.reason, attempts = imaging.derivation.attempts + 1,
          at = now()`.execute(tx);
}

export async function markDerived(tx: Tx, { id, version }: PendingStudy): Promise<void> {
  await sql`insert into imaging.derived_study (study_id, version) values (${id}, ${version})
    on conflict (study_id) do update set version = greatest(imaging.derived_study.version, excluded.version)`.execute(
    tx,
  );
}

export function findDerivative(
  tx: Tx,
  studyId: string,
  sopInstanceUid: string,
  frame: number,
  kind: DerivativeKind,
): Promise<DerivativeRow | undefined> {
  return maybeRow(
    tx,
    sql<DerivativeRow>`
    select v.node, v.data_offset, v.data_length, v.crc32
      from imaging.derivative v join imaging.instance i on i.id = v.instance_id
     where i.study_id = ${studyId} and i.sop_instance_uid = ${sopInstanceUid} and v.frame = ${frame} and v.kind = ${kind}`,
  );
}

/** Every derivative of one kind of an instance, by frame. */
export async function listDerivatives(
  tx: Tx,
  studyId: string,
  sopInstanceUid: string,
  kind: DerivativeKind,
): Promise<Map<number, DerivativeRow>> {
  const found = await rows(
    tx,
    sql<DerivativeRow & { frame: number }>`
    select v.frame, v.node, v.data_offset, v.data_length, v.crc32
      from imaging.derivative v join imaging.instance i on i.id = v.instance_id
     where i.study_id = ${studyId} and i.sop_instance_uid = ${sopInstanceUid} and v.kind = ${kind}`,
  );
  return new Map(found.map(({ frame, ...row }) => [frame, row]));
}

export async function deleteDerivatives(tx: Tx, studyId: string): Promise<void> {
  await sql`delete from imaging.derivative where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.derivation where study_id = ${studyId}`.execute(tx);
  await sql`delete from imaging.derived_study where study_id = ${studyId}`.execute(tx);
}

/** Studies of which this node made something. */
export async function listDerived(tx: Tx, node: string): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ study_id: string }>`
    select d.study_id from imaging.derived_study d
     where exists (select from imaging.derivative v where v.study_id = d.study_id and v.node = ${node})`,
  );
  return found.map(({ study_id }) => study_id);
}

/** Of these studies, those that no longer are, or whose images were purged. */
export async function listGone(tx: Tx, studyIds: readonly string[]): Promise<string[]> {
  const found = await rows(
    tx,
    sql<{ id: string }>`
    select asked.id from unnest(${[...studyIds]}::uuid[]) as asked (id)
     where not exists (select from imaging.study s where s.id = asked.id and s.purged_at is null)`,
  );
  return found.map(({ id }) => id);
}
