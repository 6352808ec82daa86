import { describe, expect, it } from 'vitest';
import { readCoverage } from './font-coverage.ts';
import { cutRuns, faces } from './fonts.ts';

describe('readCoverage', () => {
  it('knows what the text face draws and what it does not', () => {
    const { coverage } = faces().regular;
    const drawn = (text: string) =>
      Array.from(text, (character) => coverage.has(character.codePointAt(0) ?? 0));
    expect(drawn('éœ€≥≤−\u00a0')).not.toContain(false);
    expect(drawn('→β漢\u202f\ufffd')).not.toContain(true);
  });

  it('has, in the face of last resort, the sign that stands for what no face draws', () => {
    expect(faces().fallback.coverage.has(0xfffd)).toBe(true);
  });

  it('refuses a file that is no font', () => {
    expect(() => readCoverage(Buffer.alloc(64))).toThrow(RangeError);
  });
});

describe('cutRuns', () => {
  it('leaves to the other face only what the text face lacks', () => {
    expect(cutRuns('SU → UNV', 'semibold')).toEqual([
      { font: 'semibold', text: 'SU ' },
      { font: 'fallback', text: '→' },
      { font: 'semibold', text: ' UNV' },
    ]);
  });

  it('composes accents, drops marks without shape, and replaces a letter that would be misread', () => {
    expect(cutRuns('e\u0301\u200b\u202e', 'regular')).toEqual([{ font: 'regular', text: 'é' }]);
    expect(cutRuns('علي', 'regular')).toEqual([{ font: 'fallback', text: '\ufffd\ufffd\ufffd' }]);
  });
});
