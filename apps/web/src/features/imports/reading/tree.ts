import type { ImageFacts, PatientFacts } from './image-facts.ts';

export type FoundSeries = {
  /** Of this series, of this study, of this patient: what a choice names. */
  readonly key: string;
  readonly modality: string;
  readonly number: string;
  readonly description: string;
  readonly imageCount: number;
  readonly bytes: number;
};
export type FoundStudy = {
  readonly key: string;
  readonly StudyInstanceUID: string;
  /** `YYYY-MM-DD`, or null. */
  readonly date: string | null;
  readonly description: string;
  readonly series: readonly FoundSeries[];
};
export type FoundPatient = {
  readonly key: string;
  readonly familyName: string;
  readonly givenNames: string;
  readonly patientId: string;
  readonly birthDate: string | null;
  readonly sex: 'M' | 'F' | 'O' | null;
  readonly studies: readonly FoundStudy[];
};
export type Tree = readonly FoundPatient[];

type Growing<Of, Child extends string> = { -readonly [Name in keyof Omit<Of, Child>]: Of[Name] };
type GrowingSeries = Growing<FoundSeries, never>;
type GrowingStudy = Growing<FoundStudy, 'series'> & { series: Map<string, GrowingSeries> };
type GrowingPatient = Growing<FoundPatient, 'studies'> & { studies: Map<string, GrowingStudy> };

/** Patients, studies and series as images are found, in no order. */
export class TreeBuilder {
  readonly #patients = new Map<string, GrowingPatient>();

  /** @returns the key of its series */
  add(facts: ImageFacts, bytes: number): string {
    const patient = this.#patientOf(facts);
    const studyKey = `${patient.key}/${facts.StudyInstanceUID}`;
    const study = patient.studies.get(studyKey) ?? newStudy(studyKey, facts);
    patient.studies.set(studyKey, study);
    const key = `${studyKey}/${facts.SeriesInstanceUID}`;
    const series = study.series.get(key) ?? newSeries(key, facts);
    study.series.set(key, series);
    series.imageCount += 1;
    series.bytes += bytes;
    return key;
  }

  #patientOf(facts: ImageFacts): GrowingPatient {
    const key = patientKey(facts);
    const known = this.#patients.get(key);
    if (known) return known;
    const [familyName = '', givenName = '', middleName = ''] = nameParts(facts.patientName);
    const made: GrowingPatient = {
      key,
      familyName,
      givenNames: [givenName, middleName].filter(Boolean).join(' '),
      patientId: facts.patientId,
      birthDate: isoDate(facts.birthDate),
      sex: facts.sex === 'M' || facts.sex === 'F' || facts.sex === 'O' ? facts.sex : null,
      studies: new Map(),
    };
    this.#patients.set(key, made);
    return made;
  }

  /** As shown: patients by name, the last study first, series by number. */
  tree(): Tree {
    return [...this.#patients.values()]
      .map((patient) => ({
        ...patient,
        studies: [...patient.studies.values()]
          .map((study) => ({ ...study, series: [...study.series.values()].map(copy).toSorted(bySeries) }))
          .toSorted((a, b) => (b.date ?? '').localeCompare(a.date ?? '')),
      }))
      .toSorted((a, b) => a.familyName.localeCompare(b.familyName, 'fr') || a.key.localeCompare(b.key));
  }
}

const copy = (series: GrowingSeries): FoundSeries => ({ ...series });
const bySeries = (a: FoundSeries, b: FoundSeries) =>
  Number(a.number || Infinity) - Number(b.number || Infinity) || a.key.localeCompare(b.key);

function newStudy(key: string, facts: ImageFacts): GrowingStudy {
  const { StudyInstanceUID, studyDate, studyDescription } = facts;
  return {
    key,
    StudyInstanceUID,
    date: isoDate(studyDate),
    description: studyDescription,
    series: new Map(),
  };
}

function newSeries(key: string, facts: ImageFacts): GrowingSeries {
  const { modality, seriesNumber, seriesDescription } = facts;
  const number = /^-?\d{1,9}$/.test(seriesNumber) ? seriesNumber : '';
  return { key, modality, number, description: seriesDescription, imageCount: 0, bytes: 0 };
}

/** Family, given and middle name of the alphabetic group of a PN (PS3.5 section 6.2.1). */
function nameParts(patientName: string): string[] {
  return (patientName.split('=')[0] ?? '').split('^').map((part) => part.trim());
}

/** One patient for this medium: what differs in any of these may be someone else. Case and accents are not a difference. */
function patientKey(facts: PatientFacts): string {
  const name = nameParts(facts.patientName)
    .slice(0, 2)
    .join('^')
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toUpperCase();
  return JSON.stringify([name, facts.patientId, facts.birthDate]);
}

/** `YYYY-MM-DD` of a DA, the old `YYYY.MM.DD` too (PS3.5 section 6.2); null where it is no date. */
function isoDate(given: string): string | null {
  const [, year, month, day] = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec(given.trim()) ?? [];
  if (!year || !month || !day) return null;
  const date = `${year}-${month}-${day}`;
  return Number.isNaN(Date.parse(date)) ? null : date;
}

export function countImages(tree: Tree, isChosen: (seriesKey: string) => boolean = () => true) {
  const total = { patients: 0, studies: 0, series: 0, images: 0, bytes: 0 };
  for (const patient of tree) {
    let ofPatient = 0;
    for (const study of patient.studies) {
      const chosen = study.series.filter(({ key }) => isChosen(key));
      if (chosen.length === 0) continue;
      ofPatient += 1;
      total.series += chosen.length;
      for (const { imageCount, bytes } of chosen) {
        total.images += imageCount;
        total.bytes += bytes;
      }
    }
    total.studies += ofPatient;
    total.patients += ofPatient > 0 ? 1 : 0;
  }
  return total;
}
