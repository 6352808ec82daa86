import { isFillable } from './model.ts';
import type { Answers, FormDefinition } from './model.ts';
import { isVisible, visibleAnswers } from './visibility.ts';

/** How far a section is. It informs and never blocks. */
export type SectionCompleteness = {
  /** Section id. */
  readonly section: string;
  /** Fields drawn and filled, out of those drawn that can be filled. */
  readonly filled: number;
  readonly fillable: number;
  /** Ids of recommended fields, drawn and still empty. */
  readonly recommendedMissing: readonly string[];
};

/** One entry per section, in the order of the form. */
export function completeness(definition: FormDefinition, answers: Answers): readonly SectionCompleteness[] {
  const counted = visibleAnswers(definition, answers);
  return definition.sections.map((section) => {
    const drawn = section.fields.filter(isFillable).filter((field) => isVisible(field, counted));
    const empty = drawn.filter((field) => counted[field.id] === undefined);
    return {
      section: section.id,
      filled: drawn.length - empty.length,
      fillable: drawn.length,
      recommendedMissing: empty.filter((field) => field.recommended).map((field) => field.id),
    };
  });
}
