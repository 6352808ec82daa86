import type { Manifest, ManifestSeries } from '@liaison/imaging/contract';

/** `NOM Prénom` from a DICOM person name, alphabetic group only (PS3.5 section 6.2.1.1). */
export function personName(patientName: string): string {
  const [alphabetic = ''] = patientName.split('=');
  const [family = '', given = '', middle = ''] = alphabetic.split('^').map((part) => part.trim());
  return [family.toLocaleUpperCase('fr'), given, middle].filter((part) => part !== '').join(' ');
}

/** `20/11/1950` from `1950-11-20`. */
export function frenchDate(date: string): string {
  return date.slice(0, 10).split('-').toReversed().join('/');
}

/** `20/11/2026 14:02` from `2026-11-20T14:02:31`, an hour local to the hospital: never converted. */
export function frenchInstant(local: string): string {
  const time = local.slice(11, 16);
  return time === '' ? frenchDate(local) : `${frenchDate(local)} ${time}`;
}

/** Whole years between two dates written `YYYY-MM-DD…`. */
export function ageAt(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5, 10) < birthDate.slice(5, 10) ? years - 1 : years;
}

/** « née le 12/03/1950 (76 ans) · F », which never breaks before the sex; parts that the images do not say are left out. */
export function birthAndSex(
  birthDate: string | null,
  sex: 'M' | 'F' | 'O' | null,
  studyAt: string | null,
): string {
  const born = sex === 'F' ? 'née le' : sex === 'M' ? 'né le' : 'né(e) le';
  const age = birthDate === null || studyAt === null ? null : ageAt(birthDate, studyAt);
  const years = age === null || age < 0 ? '' : ` (${age}\u00a0an${age > 1 ? 's' : ''})`;
  const parts = [
    birthDate === null ? 'date de naissance absente' : `${born} ${frenchDate(birthDate)}${years}`,
  ];
  if (sex !== null) parts.push(sex === 'O' ? 'sexe autre' : sex);
  return parts.join('\u00a0·\u00a0');
}

/** Name as it is compared: trailing empty components, case and doubled spaces do not make another patient. */
function comparable(patientName: string): string {
  const [alphabetic = ''] = patientName.split('=');
  return alphabetic
    .replaceAll(/[\^\s]+/g, ' ')
    .trim()
    .toLocaleUpperCase('fr');
}

/** Whether the series of a study carry different patients: another name, or another birth date where both say one. */
export function identitiesDiffer(series: Manifest['series']): boolean {
  const names = new Set(series.map((one) => comparable(one.patientName)));
  const births = new Set(series.map((one) => one.patientBirthDate).filter((date) => date !== null));
  return names.size > 1 || births.size > 1;
}

const SIDES: Readonly<Record<string, string>> = { R: 'droite', L: 'gauche', B: 'bilatérale' };

/** « Latéralité : droite », or empty where the series does not say. */
export function lateralityText(series: Pick<ManifestSeries, 'laterality'>): string {
  const side = SIDES[series.laterality];
  return side === undefined ? '' : `Latéralité\u00a0: ${side}`;
}
