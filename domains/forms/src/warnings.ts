import { instantOf } from './compute-answers.ts';
import { frenchNumber, frenchQuantity } from './french.ts';
import { fieldsOf } from './model.ts';
import type { Answers, Field, FieldOf, FormDefinition } from './model.ts';
import { isVisible, visibleAnswers } from './visibility.ts';

/**
 * Something to look at again; it never blocks. `alert`: a clinical bound is crossed; `implausible`: perhaps a slip or
 * the wrong unit; `chronology`: instants that contradict each other or lie in the future.
 */
export type Warning = {
  readonly field: string;
  readonly kind: 'alert' | 'implausible' | 'chronology';
  /** French. */
  readonly text: string;
};

/** An instant this far ahead is a slip, not a clock that runs a little fast. */
const futureToleranceMs = 5 * 60_000;

/** Warnings in the order of the form. Instants in the future are only seen when `at`, the present, is given. */
export function warningsOf(definition: FormDefinition, answers: Answers, at?: Date): readonly Warning[] {
  const counted = visibleAnswers(definition, answers);
  const labels = new Map(fieldsOf(definition).map((field) => [field.id, field.label]));
  return fieldsOf(definition)
    .filter((field) => isVisible(field, counted))
    .flatMap((field) => fieldWarnings(field, counted, labels, at));
}

function fieldWarnings(
  field: Field,
  answers: Answers,
  labels: ReadonlyMap<string, string>,
  at: Date | undefined,
): Warning[] {
  switch (field.kind) {
    case 'number':
      return numberWarnings(field, answers[field.id]);
    case 'bloodPressure':
      return pressureWarnings(field, answers[field.id]);
    case 'instant':
      return [
        ...orderWarnings(field.id, field.notBefore, field.id, answers, labels),
        ...futureWarnings(field, answers, at),
      ];
    case 'delay':
      return orderWarnings(field.id, field.from, field.to, answers, labels);
    default:
      return [];
  }
}

function numberWarnings(field: FieldOf<'number'>, value: Answers[string] | undefined): Warning[] {
  if (typeof value !== 'number') return [];
  const { alert, plausible } = field;
  const warnings: Warning[] = [];
  if (alert && (value < (alert.below ?? -Infinity) || value > (alert.above ?? Infinity))) {
    warnings.push({ field: field.id, kind: 'alert', text: alert.text });
  }
  if (plausible && (value < plausible[0] || value > plausible[1])) {
    const bounds = `${frenchNumber(plausible[0])} à ${frenchQuantity(plausible[1], field.unit)}`;
    const text = `${field.label}\u00a0: valeur inhabituelle (le plus souvent ${bounds}). Vérifiez la saisie et l’unité.`;
    warnings.push({ field: field.id, kind: 'implausible', text });
  }
  return warnings;
}

function pressureWarnings(field: FieldOf<'bloodPressure'>, value: Answers[string] | undefined): Warning[] {
  if (typeof value !== 'object' || Array.isArray(value)) return [];
  const { systolic, diastolic } = value;
  const high = typeof systolic === 'number' ? systolic : null;
  const low = typeof diastolic === 'number' ? diastolic : null;
  const warnings: Warning[] = [];
  const { alert } = field;
  if (alert && ((high !== null && high >= alert.systolic) || (low !== null && low >= alert.diastolic))) {
    warnings.push({ field: field.id, kind: 'alert', text: alert.text });
  }
  const text = implausiblePressure(high, low);
  if (text) warnings.push({ field: field.id, kind: 'implausible', text: `${field.label}\u00a0: ${text}` });
  return warnings;
}

/** Below 30 mmHg systolic, many type centimetres of mercury ("14/8"). */
function implausiblePressure(high: number | null, low: number | null): string | null {
  if (high !== null && low !== null && low >= high)
    return 'la diastolique n’est pas inférieure à la systolique.';
  if (high !== null && high < 30)
    return 'systolique très basse. La saisie est en mmHg (140/80, et non 14/8).';
  if ((high !== null && high > 300) || (low !== null && (low > 200 || low < 10))) {
    return 'valeur inhabituelle. Vérifiez la saisie.';
  }
  return null;
}

function orderWarnings(
  fieldId: string,
  from: string | undefined,
  to: string,
  answers: Answers,
  labels: ReadonlyMap<string, string>,
): Warning[] {
  if (from === undefined) return [];
  const first = instantOf(answers[from]);
  const second = instantOf(answers[to]);
  if (!first || !second || second >= first) return [];
  const text = `«\u202f${labels.get(to)}\u202f» est antérieur à «\u202f${labels.get(from)}\u202f». Vérifiez les heures.`;
  return [{ field: fieldId, kind: 'chronology', text }];
}

function futureWarnings(field: FieldOf<'instant'>, answers: Answers, at: Date | undefined): Warning[] {
  const value = instantOf(answers[field.id]);
  if (!at || !value || value.getTime() <= at.getTime() + futureToleranceMs) return [];
  return [
    {
      field: field.id,
      kind: 'chronology',
      text: `«\u202f${field.label}\u202f» est dans le futur. Vérifiez la date.`,
    },
  ];
}
