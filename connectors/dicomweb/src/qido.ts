import {
  parsePath,
  type AttributeMatch,
  type CatalogueFindings,
  type FoundInstance,
  type FoundSeries,
  type FoundStudy,
  type SearchLevel,
} from '@liaison/imaging';
import { jsonOfValues, tagName, type JsonDataSet, type Vr } from '@liaison/dicom';
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

/** An attribute of a result: its tag, and its object as JSON text, for a list has thousands of them. */
export type Told = readonly [tag: string, text: string];

/** An attribute's object, with one value or none. */
function one(vr: Vr, value: string | number | null): string {
  if (value === null || value === '') return `{"vr":"${vr}"}`;
  return `{"vr":"${vr}","Value":[${JSON.stringify(value)}]}`;
}

function several(vr: Vr, values: readonly string[]): string {
  const present = values.filter((value) => value !== '');
  return present.length === 0 ? `{"vr":"${vr}"}` : `{"vr":"${vr}","Value":${JSON.stringify(present)}}`;
}

function personName(name: string): string {
  return JSON.stringify(jsonOfValues({ PatientName: name })['00100010']);
}

/** Attributes of a study that the catalogue has as columns, or that every study shows, in the order of their tags. */
export function studyTold(study: FoundStudy, base: string): Told[] {
  return [
    ['00080005', one('CS', 'ISO_IR 192')],
    ['00080020', one('DA', dicomDate(study.study_date))],
    ['00080030', one('TM', dicomTime(study.study_time))],
    ['00080050', one('SH', study.accession_number)],
    ['00080056', one('CS', 'ONLINE')],
    ['00080061', several('CS', study.modalities)],
    ['00080090', one('PN', null)],
    ['00081030', one('LO', study.description)],
    ['00081190', one('UR', `${base}/studies/${study.study_instance_uid}`)],
    ['00100010', personName(study.patient_name)],
    ['00100020', one('LO', study.patient_id)],
    ['00100021', one('LO', study.issuer_of_patient_id)],
    ['00100030', one('DA', dicomDate(study.birth_date))],
    ['00100040', one('CS', study.sex)],
    ['0020000D', one('UI', study.study_instance_uid)],
    ['00200010', one('SH', null)],
    ['00201206', one('IS', study.series_count)],
    ['00201208', one('IS', study.image_count)],
  ];
}

export function seriesTold(study: FoundStudy, series: FoundSeries, base: string): Told[] {
  const url = `${base}/studies/${study.study_instance_uid}/series/${series.series_instance_uid}`;
  return [
    ['00080005', one('CS', 'ISO_IR 192')],
    ['00080060', one('CS', series.modality)],
    ['0008103E', one('LO', series.description)],
    ['00081190', one('UR', url)],
    ['00180015', one('CS', series.body_part)],
    ['0020000D', one('UI', study.study_instance_uid)],
    ['0020000E', one('UI', series.series_instance_uid)],
    ['00200011', one('IS', series.series_number)],
    ['00201209', one('IS', series.instance_count)],
  ];
}

/** Attributes of an instance in the order of their tags. */
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
  const told: Told[] = [
    ['00080005', one('CS', 'ISO_IR 192')],
    ['00080016', one('UI', instance.sop_class_uid)],
    ['00080018', one('UI', instance.sop_instance_uid)],
    ['00080056', one('CS', 'ONLINE')],
    ['00081190', one('UR', instanceUrl(base, study.study_instance_uid, uids))],
    ['00083002', one('UI', instance.transfer_syntax_uid)],
    ['0020000D', one('UI', study.study_instance_uid)],
    ['0020000E', one('UI', series.series_instance_uid)],
    ['00200013', one('IS', instance.instance_number)],
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

/** Attributes at hand as JSON, those that `isTold` names. */
export function toldOf(json: JsonDataSet, isTold: (tag: string) => boolean): Told[] {
  const told = Object.entries(json).flatMap(([tag, attribute]): Told[] =>
    isTold(tag) ? [[tag, JSON.stringify(attribute)]] : [],
  );
  return told.toSorted(([a], [b]) => (a < b ? -1 : 1));
}

/** Two lists as one; of an attribute that both have, that of `over`. */
export function mergeLists(under: readonly Told[], over: readonly Told[]): Told[] {
  return [...new Map([...under, ...over])].toSorted(([a], [b]) => (a < b ? -1 : 1));
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
