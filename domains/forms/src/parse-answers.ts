import type { Result } from '@liaison/kernel';
import { fieldErrorText } from './fr.ts';
import { frenchNumber } from './french.ts';
import { fieldsOf, isFillable, notTestable, unhandledKind, unknownInstant } from './model.ts';
import type {
  Answers,
  AnswerValue,
  Field,
  FieldOf,
  FillableField,
  FormDefinition,
  ScoreItem,
} from './model.ts';

export type FieldErrorCode =
  | 'unknown-field'
  | 'wrong-type'
  | 'too-long'
  | 'out-of-range'
  | 'too-precise'
  | 'unknown-option'
  | 'invalid-instant';

/** Why an answer is refused. `field` is a field id, empty when the whole is no record; `message` is French. */
export type FieldError = { readonly field: string; readonly code: FieldErrorCode; readonly message: string };

/** A value to keep, nothing to keep (left empty), or a refusal. */
type Parsed = { value: AnswerValue | undefined } | { code: FieldErrorCode; limit?: string };

const defaultTextLength = 300;
const defaultParagraphLength = 10_000;

/**
 * Reads answers that come from outside. Nothing is dropped unsaid: an unknown or malformed field is an error; an empty
 * one (null, '', [], {}) has no entry. Parsing what it returned returns the same.
 */
export function parseAnswers(definition: FormDefinition, given: unknown): Result<Answers, FieldError[]> {
  if (!isRecord(given)) return { ok: false, error: [fieldError('', 'wrong-type')] };
  const fields = new Map(fieldsOf(definition).map((field) => [field.id, field]));
  const kept: Record<string, AnswerValue> = {};
  const errors: FieldError[] = [];
  for (const [id, value] of Object.entries(given)) {
    const parsed = parseField(fields.get(id), value);
    if ('code' in parsed) errors.push(fieldError(id, parsed.code, parsed.limit));
    else if (parsed.value !== undefined) kept[id] = parsed.value;
  }
  if (errors.length > 0) return { ok: false, error: errors };
  return { ok: true, value: inFormOrder(fields, kept) };
}

function fieldError(field: string, code: FieldErrorCode, limit = ''): FieldError {
  return { field: field.slice(0, 60), code, message: fieldErrorText[code](limit) };
}

function inFormOrder(
  fields: ReadonlyMap<string, Field>,
  kept: Readonly<Record<string, AnswerValue>>,
): Answers {
  const ordered: Record<string, AnswerValue> = {};
  for (const id of fields.keys()) {
    const value = kept[id];
    if (value !== undefined) ordered[id] = value;
  }
  return ordered;
}

function parseField(field: Field | undefined, value: unknown): Parsed {
  if (!field || !isFillable(field)) return { code: 'unknown-field' };
  if (value === null || value === undefined) return { value: undefined };
  return parseByKind(field, value);
}

function parseByKind(field: FillableField, value: unknown): Parsed {
  switch (field.kind) {
    case 'text':
      return parseText(value, field.maxLength ?? defaultTextLength, (text) => text.replace(/\n+/g, ' '));
    case 'paragraph':
      return parseText(value, field.maxLength ?? defaultParagraphLength, (text) => text);
    case 'number':
      return parseNumber(value, field.min, field.max, field.decimals);
    case 'instant':
      return parseInstant(value);
    case 'choice':
      return parseChoice(
        value,
        field.options.map((option) => option.value),
      );
    case 'yesNoUnknown':
      return parseChoice(value, ['yes', 'no', 'unknown']);
    case 'multi':
      return parseMulti(value, field);
    case 'score':
      return parseScore(value, field.items);
    case 'bloodPressure':
      return parseBloodPressure(value);
    default:
      return unhandledKind(field);
  }
}

function parseText(value: unknown, maxLength: number, shape: (text: string) => string): Parsed {
  if (typeof value !== 'string') return { code: 'wrong-type' };
  const text = shape(writableText(value));
  if (text.length > maxLength) return { code: 'too-long', limit: frenchNumber(maxLength) };
  return { value: text.trim() === '' ? undefined : text };
}

/**
 * Text stays text, whatever it says. Line ends become `\n`; what neither PostgreSQL nor a font can hold (control
 * characters, halves of surrogate pairs) becomes U+FFFD, so that a paste from another program never blocks a request.
 */
