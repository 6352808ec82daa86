import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { handmadeParts, relationships, zipped } from '../testing.ts';
import { readDecimal } from './number-text.ts';
import { kindOfFormat } from './number-format.ts';
import { readWorkbook } from './read-workbook.ts';
import { readSerialDate, toSerialDate } from './serial-date.ts';
import { cellAt, formatCell, type Sheet } from './workbook.ts';

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** Reads one sheet with shared strings, styles and comments beside it. */
function read(sheet: string, workbookPr = ''): Sheet {
  const parts = handmadeParts(sheet);
  const workbook = parts.get('xl/workbook.xml') ?? '';
  parts.set('xl/workbook.xml', workbook.replace('<sheets>', `${workbookPr}<sheets>`));
  parts.set(
    'xl/_rels/workbook.xml.rels',
    relationships([
      ['rId1', 'worksheet', 'sheet.xml'],
      ['s', 'sharedStrings', '/xl/strings.xml'],
      ['t', 'styles', 'styles.xml'],
    ]),
  );
  parts.set(
    'xl/strings.xml',
    `<x:sst xmlns:x="${main}"><x:si><x:t> 0012 </x:t></x:si><x:si><x:r><x:rPr><x:b/></x:rPr><x:t>Cotyle </x:t></x:r><x:r><x:t>n_x00B0_ 4</x:t></x:r><x:rPh sb="0" eb="1"><x:t>コ</x:t></x:rPh></x:si></x:sst>`,
  );
  parts.set(
    'xl/styles.xml',
    `<styleSheet xmlns="${main}"><numFmts><numFmt numFmtId="170" formatCode="[$-40C]d\\ mmmm\\ yyyy;@"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="170"/><xf numFmtId="10"/><xf numFmtId="22"/></cellXfs></styleSheet>`,
  );
  parts.set('xl/_rels/sheet.xml.rels', relationships([['c', 'comments', '../xl/comments1.xml']]));
  parts.set(
    'xl/comments1.xml',
    `<comments xmlns="${main}"><authors><author>Tranier</author></authors><commentList><comment ref="B2" authorId="0"><text><r><t>à vérifier</t></r></text></comment></commentList></comments>`,
  );
  const [read] = readWorkbook(zipped(parts)).sheets;
  if (!read) throw new Error('no sheet');
  return read;
}

function row(cells: string): string {
  return `<sheetData><row r="2">${cells}</row></sheetData>`;
}

function firstCell(cell: string, workbookPr = ''): string {
  const found = cellAt(read(row(cell), workbookPr), { row: 2, column: 1 });
  return found ? `${found.kind} ${found.text}` : 'empty';
}

describe('a cell', () => {
  it.each([
    ['shared text, spaces kept', '<c r="A2" t="s"><v>0</v></c>', 'text  0012 '],
    ['rich text without its phonetic help', '<c r="A2" t="s"><v>1</v></c>', 'text Cotyle n° 4'],
    ['inline text', '<c r="A2" t="inlineStr"><is><t>=1+1</t></is></c>', 'text =1+1'],
    ['a double of 17 digits', '<c r="A2"><v>1.1000000000000001</v></c>', 'number 1.1'],
    [
      'a code that Excel made a number',
      '<c r="A2"><v>3.4009340567810002E+12</v></c>',
      'number 3400934056781',
    ],
    ['a date by a format of the file', '<c r="A2" s="1"><v>46356</v></c>', 'date 2026-11-30'],
    ['a built-in date and time', '<c r="A2" s="3"><v>46356.5</v></c>', 'date 2026-11-30T12:00:00'],
    ['a percentage', '<c r="A2" s="2"><v>5.5E-2</v></c>', 'percent 0.055'],
    ['a truth', '<c r="A2" t="b"><v>1</v></c>', 'boolean true'],
    ['an error', '<c r="A2" t="e"><v>#N/A</v></c>', 'error #N/A'],
    ['style alone', '<c r="A2" s="1"/>', 'empty'],
  ])('is read: %s', (_, cell, expected) => {
    expect(firstCell(cell)).toBe(expected);
  });

  it('keeps the value that a formula had last, and says so', () => {
    const sheet = read(row('<c r="A2"><f>SUM(B2:C2)</f><v>12.5</v></c><c r="B2"><f>C2</f></c>'));
    expect(cellAt(sheet, { row: 2, column: 1 })).toMatchObject({ text: '12.5', isComputed: true });
    expect(cellAt(sheet, { row: 2, column: 2 })).toMatchObject({ text: '', isComputed: true });
  });

  it('counts its days from 1904 where the workbook does', () => {
    expect(firstCell('<c r="A2" s="1"><v>44894</v></c>', '<workbookPr date1904="1"/>')).toBe(
      'date 2026-11-30',
    );
  });

  it('is shown as a French person writes it', () => {
    const at = { row: 1, column: 1, isComputed: false };
    expect(formatCell({ ...at, kind: 'number', text: '12.5' })).toBe('12,5');
    expect(formatCell({ ...at, kind: 'percent', text: '0.055' })).toBe('5,5 %');
    expect(formatCell({ ...at, kind: 'date', text: '2026-11-30' })).toBe('30/11/2026');
    expect(formatCell({ ...at, kind: 'boolean', text: 'false' })).toBe('FAUX');
  });
});

