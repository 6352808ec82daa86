import type { ScoreItem } from '@liaison/forms/contract';
import { describe, expect, it } from 'vitest';
import { firstToAnswer, scoreMove } from './score-keys.ts';

const item = (code: string, max: number, allowsNotTestable = false): ScoreItem => ({
  code,
  label: `Item ${code}`,
  options: Array.from({ length: max + 1 }, (_, value) => ({ value, label: `niveau ${value}` })),
  allowsNotTestable,
});
const items = [item('1a', 3), item('5a', 4, true), item('11', 2)];
const at = (line: number, choice: number) => ({ item: line, choice });

describe('scoreMove', () => {
  it('answers with the digit and goes on to the next item', () => {
    expect(scoreMove(items, {}, at(0, 0), '2')).toEqual({
      kind: 'answer',
      code: '1a',
      value: 2,
      place: at(1, 0),
    });
  });

  it('enters the next item on the answer that it already has', () => {
    expect(scoreMove(items, { '5a': 4 }, at(0, 0), '0')).toMatchObject({ place: at(1, 4) });
  });

  it('stays on the last item once it is answered', () => {
    expect(scoreMove(items, {}, at(2, 0), '1')).toEqual({
      kind: 'answer',
      code: '11',
      value: 1,
      place: at(2, 1),
    });
  });

  it('answers NT with N, in either case, only where the item accepts it', () => {
    expect(scoreMove(items, {}, at(1, 0), 'n')).toMatchObject({ kind: 'answer', code: '5a', value: 'NT' });
    expect(scoreMove(items, {}, at(1, 0), 'N')).toMatchObject({ kind: 'answer', code: '5a', value: 'NT' });
    expect(scoreMove(items, {}, at(0, 0), 'n')).toEqual({ kind: 'refused', code: '1a' });
  });

  it('refuses a digit that the item does not have', () => {
    expect(scoreMove(items, {}, at(2, 0), '4')).toEqual({ kind: 'refused', code: '11' });
  });

  it('moves without answering, and never out of the matrix', () => {
    expect(scoreMove(items, {}, at(0, 0), 'ArrowDown')).toEqual({ kind: 'focus', place: at(1, 0) });
    expect(scoreMove(items, { '1a': 3 }, at(1, 2), 'ArrowUp')).toEqual({ kind: 'focus', place: at(0, 3) });
    expect(scoreMove(items, {}, at(0, 0), 'ArrowUp')).toEqual({ kind: 'focus', place: at(0, 0) });
    expect(scoreMove(items, {}, at(1, 4), 'ArrowRight')).toEqual({ kind: 'focus', place: at(1, 5) });
    expect(scoreMove(items, {}, at(1, 5), 'ArrowRight')).toEqual({ kind: 'focus', place: at(1, 5) });
    expect(scoreMove(items, {}, at(0, 1), 'End')).toEqual({ kind: 'focus', place: at(2, 0) });
  });

  it('answers with the focused choice on space', () => {
    expect(scoreMove(items, {}, at(1, 5), ' ')).toEqual({
      kind: 'answer',
      code: '5a',
      value: 'NT',
      place: at(1, 5),
    });
  });

  it('clears an answer given by mistake', () => {
    expect(scoreMove(items, { '1a': 2 }, at(0, 2), 'Backspace')).toEqual({
      kind: 'clear',
      code: '1a',
      place: at(0, 2),
    });
  });

  it('leaves other keys to the page', () => {
    expect(scoreMove(items, {}, at(0, 0), 'Tab')).toBeNull();
    expect(scoreMove(items, {}, at(0, 0), 'j')).toBeNull();
  });
});

describe('firstToAnswer', () => {
  it('is the first item without an answer, else the first item', () => {
    expect(firstToAnswer(items, { '1a': 0 })).toEqual(at(1, 0));
    expect(firstToAnswer(items, { '1a': 2, '5a': 'NT', '11': 0 })).toEqual(at(0, 2));
  });
});
