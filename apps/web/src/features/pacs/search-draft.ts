import type { SearchCriteria } from '@liaison/pacs/contract';

export type SearchDraft = {
  patientId: string;
  familyName: string;
  givenName: string;
  birthDate: string | null;
  accessionNumber: string;
  dateFrom: string | null;
  dateTo: string | null;
  modality: string;
};

export const emptySearch: SearchDraft = {
  patientId: '',
  familyName: '',
  givenName: '',
  birthDate: null,
  accessionNumber: '',
  dateFrom: null,
  dateTo: null,
  modality: '',
};

/** What is asked of the PACS; null where it would tell all that it has. */
export function criteriaOf(draft: SearchDraft): SearchCriteria | null {
  const { patientId, familyName, birthDate, accessionNumber, dateFrom } = draft;
  const isEnough = [patientId, familyName, birthDate, accessionNumber, dateFrom].some((value) =>
    value?.trim(),
  );
  return isEnough ? draft : null;
}
