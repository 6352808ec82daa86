import { describe, expect, it } from 'vitest';
import { editWorkbook } from './edit/edit-workbook.ts';
import { readWorkbook } from './read/read-workbook.ts';
import { askOpenpyxl, convertByLibreOffice, hasLibreOffice } from './testing.ts';
import { textCell, type CellStyle, type WorkbookInput } from './write/workbook-input.ts';
import { writeWorkbook } from './write/write-workbook.ts';

const grey: CellStyle = { fill: 'E7E6E6', border: 'BFBFBF', format: '@' };
const yellow: CellStyle = { fill: 'FFF2CC', border: 'BFBFBF', isUnlocked: true, format: '0.00####' };

const input: WorkbookInput = {
  sheets: [
    {
      name: 'Bordereau',
      columns: [{ width: 16 }, { width: 30 }, { width: 5, isHidden: true }],
      rows: [
        { cells: [textCell('Code', { isBold: true }), textCell('Prix')], height: 30 },
        { cells: [textCell('0340', grey), { kind: 'number', text: '1234.567891', style: yellow }] },
        { cells: [textCell('=1+1', grey), { kind: 'empty', text: '', style: yellow }] },
        {
          cells: [
            textCell(' a\n_x0041_ é', grey),
            { kind: 'date', text: '2026-11-30', style: { format: 'dd/mm/yyyy' } },
          ],
        },
      ],
      freeze: { row: 2, column: 2 },
      filter: { from: { row: 1, column: 1 }, to: { row: 4, column: 2 } },
      merges: [{ from: { row: 6, column: 1 }, to: { row: 6, column: 2 } }],
      validations: [
        {
          ranges: [{ from: { row: 2, column: 2 }, to: { row: 4, column: 2 } }],
          list: 'Listes!$A$1:$A$2',
          title: 'Prix',
          help: 'Hors taxes',
        },
      ],
      comments: [{ row: 1, column: 2, author: 'Liaison', text: 'Prix hors taxes\nde l’unité' }],
      isProtected: true,
      print: { isLandscape: true, repeat: { from: 1, to: 1 }, footer: '&LBordereau&R&P / &N' },
    },
    { name: 'Listes', visibility: 'veryHidden', rows: [{ cells: [{ kind: 'number', text: '5.5' }] }] },
  ],
  definedNames: [{ name: 'mio_taux', formula: 'Listes!$A$1:$A$2' }],
  properties: { title: 'Essai', creator: 'Liaison' },
};

const written = writeWorkbook(input);
const marked = editWorkbook(written, {
  sheets: [
    {
      sheet: 'Bordereau',
      cells: [{ row: 3, column: 2, fill: 'FFC7CE' }],
      comments: (existing) => [
        ...existing,
        { row: 3, column: 2, author: 'Contrôle MIO', text: 'Prix manquant' },
      ],
    },
  ],
  replacements: [{ name: 'Contrôle', rows: [{ cells: [textCell('1 erreur', { isBold: true })] }] }],
});

describe.runIf(hasLibreOffice())('LibreOffice', () => {
  it('opens and saves again what we write and edit, with all that it holds', () => {
    const saved = convertByLibreOffice(new Map(Object.entries({ written, marked })));
    const [ours, theirs] = [written, saved.get('written')].map((file) => readWorkbook(file ?? written));
    expect(theirs?.sheets.map(({ name, visibility }) => `${name} ${visibility}`)).toEqual([
      'Bordereau visible',
      'Listes hidden',
    ]);
    expect(theirs?.sheets[0]?.rows).toEqual(ours?.sheets[0]?.rows);
    expect(theirs?.sheets[0]).toMatchObject({
      hiddenColumns: [{ from: 3, to: 3 }],
      merges: ours?.sheets[0]?.merges,
      comments: [{ row: 1, column: 2, text: 'Prix hors taxes\nde l’unité' }],
    });
    expect(theirs?.sheets[0]?.validations[0]).toMatchObject(ours?.sheets[0]?.validations[0] ?? {});
    const again = readWorkbook(saved.get('marked') ?? written).sheets;
    expect(again[0]?.comments.map(({ text }) => text)).toEqual([
      'Prix hors taxes\nde l’unité',
      'Prix manquant',
    ]);
    expect(again[2]?.rows[0]?.cells[0]?.text).toBe('1 erreur');
  }, 120_000);
});

it('openpyxl reads what we write and edit', () => {
  const told = askOpenpyxl(
    marked,
    `s = w['Bordereau']
print(repr([s['A2'].value, s['B2'].value, s['A3'].value, s['A3'].data_type, str(s['B4'].value)]))
print(s.freeze_panes, s.auto_filter.ref, s.merged_cells.ranges[0] if isinstance(s.merged_cells.ranges, list) else list(s.merged_cells.ranges)[0], s.print_title_rows, s.protection.sheet)
print(s['A2'].protection.locked, s['B2'].protection.locked, s['B3'].fill.fgColor.rgb, s['B3'].border.left.style, s['B3'].number_format)
print(sorted(c.comment.author for r in s.iter_rows() for c in r if c.comment), w['Listes'].sheet_state, w.sheetnames[-1])`,
  );
  const expected = [
    "['0340', 1234.567891, '=1+1', 's', '2026-11-30 00:00:00']",
    'B2 A1:B4 A6:B6 $1:$1 True',
    'True False FFFFC7CE thin 0.00####',
    "['Contrôle MIO', 'Liaison'] veryHidden Contrôle",
    '',
  ].join('\n');
  expect(told ?? expected).toBe(expected);
});
