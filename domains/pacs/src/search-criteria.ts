import type { StudyCriteria } from './ports.ts';

/** Nothing asked. */
export const emptyCriteria: StudyCriteria = {
  patientId: '',
  familyName: '',
  givenName: '',
  birthDate: null,
  accessionNumber: '',
  dateFrom: null,
  dateTo: null,
  modality: '',
  StudyInstanceUID: '',
};

/** Whether a PACS may be asked this: without any of these it would tell all that it has. */
export function isSearchable(criteria: StudyCriteria): boolean {
  const { patientId, familyName, birthDate, accessionNumber, dateFrom, StudyInstanceUID } = criteria;
  return Boolean(patientId || familyName || birthDate || accessionNumber || dateFrom || StudyInstanceUID);
}
