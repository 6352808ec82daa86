import { authorise } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { Actor } from '@liaison/kernel';
import type { Manifest, ManifestInstance, ManifestSeries } from '../contract.ts';
import { missing } from '../errors.ts';
import { recordOpening } from './record-opening.ts';
import { chooseKeySeries, explainNotShown, sortImages } from './model.ts';
import {
  findStudy,
  findVersion,
  listInstances,
  listSeries,
  type InstanceRow,
  type SeriesRow,
} from '../store.ts';
import { toSummary } from './summary.ts';

/**
 * All that the viewer needs to draw a study. Without `since` it is an opening, written in the journal; with it, null
 * where the version is still that one, and no row where an opening covers it already (`isCovered`).
 * @throws DomainError `access/refused`, `imaging/no-study`
 */
export async function readManifest(
  tx: Tx,
  actor: Actor,
  studyId: string,
  since: number | null,
  isCovered = false,
): Promise<Manifest | null> {
  await authorise(tx, actor, 'study:read', { kind: 'study', id: studyId });
  if (since !== null && (await findVersion(tx, studyId))?.version === since) return null;
  const study = await findStudy(tx, studyId);
  if (!study) throw missing('imaging/no-study');
  const allSeries = await listSeries(tx, studyId);
  const bySeries = Map.groupBy(await listInstances(tx, studyId), (row) => row.series_id);
  if (since === null || !isCovered) await recordOpening(tx, actor, study, 'viewer');
  return {
    study: toSummary(study),
    version: study.version,
    series: toManifestSeries(studyId, allSeries, bySeries),
  };
}

function toManifestSeries(
  studyId: string,
  allSeries: readonly SeriesRow[],
  bySeries: ReadonlyMap<string, readonly InstanceRow[]>,
): ManifestSeries[] {
  const filled = allSeries.map((series) => ({
    ...series,
    images: sortImages(bySeries.get(series.id) ?? []),
  }));
  const key = chooseKeySeries(filled);
  return filled.map((series, index) => ({
    SeriesInstanceUID: series.series_instance_uid,
    modality: series.modality,
    description: series.description,
    seriesNumber: series.series_number,
    bodyPart: series.body_part,
    laterality: series.laterality,
    patientName: series.patient_name,
    patientBirthDate: series.patient_birth_date,
    isKey: index === key,
    notShownBecause: explainNotShown(series.modality, series.images),
    instances: series.images.map((image) => toManifestInstance(studyId, image)),
  }));
}

function toManifestInstance(studyId: string, row: InstanceRow): ManifestInstance {
  const [x = 0, y = 0, z = 0] = row.image_position ?? [];
  const [betweenRows = 0, betweenColumns = 0] = row.pixel_spacing ?? [];
  return {
    SOPInstanceUID: row.sop_instance_uid,
    instanceNumber: row.instance_number,
    rows: row.rows,
    columns: row.columns,
    frames: row.frames,
    bitsAllocated: row.bits_allocated,
    bitsStored: row.bits_stored,
    signed: row.is_signed,
    samplesPerPixel: row.samples_per_pixel,
    planarConfiguration: row.planar_configuration,
    photometricInterpretation: row.photometric_interpretation,
    rescaleSlope: row.rescale_slope,
    rescaleIntercept: row.rescale_intercept,
    windowCenter: row.window_center,
    windowWidth: row.window_width,
    pixelSpacing: row.pixel_spacing ? [betweenRows, betweenColumns] : null,
    spacingKind: row.spacing_kind,
    imagePosition: row.image_position ? [x, y, z] : null,
    imageOrientation: row.image_orientation,
    frameTimeMs: row.frame_time_ms,
    transferSyntaxUID: row.transfer_syntax_uid,
    framesUrl: `/api/imaging/studies/${studyId}/instances/${row.sop_instance_uid}/frames`,
  };
}
