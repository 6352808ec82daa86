import { describe, expect, it } from 'vitest';

import { decodeText, parseCharacterSets } from './character-set.ts';

function decode(specificCharacterSet: string, latin1: string, vr = 'PN'): string {
  return decodeText(Buffer.from(latin1, 'latin1'), parseCharacterSets(specificCharacterSet), vr);
}

describe('text', () => {
  /** Examples of PS3.5 annexes H, I, J and K, and of PS3.3 section C.12.1.1.2. */
  it.each([
    ['French', 'ISO_IR 100', 'Buc^J\xe9r\xf4me', 'Buc^Jérôme'],
    ['Polish', 'ISO_IR 101', 'W\xb3odarczyk', 'Włodarczyk'],
    ['Russian', 'ISO_IR 144', '\xbb\xee\xdace\xdc\xd1yp\xd3', 'Люкceмбypг'],
    ['Greek', 'ISO_IR 126', '\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2', 'Διονυσιος'],
    ['Arabic', 'ISO_IR 127', '\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1', 'قباني^لنزار'],
    ['Hebrew', 'ISO_IR 138', '\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4', 'שרון^דבורה'],
    ['Turkish', 'ISO_IR 148', '\xc7avu\xfeo\xf0lu', 'Çavuşoğlu'],
    ['Thai', 'ISO_IR 166', '\xb9\xd2\xc2', 'นาย'],
    ['UTF-8', 'ISO_IR 192', 'Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1=', 'Wang^XiaoDong=王^小東='],
    ['Chinese GB18030', 'GB18030', 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab=', 'Wang^XiaoDong=王^小东='],
    ['Japanese half-width', 'ISO_IR 13', '\xd4\xcf\xc0\xde^\xc0\xdb\xb3', 'ﾔﾏﾀﾞ^ﾀﾛｳ'],
    ['nothing declared, Latin-1 meant', '', 'H\xe9l\xe8ne', 'Hélène'],
    ['a misspelt set', 'ISO-IR 100', '\xe9', 'é'],
  ])('of %s', (_name, set, bytes, text) => {
    expect(decode(set, bytes)).toBe(text);
  });

  it('of Japanese with code extensions, a caret being half of a character in it (annex H.3.1)', () => {
    const bytes = 'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B';
    expect(decode('\\ISO 2022 IR 87', bytes)).toBe('Yamada^Tarou=山田^太郎=やまだ^たろう');
  });

  it('of Japanese with JIS X 0201 as the first set (annex H.3.2)', () => {
    const bytes =
      '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J';
    expect(decode('ISO 2022 IR 13\\ISO 2022 IR 87', bytes)).toBe('ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう');
  });

  it('of Korean (annex I.2)', () => {
    const bytes =
      'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf';
    expect(decode('\\ISO 2022 IR 149', bytes)).toBe('Hong^Gildong=洪^吉洞=홍^길동');
  });

  it('of Chinese with code extensions (annex K.2)', () => {
    expect(decode('\\ISO 2022 IR 58', 'Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=')).toBe(
      'Zhang^XiaoDong=张^小东=',
    );
  });

  it('of JIS X 0212', () => {
    expect(decode('\\ISO 2022 IR 159', '\x1b$(D0!\x1b(B')).toBe('丂');
  });

  it('of two single-byte sets in one value', () => {
    expect(decode('ISO 2022 IR 100\\ISO 2022 IR 126', '\xe9 \x1b-F\xc4', 'LO')).toBe('é Δ');
  });

  it('never throws, whatever the bytes', () => {
    for (const set of ['ISO_IR 192', 'GB18030', '\\ISO 2022 IR 87', 'NONSENSE', '\\\\']) {
      for (let first = 0; first < 256; first += 1) {
        expect(typeof decode(set, `\x1b${String.fromCharCode(first)}\xff\x1b$`)).toBe('string');
      }
    }
  });

  it('leaves VRs alone that SpecificCharacterSet does not touch', () => {
    expect(decode('ISO_IR 192', '\xc3\xa9', 'CS')).toBe('Ã©');
  });

  it('of Korean in lines and values, where a backslash is text in ST but parts values in LO', () => {
    const bytes = '\x1b$)C\xb1\xe6\\\xb5\xbf';
    expect(decode('\\ISO 2022 IR 149', bytes, 'ST')).toBe('길\\동');
    expect(decode('\\ISO 2022 IR 149', bytes, 'LO')).toBe('길\\µ¿');
  });

  it('keeps what G1 holds through changes of G0', () => {
    const bytes = '\x1b-F\xc4\x1b$B;3\x1b(B\xc4';
    expect(decode('ISO 2022 IR 100\\ISO 2022 IR 126\\ISO 2022 IR 87', bytes, 'LO')).toBe('Δ山Δ');
  });
});
