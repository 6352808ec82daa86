import { rows, type Tx } from '@liaison/db';
import { sql } from 'kysely';
import type { DescribedInstance } from './instance-metadata.ts';

/** A series, and its metadata where they were packed; null where there are images that the pack does not have. */
export type PackedSeries = { id: string; series_instance_uid: string; packed: Buffer | null };

/** The series of a study that have images, in their order; only those that the transaction's actor may read. */
export function listPackedSeries(
  tx: Tx,
  studyId: string,
  seriesInstanceUid: string | undefined,
): Promise<PackedSeries[]> {
  const only =
    seriesInstanceUid === undefined ? sql`true` : sql`(p.series).series_instance_uid = ${seriesInstanceUid}`;
  return rows(
    tx,
    sql<PackedSeries>`
    select (p.series).id, (p.series).series_instance_uid, m.packed
      from imaging.readable_series p left join imaging.series_metadata m
        on m.series_id = (p.series).id and m.instance_count = (p.series).instance_count
     where (p.study).id = ${studyId} and (p.series).instance_count > 0 and ${only}
     order by (p.series).series_number nulls last, (p.series).series_instance_uid`,
  );
}

export type UnpackedSeries = { id: string; study_instance_uid: string };

/** Series of a study whose metadata are not packed as they are now, of at most `mostImages`. */
export function listUnpackedSeries(tx: Tx, studyId: string, mostImages: number): Promise<UnpackedSeries[]> {
  return rows(
    tx,
    sql<UnpackedSeries>`
    select r.id, s.study_instance_uid
      from imaging.study s join imaging.series r on r.study_id = s.id
      left join imaging.series_metadata m on m.series_id = r.id
     where s.id = ${studyId} and r.instance_count between 1 and ${mostImages}
       and m.instance_count is distinct from r.instance_count`,
  );
}

/** In their order. */
export function listDescribed(tx: Tx, seriesId: string): Promise<DescribedInstance[]> {
  return rows(
    tx,
    sql<DescribedInstance>`
    select r.series_instance_uid, i.sop_instance_uid, i.sop_class_uid, i.transfer_syntax_uid, i.container_id,
           i.data_offset, i.data_length, i.pixel_offset
      from imaging.series r join imaging.instance i on i.series_id = r.id
     where r.id = ${seriesId} order by i.instance_number nulls last, i.sop_instance_uid`,
  );
}

/** Keeps them, unless the series was purged meanwhile. Not worth a sync of the log: lost, they are made again. */
export async function keepMetadata(
  tx: Tx,
  seriesId: string,
  instanceCount: number,
  packed: Buffer,
): Promise<void> {
  await sql`set local synchronous_commit = off`.execute(tx);
  await sql`insert into imaging.series_metadata (series_id, study_id, instance_count, packed)
    select id, study_id, ${instanceCount}, ${packed} from imaging.series where id = ${seriesId} for key share
    on conflict (series_id) do update
      set instance_count = excluded.instance_count, packed = excluded.packed`.execute(tx);
}
