import type { PatientTraits } from '@liaison/teledossier/contract';
import type { SearchDraft } from '../pacs/search-draft.ts';

/**
 * What a PACS is first asked for a patient. His IPP alone where it is known: a PACS wants all that it is asked to be
 * equal, and names are spelled in many ways.
 */
export function searchOf(patient: PatientTraits): Partial<SearchDraft> {
  const { isUnknown, ipp, birthName, birthGivenNames, birthDate } = patient;
  if (isUnknown) return {};
  const patientId = ipp.trim();
  if (patientId) return { patientId };
  const [givenName = ''] = birthGivenNames.trim().split(/[ ,]/);
  return { familyName: birthName.trim(), givenName, birthDate };
}
