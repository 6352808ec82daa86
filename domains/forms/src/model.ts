import { z } from 'zod';

/** Stable name of a form, a section, a field, an option or a score item: it is stored with the answers. */
const code = z
  .string()
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .max(60);

const option = z.object({ value: code, label: z.string() });

/**
 * When a field is drawn: the named field, which stands before it, must satisfy this. `equals` and `in` mean "contains"
 * for a `multi`. A field that is not drawn counts as empty, whatever was typed in it before.
 */
const condition = z.union([
  z.object({ field: code, equals: z.string() }),
  z.object({ field: code, in: z.array(z.string()).min(1) }),
  z.object({ field: code, notEmpty: z.literal(true) }),
  z.object({ field: code, empty: z.literal(true) }),
]);
export type Condition = z.infer<typeof condition>;

const common = {
  id: code,
  label: z.string(),
  help: z.string().optional(),
  visibleWhen: condition.optional(),
};

/** What a person can fill in. `recommended` is shown when missing; nothing is ever required. */
const fillable = { ...common, recommended: z.boolean().optional() };

/** One line. `purpose` chooses the keyboard of a phone and makes the number callable. */
const textField = z.object({
  ...fillable,
  kind: z.literal('text'),
  maxLength: z.number().int().positive().optional(),
  purpose: z.enum(['telephone']).optional(),
});

/** Several lines, made for dictation. */
const paragraphField = z.object({
  ...fillable,
  kind: z.literal('paragraph'),
  maxLength: z.number().int().positive().optional(),
});

/** `min` and `max` refuse what cannot be a measure at all; `plausible` and `alert` only warn. */
const numberField = z.object({
  ...fillable,
  kind: z.literal('number'),
  unit: z.string().optional(),
  min: z.number(),
  max: z.number(),
  /** Digits accepted after the comma. */
  decimals: z.number().int().min(0).max(4),
  plausible: z.tuple([z.number(), z.number()]).optional(),
  /** Clinical bounds whose crossing is said. */
  alert: z
    .object({ below: z.number().optional(), above: z.number().optional(), text: z.string() })
    .optional(),
  /** The same measure in the other unit in use, shown beside it so that a wrong unit is seen. */
  equivalent: z.object({ unit: z.string(), factor: z.number(), decimals: z.number().int() }).optional(),
});

/** Date and time, to the minute or finer, or "inconnue". */
const instantField = z.object({
  ...fillable,
  kind: z.literal('instant'),
  /** Warns when it comes before that other instant. */
  notBefore: code.optional(),
});

const choiceField = z.object({ ...fillable, kind: z.literal('choice'), options: z.array(option).min(2) });

const multiField = z.object({
  ...fillable,
  kind: z.literal('multi'),
  options: z.array(option).min(1),
  /** The option that says "none of them", and unticks the others. */
  exclusive: code.optional(),
  /** A score counted down from the ticked options (ASPECTS: 10 minus the regions). */
  countedFrom: z.number().int().optional(),
});

const yesNoUnknownField = z.object({ ...fillable, kind: z.literal('yesNoUnknown') });

const scoreItem = z.object({
  code,
  label: z.string(),
  options: z.array(z.object({ value: z.number().int(), label: z.string() })).min(2),
  allowsNotTestable: z.boolean(),
});
export type ScoreItem = z.infer<typeof scoreItem>;

/** A sum of items. "NT" (non testable) counts 0 and is listed beside the total. */
const scoreField = z.object({
  ...fillable,
  kind: z.literal('score'),
  items: z.array(scoreItem).min(2),
  total: z.object({ label: z.string(), max: z.number().int() }),
  /** Values to offer, never to set unasked, once an item has a given value (coma). */
  suggestion: z
    .object({
      item: code,
      value: z.number().int(),
      label: z.string(),
      values: z.record(z.string(), z.number().int()),
    })
    .optional(),
});
export type ScoreField = z.infer<typeof scoreField>;

/** Systolic and diastolic arterial pressure, mmHg. `alert` warns from these values on. */
const bloodPressureField = z.object({
  ...fillable,
  kind: z.literal('bloodPressure'),
  alert: z.object({ systolic: z.number(), diastolic: z.number(), text: z.string() }).optional(),
});

