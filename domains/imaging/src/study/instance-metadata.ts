import { openRange } from '@liaison/blobs';
import {
  jsonOfValues,
  tagName,
  toDicomJson,
  type DataElement,
  type DataSet,
  type DataSetReading,
  type JsonDataSet,
} from '@liaison/dicom';
import { readAttributes } from './read-attributes.ts';
import type { InstanceRow } from '../store.ts';

/** What metadata need of an instance. */
export type DescribedInstance = Pick<
  InstanceRow,
  | 'sop_instance_uid'
  | 'sop_class_uid'
  | 'transfer_syntax_uid'
  | 'container_id'
  | 'data_offset'
  | 'data_length'
  | 'pixel_offset'
> & { series_instance_uid: string };

/** Byte values up to here are told in the JSON itself. */
const longestInline = 1024;
const pixelTags = new Set([0x7fe00008, 0x7fe00009, 0x7fe00010]);
const availableTransferSyntax = 0x00083002;
const byteVrs = new Set(['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'UN']);

/**
 * The metadata of instances as JSON objects parted by commas, as they are read: a study may have thousands (PS3.18 section
 * 10.4.1.1.2). Addresses of bulk data begin at `/studies/`: `toldFrom` says where that is.
 */
export async function* metadataTexts(
  storeRoot: string,
  studyUid: string,
  instances: readonly DescribedInstance[],
): AsyncGenerator<string> {
  let separator = '';
  for (let at = 0; at < instances.length; at += readTogether) {
    const some = instances.slice(at, at + readTogether);
    const texts = await Promise.all(some.map((one) => readMetadata(storeRoot, studyUid, one)));
    yield separator + texts.join(',\n');
    separator = ',\n';
  }
}

/** Reads of the disk that wait for one another are most of the time. */
const readTogether = 32;

/** Nothing else in JSON reads so: a quotation mark within a text is escaped. */
const addressHead = '"BulkDataURI":"';

/** Metadata as a service at `base` tells them: its addresses are whole. */
export function toldFrom(base: string, text: string): string {
  return text.replaceAll(addressHead, `${addressHead}${JSON.stringify(base).slice(1, -1)}`);
}

export async function readMetadata(
  storeRoot: string,
  studyUid: string,
  instance: DescribedInstance,
): Promise<string> {
  const url = `/studies/${studyUid}/series/${instance.series_instance_uid}/instances/${instance.sop_instance_uid}`;
  const reading = await readUpToPixels(storeRoot, instance);
  const told = reading && tryToTell(reading.dataSet, url);
  const json = told ?? JSON.stringify(identify(studyUid, instance));
  // By which a client knows how its frames will come (PS3.18 table 10.6.3-5).
  if (reading?.dataSet.has(availableTransferSyntax) === true && told) return json;
  const syntax = `"00083002":{"vr":"UI","Value":["${instance.transfer_syntax_uid}"]}`;
  return `${json.slice(0, -1)}${json.length > 2 ? ',' : ''}${syntax}}`;
}

/** Null where the data set breaks the rules of DICOM. */
export async function readUpToPixels(
  storeRoot: string,
  instance: DescribedInstance,
): Promise<DataSetReading | null> {
  const range = openRange(storeRoot, instance.container_id);
  try {
    const read = (offset: number, length: number) => range.read(instance.data_offset + offset, length);
    // The catalogue knows where the pixels begin: no byte more is read.
    const { reading } = await readAttributes(
      read,
      instance.data_length,
      instance.transfer_syntax_uid,
      instance.pixel_offset ?? undefined,
    );
    return reading;
  } finally {
    range.close();
  }
}

/** A data set that breaks the rules is told by its identifiers alone: it does not hide the other ones. */
function tryToTell(dataSet: DataSet, url: string): string | null {
  try {
    return toDicomJson(dataSet, {
      bulkDataUri: (path, length) =>
        isBulk(dataSet, path, length) ? `${url}/bulkdata/${path.map(stepName).join('/')}` : undefined,
    });
  } catch {
    return null;
  }
}

function stepName(step: number, at: number): string {
  return at % 2 === 0 ? tagName(step) : String(step);
}

/** Long texts stay in the JSON, as others tell them; long bytes do not. */
function isBulk(dataSet: DataSet, path: readonly number[], length: number | null): boolean {
  const tag = path.at(-1) ?? 0;
  if (length === null || pixelTags.has(tag)) return true;
  if (length <= longestInline) return false;
  const element = findElement(dataSet, path)?.element;
  return element !== undefined && (byteVrs.has(element.vr) || element.fragmented === true);
}

/** The element at a path of tags and item numbers, and the data set that holds it. */
export function findElement(
  dataSet: DataSet,
  path: readonly number[],
): { element: DataElement; owner: DataSet } | undefined {
  const [tag = 0, item, ...rest] = path;
  const element = dataSet.find(tag);
  if (!element) return undefined;
  if (item === undefined) return { element, owner: dataSet };
  const inner = element.items?.[item];
  return inner && findElement(inner, rest);
}

function identify(studyUid: string, instance: DescribedInstance): JsonDataSet {
  return jsonOfValues({
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    StudyInstanceUID: studyUid,
    SeriesInstanceUID: instance.series_instance_uid,
  });
}
