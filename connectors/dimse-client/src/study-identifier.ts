import type { StudyCriteria } from '@liaison/pacs';
import type { KeywordValues } from '@liaison/dicom';

/** How a name is asked: as it was written, or so that accents at the PACS do not matter. */
export type NameMatching = 'as-written' | 'any-accent';

/** Attributes that are asked of every study (PS3.4 table C.6-5), and what they must match. */
export function studyIdentifier(
  criteria: StudyCriteria,
  { level, matching }: { level: 'STUDY' | 'PATIENT'; matching: NameMatching },
): KeywordValues {
  const patient = {
    QueryRetrieveLevel: level,
    PatientName: namePattern(criteria, matching),
    PatientID: literal(criteria.patientId),
    IssuerOfPatientID: '',
    PatientBirthDate: (criteria.birthDate ?? '').replaceAll('-', ''),
    PatientSex: '',
  };
  if (level === 'PATIENT') return patient;
  return {
    ...patient,
    StudyInstanceUID: criteria.StudyInstanceUID,
    StudyDate: dateRange(criteria.dateFrom, criteria.dateTo),
    StudyTime: '',
    AccessionNumber: literal(criteria.accessionNumber),
    StudyDescription: '',
    ModalitiesInStudy: criteria.modality,
    NumberOfStudyRelatedSeries: '',
    NumberOfStudyRelatedInstances: '',
  };
}

/** `20260101-20260131`, `20260101-`, `-20260131`, one day as itself (PS3.4 section C.2.2.2.5.1). */
export function dateRange(from: string | null, to: string | null): string {
  const [first, last] = [from, to].map((date) => (date ?? '').replaceAll('-', ''));
  if (!first && !last) return '';
  return first === last ? (first ?? '') : `${first ?? ''}-${last ?? ''}`;
}

/**
 * `DUPONT*^MARIE*`: what people type is the start of a name, and PACS hold names in capitals. A wildcard of theirs stays;
 * without a given name, what follows the family name is any.
 */
export function namePattern(
  { familyName, givenName }: Pick<StudyCriteria, 'familyName' | 'givenName'>,
  matching: NameMatching,
): string {
  const [family, given] = [familyName, givenName].map(openPattern);
  if (!family && !given) return '';
  if (matching === 'as-written') return given ? `${family || '*'}^${given}` : (family ?? '');
  // Given names are often in small letters, which some PACS tell from capitals: the first letter is enough to ask for.
  const initial = given ? `^${anyAccent(given.slice(0, 1))}*` : '';
  return `${anyAccent(family || '*')}${initial}`;
}

function openPattern(part: string): string {
  const typed = part.trim().replaceAll('^', ' ').replaceAll('\\', ' ').toUpperCase();
  return typed === '' || typed.endsWith('*') ? typed : `${typed}*`;
}

/** Letters that carry accents in French and its neighbours: `?` matches any one character (PS3.4 section C.2.2.2.4). */
function anyAccent(pattern: string): string {
  return foldName(pattern).replaceAll(/[ACEINOUY]/g, '?');
}

/** Capitals without accents, to compare names. */
export function foldName(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toUpperCase();
}

/** Whether a name found by `any-accent` is what was asked, accents and case aside. */
export function isNameAsked(
  found: { familyName: string; givenNames: string },
  asked: Pick<StudyCriteria, 'familyName' | 'givenName'>,
): boolean {
  return startsLike(found.familyName, asked.familyName) && startsLike(found.givenNames, asked.givenName);
}

function startsLike(name: string, typed: string): boolean {
  return matches(Array.from(foldName(name)), Array.from(`${foldName(typed.trim())}*`));
}

/** `*` any characters, `?` one. In steps of at most both lengths multiplied, whatever was typed: no regular expression. */
function matches(text: readonly string[], pattern: readonly string[]): boolean {
  let [at, place] = [0, 0];
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    if (pattern[place] === '*') {
      star = place++;
      starAt = at;
    } else if (pattern[place] === '?' || pattern[place] === text[at]) {
      place += 1;
      at += 1;
    } else if (star >= 0) {
      place = star + 1;
      starAt += 1;
      at = starAt;
    } else return false;
  }
  return pattern.slice(place).every((sign) => sign === '*');
}

/** Identifiers are matched as they are: a wildcard that was typed stays, a backslash would be two values. */
function literal(value: string): string {
  return value.trim().replaceAll('\\', '');
}
