import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAddress, parseAddress } from '../address.ts';
import { readWorkbook } from '../read/read-workbook.ts';
import { partOf } from '../testing.ts';
import { textCell, type CellInput, type SheetInput } from './workbook-input.ts';
import { writeWorkbook } from './write-workbook.ts';

const properties = { title: 'Essai', creator: 'Liaison' };

function write(sheet: Omit<SheetInput, 'name'>): Uint8Array {
  return writeWorkbook({ sheets: [{ name: "L'offre", ...sheet }], properties });
}

const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 });
const anyCharacter = fc.string({ unit: 'binary', minLength: 1, maxLength: 12 });
const anyCell: fc.Arbitrary<CellInput | undefined> = fc.oneof(
  fc.oneof(anyText, anyCharacter).map((text) => textCell(text)),
  fc
    .constantFrom('=1+1', '+33', '-5', '@x', '_x0041_', ' a\r\nb ', '0012', '\ttab')
    .map((text) => textCell(text)),
  fc.integer().map((number): CellInput => ({ kind: 'number', text: String(number) })),
  fc.constant<CellInput>({ kind: 'date', text: '2026-11-30', style: { format: 'dd/mm/yyyy' } }),
  fc.constant(undefined),
);

describe('a workbook that was written', () => {
  it('is read back cell by cell, whatever the texts', () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyCell, { maxLength: 5 }), { maxLength: 5 }), (rows) => {
        const [sheet] = readWorkbook(write({ rows: rows.map((cells) => ({ cells })) })).sheets;
        const written = rows.flatMap((cells, row) =>
          cells.flatMap((cell, column) => (cell ? [[row + 1, column + 1, cell.kind, cell.text]] : [])),
        );
        const read = sheet?.rows.flatMap(({ cells }) =>
          cells.map(({ row, column, kind, text }) => [row, column, kind, text]),
        );
        expect(read).toEqual(written);
      }),
    );
  });

  it('has the same bytes each time', () => {
    const input = { rows: [{ cells: [textCell('a', { fill: 'FFF2CC' })] }] };
    expect(Buffer.from(write(input)).equals(write(input))).toBe(true);
  });

  it('marks as texts those that look like formulas, and writes no formula', () => {
    const file = write({ rows: [{ cells: [textCell('=HYPERLINK("http://x")'), textCell('Cotyle')] }] });
    expect(partOf(file, 'xl/worksheets/sheet1.xml')).not.toContain('<f');
    expect(partOf(file, 'xl/worksheets/sheet1.xml')).toContain('<c r="A1" s="1"');
    expect(partOf(file, 'xl/styles.xml')).toContain('quotePrefix="1"');
  });

  it('keeps hidden sheets, names, lists, filters and comments', () => {
    const all = { from: { row: 1, column: 1 }, to: { row: 9, column: 2 } };
    const file = writeWorkbook({
      sheets: [
        { name: 'Bordereau', rows: [], filter: all, validations: [{ ranges: [all], list: '"oui,non"' }] },
        {
          name: '_mio',
          rows: [],
          visibility: 'veryHidden',
          comments: [{ row: 3, column: 2, author: 'Liaison', text: 'Une <aide>\nsur deux lignes' }],
        },
      ],
      definedNames: [{ name: 'mio_message', formula: '_mio!$A$1' }],
      properties,
    });
    const { sheets, definedNames } = readWorkbook(file);
    expect(sheets.map(({ visibility }) => visibility)).toEqual(['visible', 'veryHidden']);
    expect(sheets[0]?.validations[0]?.formula).toBe('"oui,non"');
    expect(sheets[1]?.comments[0]?.text).toBe('Une <aide>\nsur deux lignes');
    expect(definedNames.map(({ name }) => name)).toEqual(['_xlnm._FilterDatabase', 'mio_message']);
  });
});

describe('addresses', () => {
  it('are read back, as far as sheets go', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_048_576 }),
        fc.integer({ min: 1, max: 16_384 }),
        (row, column) => {
          expect(parseAddress(formatAddress({ row, column }))).toEqual({ row, column });
        },
      ),
    );
    for (const text of ['A0', 'XFE1', 'A1048577', '12', 'A', 'A1B', ''])
      expect(parseAddress(text)).toBeUndefined();
  });
});
