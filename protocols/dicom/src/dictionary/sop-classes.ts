/** SOP classes other than storage (PS3.4 annexes C and J, PS3.6 annex A). */

export const patientRootFind = '1.2.840.10008.5.1.4.1.2.1.1';
export const patientRootMove = '1.2.840.10008.5.1.4.1.2.1.2';
export const patientRootGet = '1.2.840.10008.5.1.4.1.2.1.3';
export const studyRootFind = '1.2.840.10008.5.1.4.1.2.2.1';
export const studyRootMove = '1.2.840.10008.5.1.4.1.2.2.2';
export const studyRootGet = '1.2.840.10008.5.1.4.1.2.2.3';

/** Storage Commitment Push Model, and its well-known instance (PS3.4 sections J.3.3 and J.3.5). */
export const storageCommitment = '1.2.840.10008.1.20.1';
export const storageCommitmentInstance = '1.2.840.10008.1.20.1.1';

const getSopClasses = new Set([patientRootGet, studyRootGet]);

/** Whether objects come back by C-STORE on the same association. */
export function isGetSopClass(uid: string): boolean {
  return getSopClasses.has(uid);
}
