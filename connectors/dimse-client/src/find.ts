import {
  ExplicitVRLittleEndian,
  ImplicitVRLittleEndian,
  patientRootFind,
  studyRootFind,
  writeDataSet,
  type Association,
  type DataSet,
  type KeywordValues,
} from '@liaison/dicom';
import { PacsError, type FoundStudies, type FoundStudy, type Peer, type StudyCriteria } from '@liaison/pacs';
import { call, type Caller } from './call.ts';
import { toFoundStudy } from './found-study.ts';
import { foldName, isNameAsked, studyIdentifier, type NameMatching } from './study-identifier.ts';

/** Taken of one search. */
export const mostMatches = 200;
/** Patients whose studies are asked for, where the PACS knows studies only through patients. */
const mostPatients = 20;

const plain = [ExplicitVRLittleEndian, ImplicitVRLittleEndian];
const proposal = {
  contexts: [studyRootFind, patientRootFind].map((abstractSyntax) => ({
    abstractSyntax,
    transferSyntaxes: plain,
  })),
};

/**
 * Studies that match, newest first. Where a name gives nothing as it was written, it is asked again so that accents on
 * either side do not matter.
 * @throws PacsError
 */
export function findStudies(
  caller: Caller,
  peer: Peer,
  criteria: StudyCriteria,
  signal?: AbortSignal,
): Promise<FoundStudies> {
  return call(caller, peer, { service: 'find', proposal, signal }, async (association) => {
    const search = new Search(association, peer, signal);
    const found = await search.studies(criteria, 'as-written');
    const isNameOnly = found.studies.length === 0 && (criteria.familyName || criteria.givenName);
    if (!isNameOnly) return found;
    const widened = await search.studies(criteria, 'any-accent');
    return { ...widened, studies: widened.studies.filter((study) => isNameAsked(study, criteria)) };
  });
}

/** Images of a study, counted series by series where the PACS tells their numbers, else one by one; null: it cannot. */
export function countImages(
  caller: Caller,
  peer: Peer,
  StudyInstanceUID: string,
  signal?: AbortSignal,
): Promise<number | null> {
  return call(caller, peer, { service: 'find', proposal, signal }, async (association) => {
    const search = new Search(association, peer, signal);
    const { matches } = await search.ask(
      {
        QueryRetrieveLevel: 'SERIES',
        StudyInstanceUID,
        SeriesInstanceUID: '',
        NumberOfSeriesRelatedInstances: '',
      },
      10_000,
    );
    const counts = matches.map((match) => match.number('NumberOfSeriesRelatedInstances'));
    if (counts.length > 0 && counts.every((count) => count !== undefined))
      return counts.reduce((sum, count) => sum + count, 0);
    let total = 0;
    for (const match of matches) {
      const SeriesInstanceUID = match.text('SeriesInstanceUID');
      if (!SeriesInstanceUID) return null;
      const asked = { QueryRetrieveLevel: 'IMAGE', StudyInstanceUID, SeriesInstanceUID, SOPInstanceUID: '' };
      total += (await search.ask(asked, 100_000)).matches.length;
    }
    return total > 0 ? total : null;
  }).catch((error: unknown) => {
    // A PACS that cannot count at these levels gives its images all the same.
    if (error instanceof PacsError && error.code !== 'pacs/cancelled') return null;
    throw error;
  });
}

class Search {
  readonly #association: Association;
  readonly #peer: Peer;
  readonly #signal: AbortSignal | undefined;
  readonly #SOPClassUID: string;

  constructor(association: Association, peer: Peer, signal: AbortSignal | undefined) {
    this.#association = association;
    this.#peer = peer;
    this.#signal = signal;
    const model = [studyRootFind, patientRootFind].find((uid) =>
      association.contexts.some((context) => context.abstractSyntax === uid),
    );
    if (!model) throw new PacsError('pacs/no-context');
    this.#SOPClassUID = model;
  }

