import type { Answers, AnswerValue, FieldOf, ScoreValue } from '@liaison/forms/contract';

/** The answers with one field set, or emptied with `undefined`; the same object when nothing changes. */
export function withAnswer(answers: Answers, field: string, value: AnswerValue | undefined): Answers {
  if (value === undefined) {
    if (!(field in answers)) return answers;
    return Object.fromEntries(Object.entries(answers).filter(([id]) => id !== field));
  }
  return answers[field] === value ? answers : { ...answers, [field]: value };
}

/** Ticks or unticks an option, in the order of the form; the exclusive option stands alone. */
export function toggleOption(
  field: Pick<FieldOf<'multi'>, 'options' | 'exclusive'>,
  chosen: readonly string[],
  option: string,
): string[] | undefined {
  const ticked = !chosen.includes(option);
  const wanted = (candidate: string) => {
    if (candidate === option) return ticked;
    if (ticked && (option === field.exclusive || candidate === field.exclusive)) return false;
    return chosen.includes(candidate);
  };
  const kept = field.options.map((one) => one.value).filter(wanted);
  return kept.length === 0 ? undefined : kept;
}

/** A score with one item set, or cleared with `undefined`; `undefined` once no item is left. */
export function withItem(
  score: ScoreValue,
  code: string,
  value: ScoreValue[string] | undefined,
): ScoreValue | undefined {
  const rest = Object.entries(score).filter(([item]) => item !== code);
  const next: ScoreValue = Object.fromEntries(value === undefined ? rest : [...rest, [code, value]]);
  return Object.keys(next).length === 0 ? undefined : next;
}