function writableText(text: string): string {
  return text
    .replace(/\r\n?|[\v\f\u0085\u2028\u2029]/g, '\n')
    .replace(/[^\P{Cc}\n\t]/gu, '\ufffd')
    .toWellFormed();
}

function parseNumber(value: unknown, min: number, max: number, decimals: number): Parsed {
  if (typeof value !== 'number' || !Number.isFinite(value)) return { code: 'wrong-type' };
  if (value < min || value > max) {
    return { code: 'out-of-range', limit: `${frenchNumber(min)} et ${frenchNumber(max)}` };
  }
  if (Number(value.toFixed(decimals)) !== value) return { code: 'too-precise', limit: String(decimals) };
  return { value: value + 0 };
}

const isoInstant = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2})(:\d{2}(\.\d{1,3})?)?Z$/;

function parseInstant(value: unknown): Parsed {
  if (value === '') return { value: undefined };
  if (value === unknownInstant) return { value };
  if (typeof value !== 'string') return { code: 'wrong-type' };
  const minute = isoInstant.exec(value)?.[1];
  const time = new Date(value);
  // `Date` turns 30 February into 2 March, and 24:00 into the next day: what comes back must be what was written.
  if (!minute || Number.isNaN(time.getTime()) || !time.toISOString().startsWith(minute)) {
    return { code: 'invalid-instant' };
  }
  return { value: time.toISOString() };
}

function parseChoice(value: unknown, options: readonly string[]): Parsed {
  if (value === '') return { value: undefined };
  if (typeof value !== 'string') return { code: 'wrong-type' };
  return options.includes(value) ? { value } : { code: 'unknown-option' };
}

function parseMulti(value: unknown, field: FieldOf<'multi'>): Parsed {
  if (!Array.isArray(value)) return { code: 'wrong-type' };
  const options = field.options.map((option) => option.value);
  if (value.some((chosen) => !options.includes(chosen))) return { code: 'unknown-option' };
  const chosen = options.filter((option) => value.includes(option));
  if (field.exclusive && chosen.length > 1 && chosen.includes(field.exclusive))
    return { code: 'unknown-option' };
  return { value: chosen.length === 0 ? undefined : chosen };
}

/** `given + 0` makes 0 of the minus zero that JSON can carry. */
function parseScore(value: unknown, items: readonly ScoreItem[]): Parsed {
  if (!isRecord(value)) return { code: 'wrong-type' };
  const byCode = new Map(items.map((item) => [item.code, item]));
  if (Object.entries(value).some(([code, given]) => !isScoreValue(byCode.get(code), given))) {
    return { code: 'unknown-option' };
  }
  const kept: Record<string, number | typeof notTestable> = {};
  for (const item of items) {
    const given = value[item.code];
    if (typeof given === 'number') kept[item.code] = given + 0;
    if (given === notTestable) kept[item.code] = given;
  }
  return { value: Object.keys(kept).length === 0 ? undefined : kept };
}

function isScoreValue(item: ScoreItem | undefined, given: unknown): boolean {
  if (!item) return false;
  if (given === null || given === undefined) return true;
  if (given === notTestable) return item.allowsNotTestable;
  return item.options.some((option) => option.value === given);
}

/** Widest values that a cuff or an arterial line displays, mmHg. */
const pressureRange = { min: 0, max: 400 };

function parseBloodPressure(value: unknown): Parsed {
  if (!isRecord(value)) return { code: 'wrong-type' };
  const kept: { systolic?: number; diastolic?: number } = {};
  for (const [part, given] of Object.entries(value)) {
    if (part !== 'systolic' && part !== 'diastolic') return { code: 'wrong-type' };
    if (given === null || given === undefined) continue;
    const parsed = parseNumber(given, pressureRange.min, pressureRange.max, 0);
    if ('code' in parsed) return parsed;
    if (typeof parsed.value === 'number') kept[part] = parsed.value;
  }
  return { value: Object.keys(kept).length === 0 ? undefined : inPressureOrder(kept) };
}

function inPressureOrder(kept: { systolic?: number; diastolic?: number }): AnswerValue {
  return {
    ...(kept.systolic === undefined ? {} : { systolic: kept.systolic }),
    ...(kept.diastolic === undefined ? {} : { diastolic: kept.diastolic }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