  async studies(criteria: StudyCriteria, matching: NameMatching): Promise<FoundStudies> {
    const isThroughPatients = this.#SOPClassUID === patientRootFind && !criteria.patientId;
    const asksPatient = criteria.familyName || criteria.givenName || criteria.birthDate;
    const found =
      isThroughPatients && asksPatient
        ? await this.#throughPatients(criteria, matching)
        : await this.ask(studyIdentifier(criteria, { level: 'STUDY', matching }), mostMatches);
    const studies = found.matches
      .flatMap((match) => toFoundStudy(match, this.#peer.characterSet) ?? [])
      .filter((study) => isAsked(study, criteria));
    return { studies: sortNewest(studies), isCapped: found.isCapped };
  }

  /** Patient root: a study is asked below one patient (PS3.4 section C.6.1). */
  async #throughPatients(
    criteria: StudyCriteria,
    matching: NameMatching,
  ): Promise<{ matches: DataSet[]; isCapped: boolean }> {
    const patients = await this.ask(studyIdentifier(criteria, { level: 'PATIENT', matching }), mostPatients);
    const matches: DataSet[] = [];
    let isCapped = patients.isCapped;
    for (const patient of patients.matches) {
      const patientId = patient.text('PatientID');
      if (!patientId || matches.length >= mostMatches) continue;
      const own = { ...criteria, patientId, familyName: '', givenName: '', birthDate: null };
      const identifier = studyIdentifier(own, { level: 'STUDY', matching });
      const found = await this.ask(identifier, mostMatches - matches.length);
      matches.push(...found.matches);
      isCapped ||= found.isCapped;
    }
    return { matches, isCapped };
  }

  /** Matches of one C-FIND, at most `most`: the PACS is then told to stop. */
  async ask(keys: KeywordValues, most: number): Promise<{ matches: DataSet[]; isCapped: boolean }> {
    const { characterSet } = this.#peer;
    const stop = new AbortController();
    const signal = this.#signal ? AbortSignal.any([this.#signal, stop.signal]) : stop.signal;
    const values = {
      ...(characterSet === 'ISO_IR 6' ? {} : { SpecificCharacterSet: characterSet }),
      ...keys,
    };
    const identifier = (transferSyntaxUID: string) =>
      writeDataSet(values, transferSyntaxUID, { replaces: true });
    const matches: DataSet[] = [];
    let isCapped = false;
    try {
      for await (const match of this.#association.cFind({
        SOPClassUID: this.#SOPClassUID,
        identifier,
        signal,
      })) {
        if (matches.length < most) matches.push(match);
        else {
          isCapped = true;
          stop.abort();
        }
      }
    } catch (error) {
      // Our own cancelling ends in a status of cancellation.
      if (!isCapped || this.#signal?.aborted) throw error;
    }
    return { matches, isCapped };
  }
}

/** Some PACS pass over keys that they do not know: what contradicts the search is left out. */
function isAsked(study: FoundStudy, asked: StudyCriteria): boolean {
  const { modality, birthDate, StudyInstanceUID, accessionNumber } = asked;
  if (modality && study.modalities.length > 0 && !study.modalities.includes(modality)) return false;
  if (birthDate && study.birthDate && study.birthDate !== birthDate) return false;
  if (StudyInstanceUID && study.StudyInstanceUID !== StudyInstanceUID) return false;
  const isPlain = accessionNumber && !/[*?]/.test(accessionNumber);
  return !isPlain || foldName(study.accessionNumber) === foldName(accessionNumber.trim());
}

function sortNewest(studies: readonly FoundStudy[]): FoundStudy[] {
  const at = (study: FoundStudy) => `${study.studyDate ?? ''}T${study.studyTime ?? ''}`;
  const known = new Map(studies.map((study) => [study.StudyInstanceUID, study]));
  return [...known.values()].toSorted((a, b) => at(b).localeCompare(at(a)));
}
