import { foldName } from '@liaison/patients';

/** What a dossier, or the software that opens one, knows of the exam it is about. Empty: not known. */
export type Wanted = {
  readonly accessionNumber: string;
  readonly ipp: string;
  /** Who assigned the IPP (IssuerOfPatientID, PS3.3 section C.7.1.1). */
  readonly ippIssuer: string;
  readonly birthName: string;
  readonly birthGivenNames: string;
  readonly birthDate: string | null;
};

/** What a study that was received says of the same. */
export type Offered = {
  readonly accessionNumber: string;
  readonly patientId: string;
  readonly issuerOfPatientId: string;
  readonly familyName: string;
  readonly givenNames: string;
  readonly birthDate: string | null;
};

/** Why a study is proposed; the first two with the issuer are exact, the others wait for someone's word. */
export type MatchReason = 'accession-number' | 'ipp-and-issuer' | 'ipp' | 'name-and-birth-date';

/**
 * How a study answers what is wanted, the strongest reason first; null: not at all. A birth date that both give and give
 * differently speaks against any reason: identifiers are mistyped more often than two persons share them.
 */
export function matchStudy(wanted: Wanted, offered: Offered): MatchReason | null {
  if (wanted.birthDate && offered.birthDate && wanted.birthDate !== offered.birthDate) return null;
  if (isSame(wanted.accessionNumber, offered.accessionNumber)) return 'accession-number';
  if (isSame(wanted.ipp, offered.patientId)) {
    return isSame(wanted.ippIssuer, offered.issuerOfPatientId) ? 'ipp-and-issuer' : 'ipp';
  }
  const isSamePerson =
    wanted.birthDate !== null &&
    wanted.birthDate === offered.birthDate &&
    isSame(foldName(wanted.birthName), foldName(offered.familyName)) &&
    foldName(wanted.birthGivenNames)[0] === foldName(offered.givenNames)[0];
  return isSamePerson ? 'name-and-birth-date' : null;
}

const isSame = (one: string, other: string) => one.trim() !== '' && one.trim() === other.trim();

const strength: readonly MatchReason[] = ['accession-number', 'ipp-and-issuer', 'ipp', 'name-and-birth-date'];

export type Match<Study> = { readonly study: Study; readonly reason: MatchReason };

/** Those that match, the strongest reasons first, then in the order given. */
export function matchAll<Study extends Offered>(wanted: Wanted, studies: readonly Study[]): Match<Study>[] {
  const matches = studies.flatMap((study) => {
    const reason = matchStudy(wanted, study);
    return reason ? [{ study, reason }] : [];
  });
  return matches.toSorted((a, b) => strength.indexOf(a.reason) - strength.indexOf(b.reason));
}

/** The one study that may be attached without asking: an exact match, and the only match of that strength. */
export function singleExact<Study>(matches: readonly Match<Study>[]): Study | null {
  const [first, ...others] = matches;
  if (!first || (first.reason !== 'accession-number' && first.reason !== 'ipp-and-issuer')) return null;
  return others.some(({ reason }) => reason === first.reason) ? null : first.study;
}
