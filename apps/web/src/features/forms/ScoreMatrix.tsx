import { notTestable, suggestedScore } from '@liaison/forms/contract';
import type { FieldOf, ScoreItem, ScoreValue } from '@liaison/forms/contract';
import { useId, useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { Button } from '../../ui/Button.tsx';
import { withItem } from './answer-edits.ts';
import type { FieldProps } from './field-props.ts';
import { firstToAnswer, scoreChoices, scoreMove } from './score-keys.ts';
import type { ScoreChoice, ScorePlace } from './score-keys.ts';
import { ScoreTotal } from './ScoreTotal.tsx';
import './ScoreMatrix.css';

const cellId = (place: ScorePlace) => `${place.item}-${place.choice}`;

function scoreOf(value: FieldProps<FieldOf<'score'>>['value']): ScoreValue {
  if (typeof value !== 'object' || Array.isArray(value)) return {};
  const items: ScoreValue = {};
  for (const [code, given] of Object.entries(value)) if (given !== undefined) items[code] = given;
  return items;
}

/** A score as a matrix, one item a line: a digit answers and goes on, arrows move, the total stays in view. */
export function ScoreMatrix({ field, value, computed, error, onAnswer }: FieldProps<FieldOf<'score'>>) {
  const score = scoreOf(value);
  const [focused, setFocused] = useState<ScorePlace | null>(null);
  const [refusal, setRefusal] = useState('');
  const cells = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const entry = focused ?? firstToAnswer(field.items, score);
  const set = (code: string, given: ScoreChoice | undefined) => onAnswer(withItem(score, code, given));
  const suggestion = suggestedScore(field, score);

  const focus = (place: ScorePlace) => {
    setFocused(place);
    cells.current?.querySelector<HTMLElement>(`[data-cell="${cellId(place)}"]`)?.focus();
  };
  const press = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const move = scoreMove(field.items, score, entry, event.key);
    if (!move) return;
    event.preventDefault();
    setRefusal(
      move.kind === 'refused'
        ? `L’item ${move.code} n’a pas la réponse «\u202f${event.key.toUpperCase()}\u202f».`
        : '',
    );
    if (move.kind === 'answer') set(move.code, move.value);
    if (move.kind === 'clear') set(move.code, undefined);
    if (move.kind !== 'refused') focus(move.place);
  };

  return (
    <fieldset className="form-score" aria-label={field.label} aria-describedby={helpId}>
      <p className="ui-description" id={helpId}>
        <span className="form-keys-hint">
          {'Au clavier\u00a0: un chiffre (ou N) répond et passe à l’item suivant, les flèches déplacent. '}
        </span>
        {field.help}
      </p>
      {error ? <p className="ui-field-error">{error}</p> : null}
      <div className="form-score-items" ref={cells}>
        {field.items.map((item, index) => (
          <ScoreLine
            key={item.code}
            item={item}
            index={index}
            given={score[item.code]}
            entry={entry.item === index ? entry.choice : null}
            onFocus={setFocused}
            onKey={press}
            onChoose={(choice) => set(item.code, choice)}
          />
        ))}
      </div>
      {suggestion && field.suggestion ? (
        <Button onPress={() => onAnswer({ ...score, ...suggestion })}>{field.suggestion.label}</Button>
      ) : null}
      <output className="form-refusal">{refusal}</output>
      <ScoreTotal field={field} computed={computed?.kind === 'score' ? computed : null} />
    </fieldset>
  );
}

type LineProps = {
  item: ScoreItem;
  index: number;
  given: ScoreChoice | undefined;
  /** The choice that takes the focus, when this line does. */
  entry: number | null;
  onFocus: (place: ScorePlace) => void;
  onKey: (event: KeyboardEvent) => void;
  /** Pressing the answer given takes it back: `undefined`. */
  onChoose: (choice: ScoreChoice | undefined) => void;
};

function ScoreLine({ item, index, given, entry, onFocus, onKey, onChoose }: LineProps) {
  const words = (choice: ScoreChoice) =>
    choice === notTestable
      ? 'non testable'
      : (item.options.find((option) => option.value === choice)?.label ?? '');
  const choices = scoreChoices(item);
  const read = given ?? (entry === null ? undefined : choices[entry]);
  return (
    <div
      className="form-score-line"
      role="radiogroup"
      aria-label={`${item.code} ${item.label}`}
      data-answered={given !== undefined}
    >
      <span className="form-score-code" aria-hidden>
        {item.code}
      </span>
      <span className="form-score-label" aria-hidden>
        {item.label}
      </span>
      <span className="form-score-choices">
        {choices.map((choice, position) => (
          <label key={choice} title={words(choice)} data-selected={given === choice}>
            <input
              type="radio"
              className="visually-hidden"
              aria-label={`${choice}\u00a0: ${words(choice)}`}
              checked={given === choice}
              tabIndex={entry === position ? 0 : -1}
              data-cell={cellId({ item: index, choice: position })}
              onFocus={() => onFocus({ item: index, choice: position })}
              onKeyDown={onKey}
              onChange={() => onChoose(choice)}
              onClick={() => given === choice && onChoose(undefined)}
            />
            <span aria-hidden>{choice}</span>
          </label>
        ))}
      </span>
      <span className="form-score-words" data-given={given !== undefined} aria-hidden>
        {read === undefined ? '' : words(read)}
      </span>
    </div>
  );
}
