import { describe, expect, it } from 'vitest';
import { readWorkbook } from '../read/read-workbook.ts';
import { handmadeParts, partOf, zipped } from '../testing.ts';
import { textCell } from '../write/workbook-input.ts';
import { writeWorkbook } from '../write/write-workbook.ts';
import { editWorkbook } from './edit-workbook.ts';

const yellow = { fill: 'FFF2CC', border: 'BFBFBF', isUnlocked: true } as const;

const original = writeWorkbook({
  sheets: [
    {
      name: 'Bordereau',
      columns: [{ width: 12 }, { width: 40, style: yellow }],
      rows: [
        { cells: [textCell('a'), textCell('b', yellow)] },
        { cells: [] },
        { cells: [undefined, textCell('c')] },
      ],
      comments: [{ row: 1, column: 1, author: 'Modèle', text: 'Aide' }],
      isProtected: true,
    },
    { name: 'À moi', rows: [{ cells: [textCell('mes notes')] }] },
  ],
  properties: { title: 'Offre', creator: 'Tranier' },
});

const sheetPart = 'xl/worksheets/sheet1.xml';

describe('a workbook that is edited', () => {
  it('keeps every other part byte for byte, and every other character of the sheet', () => {
    const edited = editWorkbook(original, {
      sheets: [{ sheet: 'Bordereau', cells: [{ row: 1, column: 1, value: textCell('A') }] }],
    });
    for (const part of [
      'xl/workbook.xml',
      'xl/worksheets/sheet2.xml',
      'xl/comments1.xml',
      'docProps/core.xml',
    ])
      expect(partOf(edited, part)).toBe(partOf(original, part));
    expect(partOf(edited, sheetPart)).toBe(partOf(original, sheetPart).replace('<t>a</t>', '<t>A</t>'));
  });

  it('writes cells where there were none: in rows, between rows, after the last', () => {
    const at = (row: number, column: number) => ({ row, column, value: textCell(`${row} ${column}`) });
    const cells = [at(9, 1), at(1, 3), at(3, 1), at(2, 4), at(3, 3), at(5, 2)];
    const edited = editWorkbook(original, { sheets: [{ sheet: 'Bordereau', cells }] });
    const [sheet] = readWorkbook(edited).sheets;
    expect(
      sheet?.rows.map(({ row, cells }) => `${row}: ${cells.map(({ text }) => text).join(', ')}`),
    ).toEqual(['1: a, b, 1 3', '2: 2 4', '3: 3 1, c, 3 3', '5: 5 2', '9: 9 1']);
  });

  it('colours cells, empty ones too, and gives them their colour back', () => {
    const marked = editWorkbook(original, {
      sheets: [
        {
          sheet: 'Bordereau',
          cells: [
            { row: 1, column: 2, fill: 'FFC7CE' },
            { row: 2, column: 2, fill: 'FFC7CE' },
          ],
        },
      ],
    });
    expect(partOf(marked, 'xl/styles.xml')).toContain('FFFFC7CE');
    const seen: string[] = [];
    const restored = editWorkbook(marked, {
      sheets: [
        {
          sheet: 'Bordereau',
          refill({ row, column }, fill) {
            seen.push(`${row} ${column} ${fill}`);
            return fill === 'FFC7CE' ? 'FFF2CC' : undefined;
          },
        },
      ],
    });
    expect(seen).toEqual(['1 2 FFC7CE', '2 2 FFC7CE']);
    const after: string[] = [];
    editWorkbook(restored, {
      sheets: [{ sheet: 'Bordereau', refill: (_, fill) => void after.push(fill) }],
    });
    expect(after).toEqual(['FFF2CC', 'FFF2CC']);
    expect(readWorkbook(restored)).toEqual(readWorkbook(original));
  });

  it('adds comments beside those there are, and takes away only its own', () => {
    const note = { row: 3, column: 2, author: 'Contrôle MIO', text: 'Prix manquant' };
    const noted = editWorkbook(original, {
      sheets: [{ sheet: 'Bordereau', comments: (existing) => [...existing, note] }],
    });
    expect(readWorkbook(noted).sheets[0]?.comments.map(({ author, text }) => `${author}: ${text}`)).toEqual([
      'Modèle: Aide',
      'Contrôle MIO: Prix manquant',
    ]);
    expect(partOf(noted, 'xl/drawings/vmlDrawing1.vml').match(/ObjectType="Note"/g)).toHaveLength(2);
    const cleared = editWorkbook(noted, {
      sheets: [
        {
          sheet: 'Bordereau',
          comments: (existing) => existing.filter(({ author }) => author !== 'Contrôle MIO'),
        },
      ],
    });
    expect(readWorkbook(cleared)).toEqual(readWorkbook(original));
    expect(partOf(cleared, 'xl/drawings/vmlDrawing1.vml')).toBe(
      partOf(original, 'xl/drawings/vmlDrawing1.vml'),
    );
  });

  it('comments a sheet that had none', () => {
    const note = { row: 1, column: 1, author: 'Contrôle MIO', text: 'Vu' };
    const noted = editWorkbook(original, { sheets: [{ sheet: 'À moi', comments: () => [note] }] });
    expect(readWorkbook(noted).sheets[1]?.comments).toEqual([note]);
  });

  it('writes a sheet anew, and adds one that is not there', () => {
    const rows = [{ cells: [textCell('=rapport', { isBold: true })] }];
    const edited = editWorkbook(original, {
      replacements: [
        { name: 'À moi', rows },
        { name: 'Contrôle', rows, tabColour: 'C00000' },
      ],
    });
    const { sheets } = readWorkbook(edited);
    expect(sheets.map(({ name }) => name)).toEqual(['Bordereau', 'À moi', 'Contrôle']);
    expect(sheets[1]?.rows).toEqual(sheets[2]?.rows);
    expect(sheets[2]?.rows[0]?.cells[0]?.text).toBe('=rapport');
  });

  it('edits workbooks whose elements carry a prefix and that have no styles', () => {
    const parts = handmadeParts('');
    const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
    parts.set(
      'xl/sheet.xml',
      `<x:worksheet xmlns:x="${main}"><x:sheetData><x:row r="1"/></x:sheetData></x:worksheet>`,
    );
    const edited = editWorkbook(zipped(parts), {
      sheets: [{ sheet: 'Feuille', cells: [{ row: 1, column: 2, value: textCell('-1'), fill: 'FFC7CE' }] }],
    });
    expect(readWorkbook(edited).sheets[0]?.rows[0]?.cells[0]).toMatchObject({ kind: 'text', text: '-1' });
  });

  it('is refused when the sheet is not there', () => {
    expect(() => editWorkbook(original, { sheets: [{ sheet: 'Remises' }] })).toThrow(
      'xlsx/damaged in Remises',
    );
  });
});
