import { describe, expect, it } from 'vitest';
import { formatDecimal, formatEuros, formatPercent, typeset } from './french.ts';

describe('French typography', () => {
  it('puts no-break spaces before double punctuation and inside guillemets', () => {
    expect(typeset("Ligne « 3 » : l'écart est de 5 % ; 12 € ! Vu ?")).toBe(
      'Ligne «\u00a03\u00a0»\u00a0: l’écart est de 5\u00a0%\u202f; 12\u00a0€\u202f! Vu\u202f?',
    );
  });

  it('writes decimals as they are read in France', () => {
    expect(formatEuros('1234567.5')).toBe('1\u202f234\u202f567,50\u00a0€');
    expect(formatEuros('0.123456')).toBe('0,123456\u00a0€');
    expect(formatPercent('5.50')).toBe('5,5\u00a0%');
    expect(formatDecimal('-1200')).toBe('−1\u202f200');
    expect(formatDecimal('beaucoup')).toBe('beaucoup');
  });
});