/** Computed: whole minutes from one instant to another. */
const delayField = z.object({
  ...common,
  kind: z.literal('delay'),
  from: code,
  to: code,
  targetMinutes: z.number().int().optional(),
});

/** Computed: the instant that comes `minutes` after another one; none when that one is unknown. */
const countdownField = z.object({
  ...common,
  kind: z.literal('countdown'),
  from: code,
  minutes: z.number().int().positive(),
});

/** A sentence for the reader; it holds no answer. */
const infoField = z.object({ ...common, kind: z.literal('info') });

const field = z.discriminatedUnion('kind', [
  textField,
  paragraphField,
  numberField,
  instantField,
  choiceField,
  multiField,
  yesNoUnknownField,
  scoreField,
  bloodPressureField,
  delayField,
  countdownField,
  infoField,
]);
export type Field = z.infer<typeof field>;
export type FieldKind = Field['kind'];
export type FieldOf<Kind extends FieldKind> = Extract<Field, { kind: Kind }>;
export type FillableField = Exclude<Field, { kind: 'delay' | 'countdown' | 'info' }>;

const section = z.object({
  id: code,
  title: z.string(),
  help: z.string().optional(),
  /** Folded when the form opens. */
  collapsed: z.boolean().optional(),
  fields: z.array(field).min(1),
});
export type Section = z.infer<typeof section>;

/** One version of a form. A published version never changes: a dossier keeps the version it was filled with. */
export const formDefinition = z.object({
  id: code,
  version: z.number().int().positive(),
  title: z.string(),
  kind: z.enum(['request', 'answer']),
  /** The clinician who approved this version, and the day; null marks it as not validated. */
  approvedBy: z.object({ name: z.string(), on: z.iso.date() }).nullable(),
  sections: z.array(section).min(1),
});
export type FormDefinition = z.infer<typeof formDefinition>;

/** Marks an instant that nobody knows. */
export const unknownInstant = 'unknown';
/** Marks a score item that cannot be tested. */
export const notTestable = 'NT';

/** Item code to value; items without an entry were not examined yet. */
const scoreValue = z.record(z.string(), z.union([z.number().int(), z.literal(notTestable)]));
export type ScoreValue = z.infer<typeof scoreValue>;

const bloodPressureValue = z.strictObject({
  systolic: z.number().optional(),
  diastolic: z.number().optional(),
});
export type BloodPressureValue = z.infer<typeof bloodPressureValue>;

/**
 * What each kind holds. `text`, `paragraph`: the text; `number`: in the field's unit; `instant`: ISO 8601 in UTC or
 * `unknown`; `choice`: the option; `multi`: options in the order of the form; `yesNoUnknown`: `yes`, `no`, `unknown`;
 * `score`: by item; `bloodPressure`: mmHg.
 */
const answerValue = z.union([
  z.string().max(20_000),
  z.number(),
  z.array(z.string().max(60)).max(100),
  bloodPressureValue,
  scoreValue,
]);
export type AnswerValue = z.infer<typeof answerValue>;

/** Field id to value; a field left empty has no entry. */
export const answers = z.record(z.string().max(60), answerValue);
export type Answers = z.infer<typeof answers>;

/** The mention that a version without approval carries wherever it is shown; null once approved. */
export function approvalMention(definition: FormDefinition): string | null {
  return definition.approvedBy ? null : 'Formulaire non validé par un clinicien';
}

/** All fields in the order of the form. */
export function fieldsOf(definition: FormDefinition): readonly Field[] {
  return definition.sections.flatMap((one) => one.fields);
}

/** Whether a person fills it in; the others are computed or only read. */
export function isFillable(candidate: Field): candidate is FillableField {
  return candidate.kind !== 'delay' && candidate.kind !== 'countdown' && candidate.kind !== 'info';
}

/** Ends a `switch` over the kinds: a new kind that nobody handled is a compile error here. */
export function unhandledKind(field: never): never {
  throw new TypeError(`unexpected kind of field: ${JSON.stringify(field)}`);
}
