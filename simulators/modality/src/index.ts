/** A CT scanner, simulated: an analytic head, its series, and their sending by C-STORE. */
export { scenarios, type Scenario } from './anatomy/lesion.ts';
export {
  fictivePatients,
  patientAttributes,
  type FictivePatient,
  type Hospital,
  type PatientAttributes,
} from './patients.ts';
export { seriesPlans, type SeriesPlan } from './protocol.ts';
export { sendFiles, sendStudy, type Destination, type Outcome, type Progress } from './send.ts';
export { makeStudy, toFile, type StudyImage, type StudyOptions } from './study.ts';
