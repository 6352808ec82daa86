import { describe, expect, it } from 'vitest';

import { isOwnScreen, safeReturnPath } from './navigation.ts';

describe('the path to return to after sign-in', () => {
  it('keeps a path of the application', () => {
    expect(safeReturnPath('/examens?q=lef')).toBe('/examens?q=lef');
  });

  it.each([null, '', 'https://evil.example', '//evil.example', '/\\evil.example', '/connexion?retour=/'])(
    'goes home rather than to %s',
    (asked) => {
      expect(safeReturnPath(asked)).toBe('/');
    },
  );
});

describe('a screen of the application', () => {
  it('is told from the viewer and from the files of the API', () => {
    expect(isOwnScreen('/examens')).toBe(true);
    expect(isOwnScreen('/images/0198')).toBe(false);
    expect(isOwnScreen('/api/teledossiers/1/report.pdf')).toBe(false);
  });
});
