import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeMessage } from '../testing-arbitrary.ts';
import { readCsv, writeCsv } from './csv-message.ts';
import { formatCsv, parseCsv } from './csv-text.ts';

const texts = (rows: readonly (readonly { text: string }[])[]) =>
  rows.map((row) => row.map(({ text }) => text));

describe('CSV', () => {
  it('gives back every cell, formulas and quotation marks too', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('=1+1', "'=1", "''@x", '-5', '-x', '+33', 'a;b', '"', 'é\nè', '\tx'),
    );
    const row = fc.array(cell, { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 4 }), (rows) => {
        const parsed = parseCsv(formatCsv([['a', 'b'], ...rows]));
        expect(parsed.ok && texts(parsed.rows)).toEqual([['a', 'b'], ...rows]);
      }),
      { seed: 6 },
    );
  });

  it('writes nothing that a spreadsheet would run', () => {
    expect(formatCsv([['=HYPERLINK("x")', '@SUM(1)', '-2+3', '-2.50', '+1']])).toBe(
      `\ufeff"'=HYPERLINK(""x"")";'@SUM(1);'-2+3;-2.50;'+1\r\n`,
    );
  });

  it('reads commas, and says where a quotation mark never ends', () => {
    const parsed = parseCsv('a,b\n1,"x, y"\n');
    expect(parsed.ok && texts(parsed.rows)).toEqual([
      ['a', 'b'],
      ['1', 'x, y'],
    ]);
    expect(parseCsv('a;b\n1;"x')).toEqual({ ok: false, line: 2, column: 3 });
  });
});

describe('a message as CSV', () => {
  const csv = writeCsv(makeMessage('M20', { seed: 2, fullness: 0.4, maximumItems: 2 }));

  it('names the cell of what does not fit, and the line of what is missing or has no place', () => {
    const [first = '', second = '', ...rest] = csv.split('\r\n');
    const column = first.split(';').indexOf('header/createdAt') + 1;
    const broken = second.replace(/;[0-9-]{10}T[0-9:]{8}Z/, ';hier');
    const stray = 'lots/nothing;900;1';
    const { findings } = readCsv([first, broken, stray, ...rest].join('\r\n'));
    expect(findings.map(({ kind, place }) => [kind, place])).toEqual([
      ['bad-value', { kind: 'csv', line: 2, column }],
      ['unknown-element', { kind: 'csv', line: 3, column: 1 }],
    ]);
  });

  it('is read whatever the text', () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(csv.length), (text, at) => {
        expect(readCsv(text + csv.slice(at)).findings.length).toBeGreaterThan(0);
      }),
      { seed: 3, numRuns: 60 },
    );
  });
});
