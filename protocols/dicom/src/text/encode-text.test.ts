import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { decodeText, parseCharacterSets } from './character-set.ts';
import { encodeText } from './encode-text.ts';

function encode(specificCharacterSet: string, text: string, vr = 'PN'): string | undefined {
  return encodeText(text, parseCharacterSets(specificCharacterSet), { vr })?.toString('latin1');
}

describe('text to bytes', () => {
  /** Examples of PS3.5 annexes H, I, J and K, and of PS3.3 section C.12.1.1.2, byte for byte. */
  it.each([
    ['French', 'ISO_IR 100', 'Buc^Jérôme', 'Buc^J\xe9r\xf4me'],
    ['Polish', 'ISO_IR 101', 'Włodarczyk', 'W\xb3odarczyk'],
    ['Russian', 'ISO_IR 144', 'Люкceмбypг', '\xbb\xee\xdace\xdc\xd1yp\xd3'],
    ['Greek', 'ISO_IR 126', 'Διονυσιος', '\xc4\xe9\xef\xed\xf5\xf3\xe9\xef\xf2'],
    ['Arabic', 'ISO_IR 127', 'قباني^لنزار', '\xe2\xc8\xc7\xe6\xea^\xe4\xe6\xd2\xc7\xd1'],
    ['Hebrew', 'ISO_IR 138', 'שרון^דבורה', '\xf9\xf8\xe5\xef^\xe3\xe1\xe5\xf8\xe4'],
    ['Turkish', 'ISO_IR 148', 'Çavuşoğlu', '\xc7avu\xfeo\xf0lu'],
    ['Thai', 'ISO_IR 166', 'นาย', '\xb9\xd2\xc2'],
    ['Latin-9', 'ISO_IR 203', 'cœur €', 'c\xbdur \xa4'],
    ['half-width Japanese', 'ISO_IR 13', 'ﾔﾏﾀﾞ^ﾀﾛｳ', '\xd4\xcf\xc0\xde^\xc0\xdb\xb3'],
    ['UTF-8', 'ISO_IR 192', 'Wang^XiaoDong=王^小東=', 'Wang^XiaoDong=\xe7\x8e\x8b^\xe5\xb0\x8f\xe6\x9d\xb1='],
    ['GB18030', 'GB18030', 'Wang^XiaoDong=王^小东=', 'Wang^XiaoDong=\xcd\xf5^\xd0\xa1\xb6\xab='],
    [
      'Japanese with code extensions (H.3.1)',
      '\\ISO 2022 IR 87',
      'Yamada^Tarou=山田^太郎=やまだ^たろう',
      'Yamada^Tarou=\x1b$B;3ED\x1b(B^\x1b$BB@O:\x1b(B=\x1b$B$d$^$@\x1b(B^\x1b$B$?$m$&\x1b(B',
    ],
    [
      'Japanese after JIS X 0201 (H.3.2)',
      'ISO 2022 IR 13\\ISO 2022 IR 87',
      'ﾔﾏﾀﾞ^ﾀﾛｳ=山田^太郎=やまだ^たろう',
      '\xd4\xcf\xc0\xde^\xc0\xdb\xb3=\x1b$B;3ED\x1b(J^\x1b$BB@O:\x1b(J=\x1b$B$d$^$@\x1b(J^\x1b$B$?$m$&\x1b(J',
    ],
    [
      'Korean (I.2)',
      '\\ISO 2022 IR 149',
      'Hong^Gildong=洪^吉洞=홍^길동',
      'Hong^Gildong=\x1b$)C\xfb\xf3^\x1b$)C\xd1\xce\xd4\xd7=\x1b$)C\xc8\xab^\x1b$)C\xb1\xe6\xb5\xbf',
    ],
    [
      'Chinese with code extensions (K.2)',
      '\\ISO 2022 IR 58',
      'Zhang^XiaoDong=张^小东=',
      'Zhang^XiaoDong=\x1b$)A\xd5\xc5^\x1b$)A\xd0\xa1\xb6\xab=',
    ],
    ['JIS X 0212', '\\ISO 2022 IR 159', '丂', '\x1b$(D0!\x1b(B'],
    ['two single-byte sets', 'ISO 2022 IR 100\\ISO 2022 IR 126', 'é Δé', '\xe9 \x1b-F\xc4\x1b-A\xe9'],
    [
      'a line end, after which escapes begin anew',
      '\\ISO 2022 IR 149',
      '길\r\n동',
      '\x1b$)C\xb1\xe6\r\n\x1b$)C\xb5\xbf',
    ],
  ])('in %s', (_name, set, text, bytes) => {
    expect(encode(set, text)).toBe(bytes);
  });

  it('in GB18030 goes to four bytes, beyond the Basic Multilingual Plane too', () => {
    expect(encode('GB18030', 'ÿ')).toBe('\x810\x8b7');
    expect(encode('GB18030', '𠀀')).toBe('\x952\x826');
    expect(encode('GBK', '𠀀')).toBeUndefined();
    expect(encode('GBK', '东')).toBe('\xb6\xab');
  });

  it('is refused in a set that cannot say it, or put in plain letters where that is asked', () => {
    const latin1 = parseCharacterSets('ISO_IR 100');
    expect(encodeText('é', [])).toBeUndefined();
    expect(encodeText('Ω', latin1)).toBeUndefined();
    expect(encodeText('é', latin1)).toEqual(Buffer.from([0xe9]));
    expect(encodeText('e\u0301', latin1)).toEqual(Buffer.from([0xe9]));
    const replaced = encodeText('Cœur Łódź l’été 王', latin1, { replaces: true });
    expect(replaced?.toString('latin1')).toBe("Coeur L\xf3dz l'\xe9t\xe9 ?");
    expect(encodeText('Été', [], { replaces: true })?.toString('latin1')).toBe('Ete');
  });

  it('comes back the same from every set that can say it', () => {
    const sets = [
      'ISO_IR 192',
      'GB18030',
      'GBK',
      'ISO 2022 IR 13\\ISO 2022 IR 87\\ISO 2022 IR 159',
      '\\ISO 2022 IR 87\\ISO 2022 IR 149\\ISO 2022 IR 58',
      'ISO 2022 IR 100\\ISO 2022 IR 101\\ISO 2022 IR 126\\ISO 2022 IR 144\\ISO 2022 IR 166',
    ].map(parseCharacterSets);
    const character = fc.constantFrom(...Array.from('abzé^=\\ \n\tΩжłñ山田丂길동张东ﾔやนาย'));
    fc.assert(
      fc.property(
        fc.array(character, { maxLength: 12 }).map((all) => all.join('')),
        fc.constantFrom(...sets),
        fc.constantFrom('PN', 'LO', 'ST'),
        (text, set, vr) => {
          const bytes = encodeText(text, set, { vr });
          expect(bytes === undefined && isClosed(set)).toBe(false);
          expect(bytes === undefined ? text : decodeText(bytes, set, vr)).toBe(text);
        },
      ),
      { seed: 5, numRuns: 3000 },
    );
  });
});

/** Whether a set says every character of the law above. */
function isClosed([first]: readonly string[]): boolean {
  return first === 'IR 192' || first === 'GB18030';
}
