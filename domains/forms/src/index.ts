/** Forms as the server's other domains use them. The web uses the `./contract` door. */
export { completeness } from './completeness.ts';
export type { SectionCompleteness } from './completeness.ts';
export { computeAnswers } from './compute-answers.ts';
export type { Computed } from './compute-answers.ts';
export { describeAnswers } from './describe-answers.ts';
export type { DescribedSection } from './describe-answers.ts';
export { french } from './fr.ts';
export { approvalMention, answers } from './model.ts';
export type { Answers, AnswerValue, FormDefinition } from './model.ts';
export { parseAnswers } from './parse-answers.ts';
export type { FieldError, FieldErrorCode } from './parse-answers.ts';
export { findForm, formDefinitions, latestForm } from './registry.ts';
export { warningsOf } from './warnings.ts';
export type { Warning } from './warnings.ts';
