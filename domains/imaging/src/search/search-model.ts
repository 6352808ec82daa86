import { findAttribute, findTag, type Keyword, type Vr } from '@liaison/dicom';
import { parseDate, parseTime } from '../catalogue/describe-image.ts';
import { jsonPathOf, seriesTags, studyTags } from '../catalogue/kept-attributes.ts';

export type SearchLevel = 'study' | 'series' | 'instance';

/** One attribute to match: its keyword or tag (`gggggeeee` in hexadecimal), after those of sequences, parted by dots. */
export type AttributeMatch = readonly [attribute: string, value: string];

export type MatchOptions = {
  /** Names by the beginnings of their words, in any order (fuzzymatching of PS3.18 section 8.3.4.2). */
  isFuzzy?: boolean;
  /** `""` asks for attributes without value (emptyvaluematching). */
  isEmptyMatched?: boolean;
  /** Values parted by backslashes are alternatives, of any VR (multiplevaluematching). */
  isMultiple?: boolean;
};

type OnColumn = { of: SearchLevel; column: string; path?: undefined };
/** `path`: jsonpath of an attribute in kept JSON. */
type OnHeld = { of: SearchLevel; path: string; column?: undefined };

/**
 * A condition of a search. On a column: `in`, `like`, `folded` (LIKE without accents and case), `name` (the same on a
 * component group of PN), `word` (at the start of a word of it), `text` (LIKE on what the index of words has), `empty`,
 * `from`, `to`, `between` (a date with a time), `has` (LIKE on an array), `holds` (its equal); on kept attributes `json-…`.
 */
export type Condition =
  | (OnColumn & { how: 'in'; values: readonly string[] })
  | (OnColumn & { how: 'like' | 'folded' | 'name' | 'word' | 'text' | 'has' | 'holds'; value: string })
  | (OnColumn & { how: 'from' | 'to'; value: string; isRange: boolean })
  | (OnColumn & { how: 'between'; from: string; to: string })
  | (OnColumn & { how: 'empty' })
  | (OnHeld & { how: 'json-like' | 'json-folded' | 'json-word'; value: string })
  | (OnHeld & { how: 'json-range'; from: string; to: string })
  | (OnHeld & { how: 'json-empty' });

export class BadMatchError extends Error {
  override readonly name = 'BadMatchError';
  readonly attribute: string;

  constructor(attribute: string) {
    super(`${attribute} cannot be matched by this value`);
    this.attribute = attribute;
  }
}

type Kind = 'uid' | 'text' | 'name' | 'date' | 'time' | 'number' | 'codes';
type Column = { of: SearchLevel; column: string; kind: Kind };

const study = (column: string, kind: Kind): Column => ({ of: 'study', column, kind });
const series = (column: string, kind: Kind): Column => ({ of: 'series', column, kind });
const instance = (column: string, kind: Kind): Column => ({ of: 'instance', column, kind });

/** Attributes that the catalogue has as columns. */
const columns: Readonly<Partial<Record<string, Column>>> = {
  StudyInstanceUID: study('study_instance_uid', 'uid'),
  StudyDate: study('study_date', 'date'),
  StudyTime: study('study_time', 'time'),
  AccessionNumber: study('accession_number', 'text'),
  StudyDescription: study('description', 'text'),
  ModalitiesInStudy: study('modalities', 'codes'),
  PatientName: study('patient_name', 'name'),
  PatientID: study('patient_id', 'text'),
  IssuerOfPatientID: study('issuer_of_patient_id', 'text'),
  PatientBirthDate: study('birth_date', 'date'),
  PatientSex: study('sex', 'text'),
  NumberOfStudyRelatedSeries: study('series_count', 'number'),
  NumberOfStudyRelatedInstances: study('image_count', 'number'),
  SeriesInstanceUID: series('series_instance_uid', 'uid'),
  Modality: series('modality', 'text'),
  SeriesDescription: series('description', 'text'),
  SeriesNumber: series('series_number', 'number'),
  BodyPartExamined: series('body_part', 'text'),
  SOPInstanceUID: instance('sop_instance_uid', 'uid'),
  SOPClassUID: instance('sop_class_uid', 'uid'),
  SOPClassesInStudy: instance('sop_class_uid', 'uid'),
  AvailableTransferSyntaxUID: instance('transfer_syntax_uid', 'uid'),
  InstanceNumber: instance('instance_number', 'number'),
  NumberOfFrames: instance('frames', 'number'),
  Rows: instance('rows', 'number'),
  Columns: instance('columns', 'number'),
  BitsAllocated: instance('bits_allocated', 'number'),
  ImageType: instance('image_type', 'codes'),
} satisfies { readonly [Name in Keyword]?: Column };

