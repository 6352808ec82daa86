import { openRange } from '@liaison/blobs';
import { writeFileMeta } from '@liaison/dicom';
import { readAttributes, type InstanceRow, type StudyRow } from '@liaison/imaging';
import { dataSetToJson, toJson, type JsonDataSet } from './dicom-json.ts';
import type { Part } from './multipart.ts';
import { instanceUrl } from './qido.ts';

/** Retrieval of instances and metadata (WADO-RS, PS3.18 section 10.4), bit-exact as received. */

/** The bytes of a DICOM file (PS3.10 section 7): file meta information, then the data set as it came. */
export async function* fileBytes(storeRoot: string, instance: InstanceRow): AsyncGenerator<Uint8Array> {
  yield writeFileMeta({
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    transferSyntaxUID: instance.transfer_syntax_uid,
  });
  const range = openRange(storeRoot, instance.container_id);
  try {
    yield* range.stream(instance.data_offset, instance.data_length);
  } finally {
    range.close();
  }
}

export function* fileParts(
  storeRoot: string,
  study: StudyRow,
  instances: readonly InstanceRow[],
  base: string,
): Generator<Part> {
  for (const instance of instances) {
    yield {
      contentType: `application/dicom; transfer-syntax=${instance.transfer_syntax_uid}`,
      contentLocation: instanceUrl(study.study_instance_uid, instance, base),
      body: fileBytes(storeRoot, instance),
    };
  }
}

/** The metadata of instances as a JSON array, written as it is read: a study may have thousands (PS3.18 section 10.4.1.1.2). */
export async function* metadataJson(
  storeRoot: string,
  study: StudyRow,
  instances: readonly InstanceRow[],
  base: string,
): AsyncGenerator<string> {
  let separator = '[';
  for (const instance of instances) {
    yield separator + JSON.stringify(await readMetadata(storeRoot, study, instance, base));
    separator = ',\n';
  }
  yield separator === '[' ? '[]' : ']';
}

async function readMetadata(
  storeRoot: string,
  study: StudyRow,
  instance: InstanceRow,
  base: string,
): Promise<JsonDataSet> {
  const url = instanceUrl(study.study_instance_uid, instance, base);
  const range = openRange(storeRoot, instance.container_id);
  try {
    const read = (offset: number, length: number) => range.read(instance.data_offset + offset, length);
    const { reading } = await readAttributes(read, instance.data_length, instance.transfer_syntax_uid);
    const json = reading
      ? tryToTell(() => dataSetToJson(reading.dataSet, `${url}/frames/${frameList(instance)}`))
      : null;
    return { ...(json ?? identify(study, instance)), ...availableSyntax(instance) };
  } finally {
    range.close();
  }
}

/** A data set that breaks the rules is told by its identifiers alone: it does not hide the other ones. */
function tryToTell(tell: () => JsonDataSet): JsonDataSet | null {
  try {
    return tell();
  } catch {
    return null;
  }
}

function identify(study: StudyRow, instance: InstanceRow): JsonDataSet {
  return toJson({
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    StudyInstanceUID: study.study_instance_uid,
    SeriesInstanceUID: instance.series_instance_uid,
  });
}

/** AvailableTransferSyntaxUID (0008,3002), by which a client knows how its frames will come (PS3.18 table 10.6.3-5). */
function availableSyntax(instance: InstanceRow): JsonDataSet {
  return { '00083002': { vr: 'UI', Value: [instance.transfer_syntax_uid] } };
}

function frameList(instance: InstanceRow): string {
  return Array.from({ length: instance.frames }, (_, index) => index + 1).join(',');
}
