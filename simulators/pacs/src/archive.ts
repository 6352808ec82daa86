import { createHash } from 'node:crypto';
import {
  fictivePatients,
  makeStudy,
  patientAttributes,
  scenarios,
  seriesPlans,
  type Hospital,
  type PatientAttributes,
  type SeriesPlan,
  type StudyImage,
} from '@liaison/modality';

/** A study that the PACS has; its images are computed when they are asked for. */
export type ArchivedStudy = {
  readonly StudyInstanceUID: string;
  readonly AccessionNumber: string;
  readonly patient: PatientAttributes;
  readonly startedAt: Date;
  readonly imageCount: number;
  readonly seriesCount: number;
  images(): Iterable<StudyImage>;
};

const dayMs = 24 * 3_600_000;
/** Series of each study in turn: some short, some whole. */
const shapes: readonly (readonly SeriesPlan['kind'][])[] = [
  seriesPlans.slice(0, 2).map(({ kind }) => kind),
  seriesPlans.map(({ kind }) => kind),
];

/** What the PACS of a hospital has: a study of each fictive patient, one a day before `now`. Their UIDs never change. */
export function archivedStudies(hospital: Hospital, now: Date): ArchivedStudy[] {
  return fictivePatients.map((person, index) => {
    const patient = patientAttributes(person, hospital);
    const digest = createHash('sha256').update(`archive ${hospital} ${index}`).digest('hex').slice(0, 32);
    const StudyInstanceUID = `2.25.${BigInt(`0x${digest}`)}`;
    const kinds = shapes[index % shapes.length] ?? [];
    const plans = seriesPlans.filter(({ kind }) => kinds.includes(kind));
    const startedAt = new Date(now.getTime() - (index + 1) * dayMs);
    const AccessionNumber = `ARC${hospital}${String(index + 1).padStart(4, '0')}`;
    const scenario = scenarios[index % scenarios.length] ?? scenarios[0];
    const options = {
      patient,
      scenario,
      seed: index + 1,
      kinds,
      StudyInstanceUID,
      AccessionNumber,
      startedAt,
    };
    return {
      StudyInstanceUID,
      AccessionNumber,
      patient,
      startedAt,
      imageCount: plans.reduce((sum, plan) => sum + plan.slices, 0),
      seriesCount: plans.length,
      images: () => makeStudy(options),
    };
  });
}