describe('a sheet', () => {
  it('has its hidden rows and columns, merges, validations and comments', () => {
    const sheet = read(
      '<cols><col min="3" max="4" hidden="1"/></cols>' +
        '<sheetData><row><c><v>1</v></c><c><v>2</v></c></row><row r="5" hidden="true"/></sheetData>' +
        '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>' +
        '<dataValidations><dataValidation type="list" sqref="A2:A9 C2"><formula1>"5.5,20"</formula1></dataValidation></dataValidations>',
    );
    expect(sheet.hiddenColumns).toEqual([{ from: 3, to: 4 }]);
    expect(sheet.rows.map(({ row, isHidden, cells }) => [row, isHidden, cells.length])).toEqual([
      [1, false, 2],
      [5, true, 0],
    ]);
    expect(sheet.merges).toEqual([{ from: { row: 1, column: 1 }, to: { row: 1, column: 2 } }]);
    expect(sheet.validations[0]).toMatchObject({ type: 'list', formula: '"5.5,20"' });
    expect(sheet.validations[0]?.ranges).toHaveLength(2);
    expect(sheet.comments).toEqual([{ row: 2, column: 2, author: 'Tranier', text: 'à vérifier' }]);
  });
});

describe('numbers', () => {
  it('keeps every decimal of up to 15 digits, digit by digit', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 15n) + 1n, max: 10n ** 15n - 1n }),
        fc.nat(12),
        (digits, scale) => {
          const text = placePoint(digits, scale);
          expect(readDecimal(text)).toBe(text);
          expect(readDecimal(`${digits}E-${scale}`)).toBe(text);
          expect(readDecimal(Number(text).toPrecision(17))).toBe(text);
        },
      ),
    );
  });

  it('refuses what is no number', () => {
    for (const text of ['', '.', '1,5', '0x10', '1e5000', 'NaN', '1 2'])
      expect(readDecimal(text)).toBeUndefined();
  });

  it('finds each day again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 2_958_465 }), (serial) => {
        expect(toSerialDate(readSerialDate(serial, false) ?? '')).toBe(serial);
      }),
    );
    expect(readSerialDate(1, false)).toBe('1900-01-01');
    expect(readSerialDate(0.5, false)).toBe('12:00:00');
    expect(readSerialDate(-1, false)).toBeUndefined();
  });

  it.each([
    ['dd/mm/yyyy', 'date'],
    ['h:mm', 'date'],
    ['[h]:mm', 'number'],
    ['0.00\\ "jours"', 'number'],
    ['#,##0.00\\ [$€-40C];[Red]-#,##0.00', 'number'],
    ['0.0%', 'percent'],
    ['@', 'text'],
    ['General', 'number'],
  ])('takes the format %s for a %s', (code, kind) => {
    expect(kindOfFormat(code)).toBe(kind);
  });
});

/** A decimal in its shortest form. */
function placePoint(digits: bigint, scale: number): string {
  const sign = digits < 0n ? '-' : '';
  const text = String(digits)
    .replace('-', '')
    .padStart(scale + 1, '0');
  const fraction = scale === 0 ? '' : text.slice(-scale).replace(/0+$/, '');
  return `${sign}${text.slice(0, text.length - scale)}${fraction === '' ? '' : `.${fraction}`}`;
}
