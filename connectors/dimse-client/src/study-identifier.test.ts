import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isNameAsked } from './study-identifier.ts';

const asked = (name: string, typed: string): boolean =>
  isNameAsked({ familyName: name, givenNames: '' }, { familyName: typed, givenName: '' });

describe('a name that was found without regard to accents', () => {
  test('is what was asked where it starts so, accents and case aside', () => {
    expect(asked('LEFÈVRE', 'lefev')).toBe(true);
    expect(asked('Lefevre', 'LEFÈVRE')).toBe(true);
    expect(asked('LEFORT', 'lefev')).toBe(false);
    expect(asked('LEFÈVRE', '')).toBe(true);
  });

  test('is matched by wild cards anywhere', () => {
    expect(asked('LEFÈVRE', '*vre')).toBe(true);
    expect(asked('LEFÈVRE', 'l?f*r')).toBe(true);
    expect(asked('LEFÈVRE', '??????????')).toBe(false);
    expect(asked('A+B', 'a+')).toBe(true);
  });

  test('is matched as a regular expression would match it', () => {
    const letters = fc.stringMatching(/^[AB]{0,8}$/);
    fc.assert(
      fc.property(letters, fc.stringMatching(/^[AB*?]{0,6}$/), (name, typed) => {
        const source = typed.replaceAll('*', '.*').replaceAll('?', '.');
        expect(asked(name, typed)).toBe(new RegExp(`^${source}`, 'u').test(name));
      }),
      { seed: 11, numRuns: 500 },
    );
  });

  test('takes no longer for a pattern that a regular expression would never end with', () => {
    expect(asked('A'.repeat(200), `${'*A'.repeat(31)}*Z`)).toBe(false);
    expect(asked('DUPONTDELARUEDELAMOTTE', `${'*?'.repeat(31)}Z`)).toBe(false);
  });
});
