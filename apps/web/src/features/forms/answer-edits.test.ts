import { describe, expect, it } from 'vitest';
import { toggleOption, withAnswer, withItem } from './answer-edits.ts';

describe('withAnswer', () => {
  it('sets, replaces and empties a field without touching the others', () => {
    const answers = { question: 'Thrombolyse ?', poids: 72 };
    expect(withAnswer(answers, 'poids', 80)).toEqual({ question: 'Thrombolyse ?', poids: 80 });
    expect(withAnswer(answers, 'poids', undefined)).toEqual({ question: 'Thrombolyse ?' });
    expect(answers).toEqual({ question: 'Thrombolyse ?', poids: 72 });
  });

  it('returns the same object when nothing changes, so that nothing is saved', () => {
    const answers = { poids: 72 };
    expect(withAnswer(answers, 'poids', 72)).toBe(answers);
    expect(withAnswer(answers, 'taille', undefined)).toBe(answers);
  });
});

describe('toggleOption', () => {
  const field = {
    options: ['hta', 'fa', 'aucun'].map((value) => ({ value, label: value })),
    exclusive: 'aucun',
  };

  it('keeps the order of the form whatever the order of the clicks', () => {
    expect(toggleOption(field, ['fa'], 'hta')).toEqual(['hta', 'fa']);
  });

  it('lets "none of them" stand alone, and drops it when another is ticked', () => {
    expect(toggleOption(field, ['hta', 'fa'], 'aucun')).toEqual(['aucun']);
    expect(toggleOption(field, ['aucun'], 'hta')).toEqual(['hta']);
  });

  it('leaves no answer once nothing is ticked', () => {
    expect(toggleOption(field, ['hta'], 'hta')).toBeUndefined();
  });
});

describe('withItem', () => {
  it('sets and clears one item, and leaves no answer once none is left', () => {
    expect(withItem({ '1a': 0 }, '5a', 'NT')).toEqual({ '1a': 0, '5a': 'NT' });
    expect(withItem({ '1a': 0 }, '1a', 2)).toEqual({ '1a': 2 });
    expect(withItem({ '1a': 0 }, '1a', undefined)).toBeUndefined();
  });
});
