import {
  parsePath,
  type AttributeMatch,
  type CatalogueFindings,
  type FoundInstance,
  type FoundSeries,
  type FoundStudy,
  type SearchLevel,
} from '@liaison/imaging';
import { jsonOfValues, tagName, type JsonDataSet } from '@liaison/dicom';
import { z } from 'zod';
import { BadQueryError } from './errors.ts';
import { instanceUrl, type Asked } from './place.ts';

/** Searches for studies, series and instances (QIDO-RS, PS3.18 section 10.6): what is asked, and how results are told. */

const mostResults = 1000;
const longestValue = 1000;

export type Query = {
  matches: AttributeMatch[];
  isFuzzy: boolean;
  isEmptyMatched: boolean;
  isMultiple: boolean;
  skip: number;
  most: number;
  /** Tags to return besides those of the level, `all` of them. */
  included: ReadonlySet<string> | 'all';
};

/** @throws BadQueryError */
export function parseQuery(asked: Asked): Query {
  const named = new Map(Object.entries(asked).map(([name, value]) => [name.toLowerCase(), value]));
  const matches = Object.entries(asked).flatMap(([name, value]) => {
    if (otherParameters.has(name.toLowerCase())) return [];
    if (typeof value !== 'string' || value.length > longestValue) throw new BadQueryError(name);
    return [[name, value] as const];
  });
  return {
    matches,
    isFuzzy: parseFlag('fuzzymatching', named),
    isEmptyMatched: parseFlag('emptyvaluematching', named),
    isMultiple: parseFlag('multiplevaluematching', named),
    skip: parseCount('offset', named, 0),
    most: Math.min(parseCount('limit', named, mostResults), mostResults),
    included: parseIncluded(named.get('includefield')),
  };
}

/** Parameters that are no attribute to match (PS3.18 section 8.3.4). */
const otherParameters = new Set([
  'accept',
  'limit',
  'offset',
  'includefield',
  'fuzzymatching',
  'emptyvaluematching',
  'multiplevaluematching',
]);

function parseFlag(name: string, named: ReadonlyMap<string, unknown>): boolean {
  const value = named.get(name) ?? 'false';
  if (value !== 'true' && value !== 'false') throw new BadQueryError(name);
  return value === 'true';
}

function parseCount(name: string, named: ReadonlyMap<string, unknown>, byDefault: number): number {
  const value = named.get(name);
  if (value === undefined) return byDefault;
  if (typeof value !== 'string' || !/^\d{1,9}$/.test(value)) throw new BadQueryError(name);
  return Number(value);
}

const includedField = z.string().max(longestValue * 4);
const includedFields = z.union([includedField, z.array(includedField)]).default([]);

/** One or several parameters, each with one or several attributes; of nested ones, the sequence at the top. */
function parseIncluded(value: unknown): Query['included'] {
  const given = includedFields.safeParse(value);
  if (!given.success) throw new BadQueryError('includefield');
  const names = [given.data].flat().flatMap((one) => one.split(',').filter(Boolean));
  if (names.includes('all')) return 'all';
  return new Set(names.flatMap((name) => tagsOf(name)));
}

/** Unknown attributes are in no result. */
function tagsOf(name: string): string[] {
  const [first] = parsePath(name) ?? [];
  return first === undefined ? [] : [tagName(first)];
}

/** What to tell with the results (PS3.18 section 10.6.3.2 and 8.3.4), as values of Warning header fields. */
export function warningsOf(found: CatalogueFindings, query: Query): string[] {
  const names = found.unsupported.map((name) => name.replaceAll(/[^\w.]/g, '?').slice(0, 100));
  return [
    ...(found.isMore && query.most > 0 ? ['There are additional results that can be requested'] : []),
    ...(names.length > 0 ? [`These attributes are not supported for matching: ${names.join(', ')}`] : []),
  ].map((text) => `299 liaison "${text}"`);
}

/** Attributes of each level that come unasked (PS3.18 tables 10.6.3-3 to 10.6.3-5), and a few that everybody shows. */
const unasked: Readonly<Record<SearchLevel, ReadonlySet<string>>> = {
  study: new Set([
    '00080005',
    '00080020',
    '00080030',
    '00080050',
    '00080056',
    '00080061',
    '00080090',
    '00080201',
    '00081030',
    '00081190',
    '00100010',
    '00100020',
    '00100021',
    '00100030',
    '00100040',
    '0020000D',
    '00200010',
    '00201206',
    '00201208',
  ]),
  series: new Set([
    '00080005',
    '00080060',
    '00080201',
    '0008103E',
    '00081190',
    '00180015',
    '0020000D',
    '0020000E',
    '00200011',
    '00201209',
    '00400244',
    '00400245',
    '00400275',
  ]),
  instance: new Set([
    '00080005',
    '00080016',
    '00080018',
    '00080056',
    '00080201',
    '00081190',
    '00083002',
    '0020000D',
    '0020000E',
    '00200013',
    '00280008',
    '00280010',
    '00280011',
    '00280100',
  ]),
};

