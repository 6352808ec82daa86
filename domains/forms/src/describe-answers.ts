import { computeAnswers, scoreOf } from './compute-answers.ts';
import type { Computed } from './compute-answers.ts';
import { frenchDuration, frenchInstant, frenchNumber, frenchQuantity } from './french.ts';
import { notTestable, unknownInstant } from './model.ts';
import type {
  Answers,
  AnswerValue,
  BloodPressureValue,
  Field,
  FieldOf,
  FormDefinition,
  ScoreField,
} from './model.ts';
import { isVisible, visibleAnswers } from './visibility.ts';

/** A filled section as one reads it; `value` is French text, of several lines for a `paragraph` or a `score`. */
export type DescribedSection = {
  readonly section: string;
  readonly lines: readonly { readonly field: string; readonly label: string; readonly value: string }[];
};
type Line = DescribedSection['lines'][number];

const nbsp = '\u00a0';
const colon = `${nbsp}: `;
const yesNoUnknown: Readonly<Record<string, string>> = { yes: 'Oui', no: 'Non', unknown: 'Non connu' };

/**
 * The answers in words, for the read-only display and for the compte-rendu: only what is filled and drawn, with the
 * scores and delays that follow from it. Never throws, even on answers that no longer fit the definition.
 */
export function describeAnswers(
  definition: FormDefinition,
  answers: Answers,
  timeZone = 'Europe/Paris',
): readonly DescribedSection[] {
  const counted = visibleAnswers(definition, answers);
  // A description is the same whenever it is read: what is left of a countdown is not part of it.
  const computed = computeAnswers(definition, answers, new Date(0));
  return definition.sections
    .map((section) => ({
      section: section.title,
      lines: section.fields
        .filter((field) => isVisible(field, counted))
        .flatMap((field) => describeField(field, counted[field.id], computed[field.id], timeZone)),
    }))
    .filter((section) => section.lines.length > 0);
}

function describeField(
  field: Field,
  value: AnswerValue | undefined,
  computed: Computed | undefined,
  timeZone: string,
): Line[] {
  if (field.kind === 'score') return describeScore(field, value, computed);
  const text = computed ? computedText(field, value, computed, timeZone) : valueText(field, value, timeZone);
  return text === null ? [] : [{ field: field.id, label: field.label, value: text }];
}

function computedText(
  field: Field,
  value: AnswerValue | undefined,
  computed: Computed,
  timeZone: string,
): string | null {
  if (computed.kind === 'delay') return delayText(computed);
  if (computed.kind === 'countdown') return frenchInstant(computed.deadline, timeZone);
  const text = valueText(field, value, timeZone);
  return text === null ? null : `${computed.total}${nbsp}/${nbsp}${computed.max} (${text})`;
}

function delayText(delay: Extract<Computed, { kind: 'delay' }>): string {
  const duration = frenchDuration(delay.minutes);
  if (delay.targetMinutes === null) return duration;
  return `${duration} (cible${nbsp}≤${nbsp}${frenchDuration(delay.targetMinutes)})`;
}

function valueText(field: Field, value: AnswerValue | undefined, timeZone: string): string | null {
  if (value === undefined) return null;
  switch (field.kind) {
    case 'text':
    case 'paragraph':
      return typeof value === 'string' ? value : null;
    case 'number':
      return typeof value === 'number' ? numberText(field, value) : null;
    case 'instant':
      return typeof value === 'string' ? instantText(value, timeZone) : null;
    case 'choice':
      return typeof value === 'string' ? optionLabel(field.options, value) : null;
    case 'yesNoUnknown':
      return typeof value === 'string' ? (yesNoUnknown[value] ?? value) : null;
    case 'multi':
      return Array.isArray(value) ? value.map((one) => optionLabel(field.options, one)).join(', ') : null;
    case 'bloodPressure':
      return typeof value === 'object' && !Array.isArray(value) ? pressureText(value) : null;
    default:
      return null;
  }
}

function numberText(field: FieldOf<'number'>, value: number): string {
  const text = frenchQuantity(value, field.unit, field.decimals);
  if (!field.equivalent) return text;
  const { factor, unit, decimals } = field.equivalent;
  return `${text} (${frenchQuantity(value * factor, unit, decimals)})`;
}

function instantText(value: string, timeZone: string): string {
  if (value === unknownInstant) return 'Inconnue';
  return Number.isNaN(Date.parse(value)) ? value : frenchInstant(value, timeZone);
}

function optionLabel(options: readonly { value: string; label: string }[], value: string): string {
  return options.find((option) => option.value === value)?.label ?? value;
}

type Pressure = BloodPressureValue | Readonly<Record<string, number | string | undefined>>;

function pressureText(value: Pressure): string {
  return `${pressurePart(value.systolic)}/${pressurePart(value.diastolic)}${nbsp}mmHg`;
}

function pressurePart(given: number | string | undefined): string {
  return typeof given === 'number' ? frenchNumber(given) : '?';
}

function describeScore(
  field: ScoreField,
  value: AnswerValue | undefined,
  computed: Computed | undefined,
): Line[] {
  const given = scoreOf(value);
  if (!given || computed?.kind !== 'score') return [];
  const line = (label: string, text: string): Line => ({ field: field.id, label, value: text });
  const scored = field.items.filter((item) => Number(given[item.code]) > 0);
  const zero = field.items.filter((item) => given[item.code] === 0);
  const out = field.items.filter((item) => given[item.code] === notTestable);
  const lines = [line(field.label, scoreTotalText(computed))];
  if (scored.length > 0) {
    const texts = scored.map((item) => {
      const option = item.options.find((one) => one.value === given[item.code]);
      return `${item.code} ${item.label}${colon}${given[item.code]}, ${option?.label ?? 'hors échelle'}`;
    });
    lines.push(line(`${field.label}${nbsp}– items cotés`, texts.join('\n')));
  }
  if (zero.length > 0)
    lines.push(line(`${field.label}${nbsp}– items à 0`, zero.map((item) => item.code).join(', ')));
  if (out.length > 0) {
    lines.push(
      line(
        `${field.label}${nbsp}– non testables`,
        out.map((item) => `${item.code} ${item.label}`).join('\n'),
      ),
    );
  }
  return lines;
}

function scoreTotalText(score: Extract<Computed, { kind: 'score' }>): string {
  const sum = `${score.total}${nbsp}/${nbsp}${score.max}`;
  const out = score.notTestable.length > 0 ? ` (NT${colon}${score.notTestable.join(', ')})` : '';
  if (score.examined === score.itemCount) return `${sum}${out}`;
  const items = score.examined === 1 ? 'item examiné' : 'items examinés';
  return `${sum}${out}, total partiel${colon}${score.examined} ${items} sur ${score.itemCount}`;
}
