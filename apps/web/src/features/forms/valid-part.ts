import { parseAnswers } from '@liaison/forms/contract';
import type { Answers, FieldError, FormDefinition } from '@liaison/forms/contract';

/**
 * What of the answers can be saved now, and why the rest cannot: one value out of bounds never keeps the others from
 * being saved.
 */
export function validPart(
  definition: FormDefinition,
  answers: Answers,
): { answers: Answers; errors: readonly FieldError[] } {
  const whole = parseAnswers(definition, answers);
  if (whole.ok) return { answers: whole.value, errors: [] };
  const faulty = new Set(whole.error.map((error) => error.field));
  const rest = parseAnswers(
    definition,
    Object.fromEntries(Object.entries(answers).filter(([id]) => !faulty.has(id))),
  );
  return { answers: rest.ok ? rest.value : {}, errors: whole.error };
}
