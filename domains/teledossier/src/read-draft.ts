import { findForm, parseAnswers, type Answers } from '@liaison/forms';
import { assertExists } from '@liaison/kernel';
import type { Patient } from '@liaison/patients';
import { answersInvalid } from './errors.ts';
import type { DraftContent, SearchWords } from './store.ts';
import { dossierTypes, type DossierType } from './types.ts';

/** Answers as the form's definition takes them. @throws DomainError `teledossier/answers-invalid`, by field */
export function readAnswers(formId: string, formVersion: number, given: unknown): Answers {
  const form = assertExists(findForm(formId, formVersion), 'the form of a dossier');
  const parsed = parseAnswers(form, given);
  if (parsed.ok) return parsed.value;
  throw answersInvalid(Object.fromEntries(parsed.error.map(({ field, message }) => [field, message])));
}

/** Answers with what lists show of them. */
export function draftContent(type: DossierType, answers: Answers): DraftContent {
  const { questionField, lastSeenWellField } = dossierTypes[type];
  const question = answers[questionField];
  const lastSeenWell = lastSeenWellField ? answers[lastSeenWellField] : undefined;
  const instant = typeof lastSeenWell === 'string' ? new Date(lastSeenWell) : null;
  return {
    answers,
    question: typeof question === 'string' ? question : '',
    // "Inconnue" is no instant: no countdown starts from it.
    lastSeenWellAt: instant && !Number.isNaN(instant.getTime()) ? instant : null,
  };
}

export function searchWords(number: string, patient: Patient, question: string): SearchWords {
  const { traits, alias } = patient;
  const names = [alias, traits.birthName, traits.birthGivenNames, traits.ipp].filter(Boolean).join(' ');
  return { number, patient: names, question };
}
