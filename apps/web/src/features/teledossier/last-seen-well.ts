import { fieldsOf, unknownInstant, visibleAnswers } from '@liaison/forms/contract';
import type { Answers, FormDefinition } from '@liaison/forms/contract';

/** The instant from which the countdown of a form runs; null where the form has none, or where it is unknown. */
export function lastSeenWell(definition: FormDefinition | undefined, answers: Answers): string | null {
  if (!definition) return null;
  const countdown = fieldsOf(definition).find((field) => field.kind === 'countdown');
  if (!countdown) return null;
  const from = visibleAnswers(definition, answers)[countdown.from];
  return typeof from === 'string' && from !== unknownInstant ? from : null;
}
