import { notTestable } from '@liaison/forms/contract';
import type { ScoreItem, ScoreValue } from '@liaison/forms/contract';

/** The focused cell of a score matrix: index of the item, index of its choice. */
export type ScorePlace = { readonly item: number; readonly choice: number };
export type ScoreChoice = ScoreValue[string];

/** What a key does. `place` is where the focus goes next; `refused` says that the item has no such value. */
export type ScoreMove =
  | { readonly kind: 'focus'; readonly place: ScorePlace }
  | {
      readonly kind: 'answer';
      readonly code: string;
      readonly value: ScoreChoice;
      readonly place: ScorePlace;
    }
  | { readonly kind: 'clear'; readonly code: string; readonly place: ScorePlace }
  | { readonly kind: 'refused'; readonly code: string };

/** The choices of an item in the order of the screen: its values, then NT where the item accepts it. */
export function scoreChoices(item: ScoreItem): readonly ScoreChoice[] {
  const values = item.options.map((option) => option.value);
  return item.allowsNotTestable ? [...values, notTestable] : values;
}

/** Where the focus enters an item: on its answer, else on its first choice. */
export function entryOf(items: readonly ScoreItem[], value: ScoreValue, item: number): ScorePlace {
  const entered = items[item];
  if (!entered) return { item: 0, choice: 0 };
  const given = value[entered.code];
  return { item, choice: given === undefined ? 0 : Math.max(0, scoreChoices(entered).indexOf(given)) };
}

/** The first item without an answer, else the first of all: where a matrix takes the focus. */
export function firstToAnswer(items: readonly ScoreItem[], value: ScoreValue): ScorePlace {
  const missing = items.findIndex((item) => value[item.code] === undefined);
  return entryOf(items, value, Math.max(0, missing));
}

/**
 * A digit or N answers the item and goes on to the next one; up and down change item, left and right change choice
 * without answering, space and Enter answer with the focused choice, Backspace and Delete clear. Null: not our key.
 */
export function scoreMove(
  items: readonly ScoreItem[],
  value: ScoreValue,
  place: ScorePlace,
  key: string,
): ScoreMove | null {
  const item = items[place.item];
  if (!item) return null;
  const focusItem = (index: number): ScoreMove => ({
    kind: 'focus',
    place: entryOf(items, value, bound(index, items)),
  });
  const focusChoice = (index: number): ScoreMove => ({
    kind: 'focus',
    place: { item: place.item, choice: bound(index, scoreChoices(item)) },
  });
  switch (key) {
    case 'ArrowDown':
      return focusItem(place.item + 1);
    case 'ArrowUp':
      return focusItem(place.item - 1);
    case 'Home':
      return focusItem(0);
    case 'End':
      return focusItem(items.length - 1);
    case 'ArrowRight':
      return focusChoice(place.choice + 1);
    case 'ArrowLeft':
      return focusChoice(place.choice - 1);
    case ' ':
    case 'Enter':
      return answer(item, scoreChoices(item)[place.choice], place);
    case 'Backspace':
    case 'Delete':
      return { kind: 'clear', code: item.code, place };
    default:
      return typedAnswer(items, value, place, item, key);
  }
}

function typedAnswer(
  items: readonly ScoreItem[],
  value: ScoreValue,
  place: ScorePlace,
  item: ScoreItem,
  key: string,
): ScoreMove | null {
  const typed = /^[0-9]$/.test(key) ? Number(key) : key.toLowerCase() === 'n' ? notTestable : null;
  if (typed === null) return null;
  if (!scoreChoices(item).includes(typed)) return { kind: 'refused', code: item.code };
  const isLast = place.item === items.length - 1;
  const next = isLast
    ? { item: place.item, choice: scoreChoices(item).indexOf(typed) }
    : entryOf(items, value, place.item + 1);
  return answer(item, typed, next);
}

function answer(item: ScoreItem, value: ScoreChoice | undefined, place: ScorePlace): ScoreMove | null {
  return value === undefined ? null : { kind: 'answer', code: item.code, value, place };
}

function bound(index: number, list: readonly unknown[]): number {
  return Math.max(0, Math.min(list.length - 1, index));
}
