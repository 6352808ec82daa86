import type { Recipient } from '@liaison/directory/contract';
import type { Answers } from '@liaison/forms/contract';
import { answers as answersShape } from '@liaison/forms/contract';
import type { DossierView, PatientTraits, saveDraft } from '@liaison/teledossier/contract';
import type { z } from 'zod';

/** What the author changes in a brouillon; one value, so that it is saved and undone as a whole. */
export type Draft = {
  readonly patient: PatientTraits;
  readonly answers: Answers;
  readonly recipients: readonly Recipient[];
  readonly studyIds: readonly string[];
};
export type DraftBody = z.input<typeof saveDraft.body>;

/** Traits that the author types and that images may carry. */
export type TraitName = keyof PatientTraits['source'];

export function draftOf(view: DossierView): Draft {
  return {
    patient: view.patient,
    answers: readAnswers(view.answers),
    recipients: view.recipients,
    studyIds: view.studies.map((study) => study.id),
  };
}

/** Answers as the API types them; what no form could hold is not shown. */
export function readAnswers(given: DossierView['answers']): Answers {
  const parsed = answersShape.safeParse(given);
  return parsed.success ? parsed.data : {};
}

export function bodyOf(draft: Draft, revision: number): DraftBody {
  return {
    revision,
    patient: {
      ...draft.patient,
      birthPlaceCode: isPlaceCode(draft.patient.birthPlaceCode) ? draft.patient.birthPlaceCode : '',
    },
    answers: draft.answers,
    recipients: draft.recipients.map(({ kind, id }) => ({ kind, id })),
    studyIds: [...draft.studyIds],
  };
}

/** A whole COG code, or nothing: one still being typed is not sent. */
export function isPlaceCode(text: string): boolean {
  return /^([0-9AB]{5})?$/.test(text);
}

/** A trait that the author types is his from then on; emptied, it has no source and images may fill it again. */
export function withTrait<Name extends TraitName>(
  patient: PatientTraits,
  name: Name,
  value: PatientTraits[Name],
): PatientTraits {
  const { [name]: _forgotten, ...others } = patient.source;
  const source = value === '' || value === null ? others : { ...others, [name]: 'saisie' as const };
  return { ...patient, [name]: value, source };
}

const isEmpty = (value: string | null) => value === '' || value === null;
const traitNames = ['birthName', 'birthGivenNames', 'birthDate', 'sex', 'ipp'] as const;

/** The traits as typed, with those left empty filled from what the server kept: it reads them in the images. */
export function filledFrom(patient: PatientTraits, kept: PatientTraits): PatientTraits {
  return traitNames.reduce<PatientTraits>((filled, name) => {
    if (!isEmpty(filled[name]) || isEmpty(kept[name])) return filled;
    return {
      ...filled,
      [name]: kept[name],
      source: { ...filled.source, [name]: kept.source[name] ?? 'dicom' },
    };
  }, patient);
}

export function withRecipient(draft: Draft, recipient: Recipient): Draft {
  if (draft.recipients.some((one) => isSame(one, recipient))) return draft;
  return { ...draft, recipients: [...draft.recipients, recipient] };
}

export function withoutRecipient(draft: Draft, recipient: Recipient): Draft {
  return { ...draft, recipients: draft.recipients.filter((one) => !isSame(one, recipient)) };
}

export function isSame(a: Pick<Recipient, 'kind' | 'id'>, b: Pick<Recipient, 'kind' | 'id'>): boolean {
  return a.kind === b.kind && a.id === b.id;
}
