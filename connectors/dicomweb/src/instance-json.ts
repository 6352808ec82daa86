import { findAttribute, type JsonDataSet } from '@liaison/dicom';
import { readMetadata, toldFrom, type FoundInstance } from '@liaison/imaging';

/**
 * All attributes of one instance, for results of searches that ask for more than the catalogue keeps; no bulk data.
 * `base`: where addresses of what is nested begin.
 */
export async function readInstanceJson(
  storeRoot: string,
  owner: { row: { series_instance_uid: string }; study: { study_instance_uid: string } },
  found: FoundInstance,
  base: string,
): Promise<JsonDataSet> {
  const instance = { ...found, series_instance_uid: owner.row.series_instance_uid };
  const json: JsonDataSet = JSON.parse(
    toldFrom(base, await readMetadata(storeRoot, owner.study.study_instance_uid, instance)),
  );
  // Searches tell attributes, not the pixels and their kin.
  return Object.fromEntries(
    Object.entries(json).filter(
      ([tag, { BulkDataURI }]) => BulkDataURI === undefined && findAttribute(Number.parseInt(tag, 16)),
    ),
  );
}
