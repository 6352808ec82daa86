import type { AnswerValue, Computed, Field } from '@liaison/forms/contract';

/** What every field of a form is drawn from. `onAnswer(undefined)` empties it. */
export type FieldProps<Kind extends Field> = {
  readonly field: Kind;
  readonly value: AnswerValue | undefined;
  readonly computed: Computed | undefined;
  /** Why the value cannot be saved, in French. */
  readonly error: string | null;
  readonly onAnswer: (value: AnswerValue | undefined) => void;
};
