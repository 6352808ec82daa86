import type { InstanceRow, SeriesRow, StudyQuery, StudyRow } from '@liaison/imaging';
import { BadQueryError } from './errors.ts';
import { keywordOf, toJson, type JsonDataSet } from './dicom-json.ts';

/** Study, series and instance searches (QIDO-RS, PS3.18 section 10.6). */

const mostResults = 1000;
const uidList = /^[0-9.]{1,64}([,\\][0-9.]{1,64})*$/;

export type Asked = Readonly<Record<string, unknown>>;

/** Parameters that are no attribute to match (PS3.18 section 8.3.4); all attributes that we have are returned anyway. */
const otherParameters = new Set([
  'limit',
  'offset',
  'includefield',
  'fuzzymatching',
  'emptyvaluematching',
  'multiplevaluematching',
]);

/** What to look for among studies. @throws BadQueryError */
export function parseStudyQuery(asked: Asked): StudyQuery {
  const query: StudyQuery = parsePage(asked);
  for (const [name, value] of matches(asked)) {
    switch (keywordOf(name)) {
      case 'StudyInstanceUID':
        if (!uidList.test(value)) throw new BadQueryError(name);
        query.studyInstanceUids = value.split(/[,\\]/);
        break;
      case 'PatientID':
        query.patientId = value;
        break;
      case 'PatientName':
        query.patientName = value;
        break;
      case 'AccessionNumber':
        query.accessionNumber = value;
        break;
      case 'ModalitiesInStudy':
        query.modality = value;
        break;
      case 'StudyDate':
        Object.assign(query, parseDateRange(name, value));
        break;
      default:
        throw new BadQueryError(name);
    }
  }
  return query;
}

/** What to look for within a study: only what the path says, and these. @throws BadQueryError */
export function parseWithin(asked: Asked): {
  skip: number;
  most: number;
  seriesUid?: string;
  sopUid?: string;
  modality?: string;
} {
  const within: ReturnType<typeof parseWithin> = parsePage(asked);
  for (const [name, value] of matches(asked)) {
    const keyword = keywordOf(name);
    if (keyword === 'SeriesInstanceUID') within.seriesUid = value;
    else if (keyword === 'SOPInstanceUID') within.sopUid = value;
    else if (keyword === 'Modality') within.modality = value;
    else throw new BadQueryError(name);
  }
  return within;
}

function matches(asked: Asked): [string, string][] {
  return Object.entries(asked).flatMap(([name, value]) => {
    if (otherParameters.has(name.toLowerCase())) return [];
    if (typeof value !== 'string' || value.length > 1000) throw new BadQueryError(name);
    // An empty value matches everything (PS3.4 section C.2.2.2.3).
    return value === '' || value === '*' ? [] : [[name, value] as [string, string]];
  });
}

function parsePage(asked: Asked): { skip: number; most: number } {
  return {
    skip: parseCount('offset', asked.offset, 0),
    most: Math.min(parseCount('limit', asked.limit, mostResults), mostResults),
  };
}

function parseCount(name: string, value: unknown, byDefault: number): number {
  if (value === undefined) return byDefault;
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value)) throw new BadQueryError(name);
  return Number(value);
}

/** DA range matching (PS3.4 section C.2.2.2.5): `20260301`, `20260301-`, `-20260331`, `20260301-20260331`. */
function parseDateRange(name: string, value: string): { dateFrom?: string; dateTo?: string } {
  const found = /^(\d{8})?(-)?(\d{8})?$/.exec(value);
  const [, from, dash, to] = found ?? [];
  if (!found || (!from && !to) || (!dash && to)) throw new BadQueryError(name);
  const first = from === undefined ? {} : { dateFrom: toIso(name, from) };
  const last = dash ? to : from;
  return last === undefined ? first : { ...first, dateTo: toIso(name, last) };
}

function toIso(name: string, date: string): string {
  const text = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
  if (Number.isNaN(Date.parse(`${text}T00:00:00Z`))) throw new BadQueryError(name);
  return text;
}

const dicomDate = (date: string | null) => date?.replaceAll('-', '') ?? null;
const dicomTime = (time: string | null) => time?.replaceAll(':', '') ?? null;

/** PS3.18 table 10.6.3-3; what the catalogue does not keep is empty. */
export function studyToJson(study: StudyRow, base: string): JsonDataSet {
  return toJson({
    SpecificCharacterSet: 'ISO_IR 192',
    StudyDate: dicomDate(study.study_date),
    StudyTime: dicomTime(study.study_time),
    AccessionNumber: study.accession_number,
    InstanceAvailability: 'ONLINE',
    ModalitiesInStudy: study.modalities,
    ReferringPhysicianName: null,
    RetrieveURL: `${base}/studies/${study.study_instance_uid}`,
    StudyDescription: study.description,
    PatientName: study.patient_name,
    PatientID: study.patient_id,
    IssuerOfPatientID: study.issuer_of_patient_id,
    PatientBirthDate: dicomDate(study.birth_date),
    PatientSex: study.sex,
    StudyInstanceUID: study.study_instance_uid,
    StudyID: null,
    NumberOfStudyRelatedSeries: study.series_count,
    NumberOfStudyRelatedInstances: study.image_count,
  });
}

/** PS3.18 table 10.6.3-4. */
export function seriesToJson(study: StudyRow, series: SeriesRow, base: string): JsonDataSet {
  return toJson({
    SpecificCharacterSet: 'ISO_IR 192',
    Modality: series.modality,
    SeriesDescription: series.description,
    RetrieveURL: `${base}/studies/${study.study_instance_uid}/series/${series.series_instance_uid}`,
    BodyPartExamined: series.body_part,
    StudyInstanceUID: study.study_instance_uid,
    SeriesInstanceUID: series.series_instance_uid,
    SeriesNumber: series.series_number,
    NumberOfSeriesRelatedInstances: series.instance_count,
  });
}

/** PS3.18 table 10.6.3-5. */
export function instanceToJson(study: StudyRow, instance: InstanceRow, base: string): JsonDataSet {
  const isImage = instance.rows > 0;
  return toJson({
    SpecificCharacterSet: 'ISO_IR 192',
    SOPClassUID: instance.sop_class_uid,
    SOPInstanceUID: instance.sop_instance_uid,
    InstanceAvailability: 'ONLINE',
    RetrieveURL: instanceUrl(study.study_instance_uid, instance, base),
    StudyInstanceUID: study.study_instance_uid,
    SeriesInstanceUID: instance.series_instance_uid,
    InstanceNumber: instance.instance_number,
    ...(isImage
      ? {
          NumberOfFrames: instance.frames,
          Rows: instance.rows,
          Columns: instance.columns,
          BitsAllocated: instance.bits_allocated,
        }
      : {}),
  });
}

export function instanceUrl(
  studyInstanceUid: string,
  instance: Pick<InstanceRow, 'series_instance_uid' | 'sop_instance_uid'>,
  base: string,
): string {
  return `${base}/studies/${studyInstanceUid}/series/${instance.series_instance_uid}/instances/${instance.sop_instance_uid}`;
}
