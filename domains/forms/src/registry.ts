import { avcAnswerV1 } from './definitions/avc-answer-v1.ts';
import { avcRequestV1 } from './definitions/avc-request-v1.ts';
import type { FormDefinition } from './model.ts';

/** Every version that was ever published: old dossiers keep theirs. */
export const formDefinitions: readonly FormDefinition[] = [avcRequestV1, avcAnswerV1];

/** That version of that form; null when there is none. */
export function findForm(formId: string, version: number): FormDefinition | null {
  return formDefinitions.find((form) => form.id === formId && form.version === version) ?? null;
}

/** The newest version of a form; null when there is no such form. */
export function latestForm(formId: string): FormDefinition | null {
  const versions = formDefinitions.filter((form) => form.id === formId);
  return versions.reduce<FormDefinition | null>(
    (best, form) => (best && best.version > form.version ? best : form),
    null,
  );
}
