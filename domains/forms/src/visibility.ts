import type { Answers, AnswerValue, Condition, Field, FormDefinition } from './model.ts';

/**
 * The answers that count: those of drawn fields. A stale answer under a field that is no longer drawn stays stored but
 * is neither shown, summed nor warned about. One pass is enough: a condition only names a field that stands before.
 */
export function visibleAnswers(definition: FormDefinition, answers: Answers): Answers {
  const kept: Record<string, AnswerValue> = {};
  for (const field of definition.sections.flatMap((section) => section.fields)) {
    const value = answers[field.id];
    if (value !== undefined && isVisible(field, kept)) kept[field.id] = value;
  }
  return kept;
}

/** Whether `field` is drawn. `answers` are those that count (`visibleAnswers`). */
export function isVisible(field: Pick<Field, 'visibleWhen'>, answers: Answers): boolean {
  return field.visibleWhen === undefined || holds(field.visibleWhen, answers[field.visibleWhen.field]);
}

function holds(condition: Condition, value: AnswerValue | undefined): boolean {
  if ('notEmpty' in condition) return value !== undefined;
  if ('empty' in condition) return value === undefined;
  const wanted = 'in' in condition ? condition.in : [condition.equals];
  if (Array.isArray(value)) return value.some((chosen) => wanted.includes(chosen));
  return typeof value === 'string' && wanted.includes(value);
}