/** Whether an attribute is to be told: it comes unasked, was asked for, or was matched. */
export function selector(
  levels: readonly SearchLevel[],
  query: Pick<Query, 'included' | 'matches'>,
): (tag: string) => boolean {
  if (query.included === 'all') return () => true;
  const tags = new Set([...levels.flatMap((level) => [...unasked[level]]), ...query.included]);
  for (const [name] of query.matches) for (const tag of tagsOf(name)) tags.add(tag);
  return (tag) => tags.has(tag);
}

/** Whether instances must be read for what the catalogue does not keep of them. */
export function asksBeyondCatalogue(query: Pick<Query, 'included'>): boolean {
  if (query.included === 'all') return true;
  const known = [...unasked.study, ...unasked.series, ...unasked.instance];
  return [...query.included].some((tag) => !known.includes(tag));
}

const dicomDate = (date: string | null) => date?.replaceAll('-', '') ?? null;
const dicomTime = (time: string | null) => time?.replaceAll(':', '') ?? null;

export function studyToJson(study: FoundStudy, base: string): JsonDataSet {
  return {
    ...study.attributes,
    ...jsonOfValues({
      SpecificCharacterSet: 'ISO_IR 192',
      StudyDate: dicomDate(study.study_date),
      StudyTime: dicomTime(study.study_time),
      AccessionNumber: study.accession_number,
      InstanceAvailability: 'ONLINE',
      ModalitiesInStudy: study.modalities,
      RetrieveURL: `${base}/studies/${study.study_instance_uid}`,
      StudyDescription: study.description,
      PatientName: study.patient_name,
      PatientID: study.patient_id,
      IssuerOfPatientID: study.issuer_of_patient_id,
      PatientBirthDate: dicomDate(study.birth_date),
      PatientSex: study.sex,
      StudyInstanceUID: study.study_instance_uid,
      NumberOfStudyRelatedSeries: study.series_count,
      NumberOfStudyRelatedInstances: study.image_count,
      ...('00080090' in study.attributes ? {} : { ReferringPhysicianName: null }),
      ...('00200010' in study.attributes ? {} : { StudyID: null }),
    }),
  };
}

export function seriesToJson(study: FoundStudy, series: FoundSeries, base: string): JsonDataSet {
  return {
    ...series.attributes,
    ...jsonOfValues({
      SpecificCharacterSet: 'ISO_IR 192',
      Modality: series.modality,
      SeriesDescription: series.description,
      RetrieveURL: `${base}/studies/${study.study_instance_uid}/series/${series.series_instance_uid}`,
      BodyPartExamined: series.body_part,
      StudyInstanceUID: study.study_instance_uid,
      SeriesInstanceUID: series.series_instance_uid,
      SeriesNumber: series.series_number,
      NumberOfSeriesRelatedInstances: series.instance_count,
    }),
  };
}

/** An attribute of a result: its tag, and its object as JSON text. */
export type Told = readonly [tag: string, text: string];

/** Attributes of an instance in the order of their tags, as text: a study has thousands of them. */
export function instanceTold(
  study: FoundStudy,
  series: FoundSeries,
  instance: FoundInstance,
  base: string,
): Told[] {
  const uids = {
    series_instance_uid: series.series_instance_uid,
    sop_instance_uid: instance.sop_instance_uid,
  };
  const one = (vr: string, value: string | number): string =>
    `{"vr":"${vr}","Value":[${JSON.stringify(value)}]}`;
  const number = instance.instance_number;
  const told: Told[] = [
    ['00080005', one('CS', 'ISO_IR 192')],
    ['00080016', one('UI', instance.sop_class_uid)],
    ['00080018', one('UI', instance.sop_instance_uid)],
    ['00080056', one('CS', 'ONLINE')],
    ['00081190', one('UR', instanceUrl(base, study.study_instance_uid, uids))],
    ['00083002', one('UI', instance.transfer_syntax_uid)],
    ['0020000D', one('UI', study.study_instance_uid)],
    ['0020000E', one('UI', series.series_instance_uid)],
    ['00200013', number === null ? '{"vr":"IS"}' : one('IS', number)],
  ];
  if (instance.rows === 0) return told;
  told.push(
    ['00280008', one('IS', instance.frames)],
    ['00280010', one('US', instance.rows)],
    ['00280011', one('US', instance.columns)],
    ['00280100', one('US', instance.bits_allocated)],
  );
  return told;
}

export function toldOf(json: JsonDataSet): Told[] {
  const told = Object.entries(json).map(([tag, attribute]): Told => [tag, JSON.stringify(attribute)]);
  return told.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** One object of two sorted lists of attributes; of an attribute that both have, that of `own`. */
export function mergeTold(
  above: readonly Told[],
  own: readonly Told[],
  isTold: (tag: string) => boolean,
): string {
  const texts: string[] = [];
  const add = ([tag, text]: Told): void => {
    if (isTold(tag)) texts.push(`"${tag}":${text}`);
  };
  let at = 0;
  for (const attribute of own) {
    for (let next = above[at]; next && next[0] <= attribute[0]; next = above[at]) {
      if (next[0] < attribute[0]) add(next);
      at += 1;
    }
    add(attribute);
  }
  above.slice(at).forEach(add);
  return `{${texts.join(',')}}`;
}