/** What the range of a combined date and time is made of (PS3.4 section C.2.2.2.5). */
type Range = { from: string | null; to: string | null; isRange: boolean };

/**
 * The conditions that matches are; those on attributes that nothing here is searched by are named in `unsupported`.
 * Values follow PS3.4 section C.2.2.2: single, list of UID, universal, wild card, range. @throws BadMatchError
 */
export function toConditions(
  matches: readonly AttributeMatch[],
  options: MatchOptions = {},
): { conditions: Condition[]; unsupported: string[] } {
  const unsupported: string[] = [];
  const conditions = matches.flatMap(([attribute, value]) => {
    // An empty value matches everything, as a lone wild card does.
    if (value === '' || /^\*+$/.test(value)) return [];
    const found = conditionsOf(attribute, value, options);
    if (!found) unsupported.push(attribute);
    return found ?? [];
  });
  return { conditions: combineDateAndTime(conditions), unsupported };
}

function conditionsOf(attribute: string, value: string, options: MatchOptions): Condition[] | null {
  const path = parsePath(attribute);
  const last = path?.at(-1);
  if (!path || last === undefined) return null;
  const known = path.length === 1 ? columns[findAttribute(last)?.keyword ?? ''] : undefined;
  if (known) return onColumn(known, attribute, value, options);
  const of = levelOf(path[0] ?? 0);
  const [vr] = findAttribute(last)?.vrs ?? [];
  return of && vr ? onKept({ of, path: jsonPathOf(path, vr === 'PN') }, vr, attribute, value, options) : null;
}

/** Tags of an attribute and of the sequences that hold it (PS3.18 section 8.3.4.1); null where one is unknown. */
export function parsePath(attribute: string): number[] | null {
  const tags = attribute
    .split('.')
    .map((name) => (/^[0-9a-f]{8}$/i.test(name) ? Number.parseInt(name, 16) : findTag(name)));
  const path = tags.filter((tag) => tag !== undefined);
  return path.length === tags.length && path.length <= 4 ? path : null;
}

function levelOf(tag: number): SearchLevel | null {
  if (studyTags.has(tag)) return 'study';
  return seriesTags.has(tag) ? 'series' : null;
}

function onColumn(known: Column, attribute: string, value: string, options: MatchOptions): Condition[] {
  const { of, column, kind } = known;
  const at = { of, column };
  if (options.isEmptyMatched && value === '""') return [{ ...at, how: 'empty' }];
  if (kind === 'date' || kind === 'time')
    return onRange(at, parseRange(attribute, value, kind === 'date' ? parseDate : parseTimeBound));
  if (kind === 'name') return onName(at, value, options);
  const several = valuesOf(kind, attribute, value, options);
  if (several) return [{ ...at, how: 'in', values: several }];
  if (kind === 'codes' && !hasWildcard(value)) return [{ ...at, how: 'holds', value }];
  if (kind === 'codes') return [{ ...at, how: 'has', value: toPattern(value) }];
  if (options.isFuzzy === true && column === 'description')
    return [{ ...at, how: 'folded', value: toPattern(value) }];
  // Equality where it will do: that is what every index has.
  if (!hasWildcard(value)) return [{ ...at, how: 'in', values: [value] }];
  return [{ ...at, how: 'like', value: toPattern(value) }];
}

/** Values to be equal to; null where a pattern is asked. */
function valuesOf(kind: Kind, attribute: string, value: string, options: MatchOptions): string[] | null {
  const values = value.split(kind === 'uid' ? /[,\\]/ : options.isMultiple ? '\\' : /$^/);
  const rule = kind === 'uid' ? /^[0-9.]{1,64}$/ : kind === 'number' ? /^-?\d{1,9}$/ : null;
  if (rule && !values.every((one) => rule.test(one))) throw new BadMatchError(attribute);
  return rule || (values.length > 1 && kind !== 'codes') ? values : null;
}

function onKept(
  at: { of: SearchLevel; path: string },
  vr: Vr,
  attribute: string,
  value: string,
  options: MatchOptions,
): Condition[] | null {
  if (vr === 'SQ') return null;
  if (options.isEmptyMatched && value === '""') return [{ ...at, how: 'json-empty' }];
  if (vr === 'DA' || vr === 'TM' || vr === 'DT') {
    const { from, to } = parseRange(attribute, value, (text) => (/^[\d.]{2,26}$/.test(text) ? text : null));
    const digits = (text: string | null, pad: string) => (text ?? '').replace('.', '').padEnd(14, pad);
    return [{ ...at, how: 'json-range', from: digits(from, '0'), to: digits(to, '9') }];
  }
  if (vr === 'PN' && options.isFuzzy)
    return wordsOf(value).map((word) => ({ ...at, how: 'json-word', value: word }));
  const how = vr === 'PN' || (options.isFuzzy && isDescriptive(vr)) ? 'json-folded' : 'json-like';
  return [{ ...at, how, value: toPattern(vr === 'PN' ? value.replace(/[\^ ]+$/, '') : value) }];
}

