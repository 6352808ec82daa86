import { fieldsOf, notTestable, unknownInstant } from './model.ts';
import type { Answers, Field, FieldOf, FormDefinition, ScoreField, ScoreValue } from './model.ts';
import { isVisible, visibleAnswers } from './visibility.ts';

/** What the form works out from the answers: arithmetic only, never a verdict. */
export type Computed =
  | {
      readonly kind: 'score';
      /** Sum of the numbered items; partial while `examined` is below `itemCount`. */
      readonly total: number;
      readonly max: number;
      /** Codes of the items marked "NT", which count 0. */
      readonly notTestable: readonly string[];
      /** Items that hold a number or "NT". */
      readonly examined: number;
      readonly itemCount: number;
    }
  | { readonly kind: 'counted'; readonly total: number; readonly max: number }
  | {
      readonly kind: 'delay';
      /** Whole minutes; negative when the second instant comes first. */
      readonly minutes: number;
      readonly targetMinutes: number | null;
      /** Null when there is no target, or when the instants are in the wrong order. */
      readonly withinTarget: boolean | null;
    }
  | {
      readonly kind: 'countdown';
      /** ISO 8601 in UTC. */
      readonly deadline: string;
      /** Whole minutes left at the given time, rounded down; negative once it has passed. */
      readonly remainingMinutes: number;
    };

const minuteMs = 60_000;

/**
 * Scores, delays and countdowns by field id. A field that is not drawn, or whose operands are missing or unknown, has
 * no entry: an unknown "dernière fois vu bien" starts no countdown.
 */
export function computeAnswers(
  definition: FormDefinition,
  answers: Answers,
  at: Date,
): Readonly<Record<string, Computed>> {
  const counted = visibleAnswers(definition, answers);
  const computed: Record<string, Computed> = {};
  for (const field of fieldsOf(definition)) {
    const result = isVisible(field, counted) ? computeField(field, counted, at) : null;
    if (result) computed[field.id] = result;
  }
  return computed;
}

function computeField(field: Field, answers: Answers, at: Date): Computed | null {
  switch (field.kind) {
    case 'score':
      return computeScore(field, answers[field.id]);
    case 'multi':
      return computeCounted(field, answers[field.id]);
    case 'delay':
      return computeDelay(field, answers);
    case 'countdown':
      return computeCountdown(field, answers, at);
    default:
      return null;
  }
}

function computeScore(field: ScoreField, value: Answers[string] | undefined): Computed | null {
  const given = scoreOf(value);
  if (!given) return null;
  const values = field.items.map((item) => ({ code: item.code, value: given[item.code] }));
  return {
    kind: 'score',
    total: values.reduce((sum, item) => sum + (typeof item.value === 'number' ? item.value : 0), 0),
    max: field.total.max,
    notTestable: values.filter((item) => item.value === notTestable).map((item) => item.code),
    examined: values.filter((item) => item.value !== undefined).length,
    itemCount: field.items.length,
  };
}

function computeCounted(field: FieldOf<'multi'>, value: Answers[string] | undefined): Computed | null {
  if (field.countedFrom === undefined || !Array.isArray(value)) return null;
  const ticked = value.filter((chosen) => chosen !== field.exclusive).length;
  return { kind: 'counted', total: field.countedFrom - ticked, max: field.countedFrom };
}

function computeDelay(field: FieldOf<'delay'>, answers: Answers): Computed | null {
  const from = instantOf(answers[field.from]);
  const to = instantOf(answers[field.to]);
  if (!from || !to) return null;
  const minutes = Math.trunc((to.getTime() - from.getTime()) / minuteMs) + 0;
  const targetMinutes = field.targetMinutes ?? null;
  const withinTarget = targetMinutes === null || to < from ? null : minutes <= targetMinutes;
  return { kind: 'delay', minutes, targetMinutes, withinTarget };
}

function computeCountdown(field: FieldOf<'countdown'>, answers: Answers, at: Date): Computed | null {
  const from = instantOf(answers[field.from]);
  if (!from) return null;
  const deadline = from.getTime() + field.minutes * minuteMs;
  return {
    kind: 'countdown',
    deadline: new Date(deadline).toISOString(),
    remainingMinutes: Math.floor((deadline - at.getTime()) / minuteMs),
  };
}

/** The instant that an answer holds; null when it is empty, unknown or no instant of a year of four digits. */
export function instantOf(value: Answers[string] | undefined): Date | null {
  if (typeof value !== 'string' || value === unknownInstant || !/^\d{4}-/.test(value)) return null;
  const instant = new Date(value);
  return Number.isNaN(instant.getTime()) ? null : instant;
}

/** The items that an answer to a score holds; null when it holds none. */
export function scoreOf(value: Answers[string] | undefined): ScoreValue | null {
  if (typeof value !== 'object' || Array.isArray(value)) return null;
  const items: ScoreValue = {};
  for (const [item, given] of Object.entries(value)) if (given !== undefined) items[item] = given;
  return items;
}

/**
 * The values to offer for the items not yet examined, once one item makes them likely (a coma); null when there is
 * nothing to offer. The person confirms: it is never applied by itself.
 */
export function suggestedScore(field: ScoreField, value: ScoreValue): ScoreValue | null {
  const suggestion = field.suggestion;
  if (!suggestion || value[suggestion.item] !== suggestion.value) return null;
  const missing = Object.entries(suggestion.values).filter(([item]) => value[item] === undefined);
  return missing.length === 0 ? null : Object.fromEntries(missing);
}
