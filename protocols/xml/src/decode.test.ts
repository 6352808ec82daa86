import { describe, expect, it } from 'vitest';
import { decodeXml } from './decode.ts';
import { parseXml } from './parse.ts';

const text = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n<a b="é">œuvre à 12 €</a>`;
const latin = (encoding: string) =>
  `<?xml version='1.0' encoding='${encoding}' standalone="yes"?>\n<a b="é">vérifié</a>`;
const utf16be = (value: string) => Buffer.from(value, 'utf16le').swap16();

/** What a reader gets of `bytes`: the encoding and the text of the root. */
function read(bytes: Uint8Array): string {
  using parsed = parseXml(bytes);
  return `${parsed.encoding} ${parsed.tree.root.attr('b')?.value} ${parsed.tree.root.content}`;
}

describe('the encoding of a file', () => {
  it('is told by its mark, its declaration or by default', () => {
    expect(read(Buffer.from(text('UTF-8')))).toBe('UTF-8 é œuvre à 12 €');
    expect(read(Buffer.from(text('utf-8')))).toBe('UTF-8 é œuvre à 12 €');
    expect(read(Buffer.from('<a b="é">€</a>'))).toBe('UTF-8 é €');
    expect(read(Buffer.from(`\ufeff${text('UTF-8')}`))).toBe('UTF-8 é œuvre à 12 €');
    expect(read(Buffer.from(`\ufeff${text('UTF-16')}`, 'utf16le'))).toBe('UTF-16LE é œuvre à 12 €');
    expect(read(Buffer.from(`\ufeff<a b="é">€</a>`, 'utf16le'))).toBe('UTF-16LE é €');
    expect(read(Buffer.from(text('UTF-16LE'), 'utf16le'))).toBe('UTF-16LE é œuvre à 12 €');
    expect(read(utf16be(`\ufeff${text('UTF-16')}`))).toBe('UTF-16BE é œuvre à 12 €');
    expect(read(utf16be(text('UTF-16BE')))).toBe('UTF-16BE é œuvre à 12 €');
    expect(read(Buffer.from(latin('ISO-8859-1'), 'latin1'))).toBe('ISO-8859-1 é vérifié');
    expect(read(Buffer.from('<?xml version="1.0" encoding="US-ASCII"?><a b="e">&#233;</a>'))).toBe(
      'US-ASCII e é',
    );
  });

  it('gives one canonical form whatever it was', () => {
    const forms = [
      Buffer.from(latin('UTF-8')),
      Buffer.from(latin('ISO-8859-1'), 'latin1'),
      Buffer.from(`\ufeff${latin('UTF-16')}`, 'utf16le'),
      utf16be(`\ufeff${latin('UTF-16')}`),
    ].map((bytes) => {
      using parsed = parseXml(bytes);
      return parsed.canonicalize({ mode: 'exclusive' }).toString();
    });
    expect(new Set(forms)).toEqual(new Set(['<a b="é">vérifié</a>']));
  });

  it('is refused where mark, declaration and bytes disagree', () => {
    const refusal = (bytes: Uint8Array) => () => decodeXml(bytes);
    const code = (expected: string) => expect.objectContaining({ code: expected });
    expect(refusal(Buffer.from(text('UTF-16')))).toThrow(code('xml/encoding-mismatch'));
    expect(refusal(Buffer.from(`\ufeff${text('ISO-8859-1')}`))).toThrow(code('xml/encoding-mismatch'));
    expect(refusal(Buffer.from(`\ufeff${text('UTF-8')}`, 'utf16le'))).toThrow(code('xml/encoding-mismatch'));
    expect(refusal(Buffer.from('<a/>', 'utf16le'))).toThrow(code('xml/encoding-mismatch'));
    expect(refusal(Buffer.from(latin('UTF-8'), 'latin1'))).toThrow(
      expect.objectContaining({ code: 'xml/encoding-broken', line: 2 }),
    );
    expect(refusal(Buffer.from(text('US-ASCII')))).toThrow(code('xml/encoding-broken'));
    expect(refusal(Buffer.from([0xff, 0xfe, 0x3c, 0x00, 0x61]))).toThrow(code('xml/encoding-broken'));
    expect(refusal(Buffer.from(text('windows-1252')))).toThrow(code('xml/encoding-unsupported'));
    expect(refusal(Buffer.from(text('UTF-7')))).toThrow(code('xml/encoding-unsupported'));
    expect(refusal(Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]))).toThrow(code('xml/encoding-unsupported'));
    expect(refusal(Buffer.from([0, 0, 0, 0x3c]))).toThrow(code('xml/encoding-unsupported'));
    expect(refusal(Buffer.from([0x4c, 0x6f, 0xa7, 0x94]))).toThrow(code('xml/encoding-unsupported'));
    expect(refusal(Buffer.from('<?xml version="1.1"?><a/>'))).toThrow(code('xml/version-unsupported'));
    expect(refusal(Buffer.from([0xef, 0xbb, 0xbf]))).toThrow(code('xml/empty'));
  });
});