function isDescriptive(vr: Vr): boolean {
  return vr === 'LO' || vr === 'LT' || vr === 'ST' || vr === 'UT' || vr === 'UC';
}

function onName(at: OnColumn, value: string, options: MatchOptions): Condition[] {
  const name = value.replace(/[\^ ]+$/, '');
  const parts = options.isFuzzy ? wordsOf(value) : name.split(/[*?]+/).filter(Boolean);
  // What the pattern holds between its wild cards, so that the index of words finds candidates.
  const candidates = parts.map((part): Condition => ({
    of: at.of,
    column: 'search_text',
    how: 'text',
    value: `%${toPattern(unescapeWord(part))}%`,
  }));
  const exact: Condition[] = options.isFuzzy
    ? parts.map((word): Condition => ({ ...at, how: 'word', value: word }))
    : [{ ...at, how: 'name', value: toPattern(name) }];
  return [...candidates, ...exact];
}

/** Words of a name as parts of a regular expression. */
function wordsOf(value: string): string[] {
  return value
    .split(/[\s^=,;*?]+/)
    .filter(Boolean)
    .slice(0, 8)
    .map((word) => word.replaceAll(/[^\p{L}\p{N}\s]/gu, String.raw`\$&`));
}

function unescapeWord(word: string): string {
  return word.replaceAll(/\\(.)/gu, '$1');
}

function onRange(at: OnColumn, { from, to, isRange }: Range): Condition[] {
  const ends: Condition[] = [];
  if (from !== null) ends.push({ ...at, how: 'from', value: from, isRange });
  if (to !== null) ends.push({ ...at, how: 'to', value: to, isRange });
  return ends;
}

/** `a`, `a-`, `-b`, `a-b` (PS3.4 section C.2.2.2.5). @throws BadMatchError */
function parseRange(
  attribute: string,
  value: string,
  parse: (text: string, isEnd: boolean) => string | null,
): Range {
  const at = value.indexOf('-');
  const isRange = at >= 0;
  const [first, last] = isRange ? [value.slice(0, at), value.slice(at + 1)] : [value, value];
  const from = first === '' ? null : parse(first.trim(), false);
  const to = last === '' ? null : parse(last.trim(), true);
  const isBad = (first !== '' && from === null) || (last !== '' && to === null) || (from ?? to) === null;
  if (isBad) throw new BadMatchError(attribute);
  return { from, to, isRange };
}

/** A time that leaves minutes or seconds out means all of them. */
function parseTimeBound(text: string, isEnd: boolean): string | null {
  const time = parseTime(text);
  if (time === null || !isEnd) return time;
  const given = text.replaceAll(':', '').split('.')[0]?.length ?? 6;
  if (given === 2) return `${time.slice(0, 3)}59:59`;
  return given === 4 ? `${time.slice(0, 6)}59` : time;
}

/** A range of dates with a range of times is one range of instants (PS3.4 section C.2.2.2.5, combined matching). */
function combineDateAndTime(conditions: readonly Condition[]): Condition[] {
  const bounds = conditions.filter((one) => (one.how === 'from' || one.how === 'to') && one.isRange);
  const bound = (column: string, how: string) =>
    bounds.find((one) => one.column === column && one.how === how);
  const textOf = (one: Condition | undefined) => (one && 'value' in one ? one.value : null);
  const [dateFrom, dateTo] = [bound('study_date', 'from'), bound('study_date', 'to')];
  const [timeFrom, timeTo] = [bound('study_time', 'from'), bound('study_time', 'to')];
  if (!(dateFrom ?? dateTo) || !(timeFrom ?? timeTo)) return [...conditions];
  const rest = conditions.filter((one) => ![dateFrom, dateTo, timeFrom, timeTo].includes(one));
  const from = dateFrom ? `${textOf(dateFrom)} ${textOf(timeFrom) ?? '00:00:00'}` : '-infinity';
  const to = dateTo ? `${textOf(dateTo)} ${textOf(timeTo) ?? '23:59:59'}` : 'infinity';
  return [...rest, { of: 'study', column: 'study_date', how: 'between', from, to }];
}

function hasWildcard(text: string): boolean {
  return /[*?]/.test(text);
}

/** `*` any characters, `?` one (PS3.4 section C.2.2.2.4), as a LIKE pattern. */
function toPattern(text: string): string {
  return text
    .replaceAll(/[\\%_]/g, '\\$&')
    .replaceAll('*', '%')
    .replaceAll('?', '_');
}
