import { endpoint } from '@liaison/http/contract';
import { z } from 'zod';
import { formDefinition } from './model.ts';

/** The web draws, checks and describes forms with the very functions of the server; none of them needs Node. */
export { computeAnswers, suggestedScore } from './compute-answers.ts';
export type { Computed } from './compute-answers.ts';
export { completeness } from './completeness.ts';
export type { SectionCompleteness } from './completeness.ts';
export { describeAnswers } from './describe-answers.ts';
export type { DescribedSection } from './describe-answers.ts';
export { frenchDuration, frenchInstant, frenchNumber, frenchQuantity, readFrenchNumber } from './french.ts';
export {
  answers,
  approvalMention,
  fieldsOf,
  formDefinition,
  isFillable,
  notTestable,
  unknownInstant,
} from './model.ts';
export type {
  Answers,
  AnswerValue,
  BloodPressureValue,
  Condition,
  Field,
  FieldKind,
  FieldOf,
  FillableField,
  FormDefinition,
  ScoreField,
  ScoreItem,
  ScoreValue,
  Section,
} from './model.ts';
export { parseAnswers } from './parse-answers.ts';
export type { FieldError, FieldErrorCode } from './parse-answers.ts';
export { isVisible, visibleAnswers } from './visibility.ts';
export { warningsOf } from './warnings.ts';
export type { Warning } from './warnings.ts';

/** A refused answer: `field` is a field id, empty when the whole is malformed; `message` is French. */
export const fieldError = z.object({
  field: z.string(),
  code: z.enum([
    'unknown-field',
    'wrong-type',
    'too-long',
    'out-of-range',
    'too-precise',
    'unknown-option',
    'invalid-instant',
  ]),
  message: z.string(),
});

export const readForm = endpoint({
  method: 'GET',
  url: '/api/forms/:formId/:version',
  summary: 'Une version d’un formulaire, à dessiner et à contrôler.',
  params: z.object({ formId: z.string().max(60), version: z.coerce.number().int().positive() }),
  reply: formDefinition,
});
