import { editWorkbook, formatAddress, textCell, type CellInput } from '@liaison/xlsx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnOf, filled, identity, model, needs, read, told, type } from '../testing-filled.ts';
import { readOffer } from './read-offer.ts';

/** The parts of a workbook, changed as text. */
function rewrite(file: Uint8Array, change: (part: string, xml: string) => string | undefined): Uint8Array {
  const parts = Object.entries(unzipSync(file)).flatMap(([part, bytes]) => {
    const changed = change(part, strFromU8(bytes));
    return changed === undefined ? [] : [[part, strToU8(changed)] as const];
  });
  return zipSync(Object.fromEntries(parts));
}

function renameSheet(file: Uint8Array, from: string, to: string): Uint8Array {
  return rewrite(file, (part, xml) =>
    part === 'xl/workbook.xml' ? xml.replace(`<sheet name="${from}"`, `<sheet name="${to}"`) : xml,
  );
}

describe('a workbook that was mistreated', () => {
  it('is recognised under other names, and without what was taken away', () => {
    expect(told(read(renameSheet(filled, 'Bordereau', 'Mes prix')))).toEqual(['sheet-renamed']);
    const withoutDiscounts = rewrite(filled, (part, xml) =>
      part === 'xl/workbook.xml' ? xml.replace(/<sheet name="Remises"[^>]*>/, '') : xml,
    );
    expect(told(read(withoutDiscounts))).toEqual(['sheet-missing']);
    expect(read(withoutDiscounts).offer).toEqual(read(filled).offer);
  });

  it('is recognised by lot and line when the hidden sheet and row are gone, given the needs', () => {
    const bare = rewrite(filled, (part, xml) => {
      if (part === 'xl/workbook.xml') return xml.replace(/<sheet name="_mio"[^>]*>/, '');
      return part === 'xl/worksheets/sheet3.xml' ? xml.replace(/<row r="1".*?<\/row>/, '') : xml;
    });
    expect(told(read(bare))).toEqual(['keys-lost Bordereau!A1', 'not-the-model']);
    const reading = readOffer(bare, { identity, needs });
    expect(told(reading)).toEqual(['keys-lost Bordereau!A1', 'memory-lost']);
    expect(reading.offer?.lots).toEqual(read(filled).offer?.lots);
  });

  it('tells formulas, errors and merged cells', () => {
    const unitPrice = formatAddress({ row: 5, column: columnOf(model, 'Bordereau', 'price.unitPrice') });
    const rate = formatAddress({ row: 5, column: columnOf(model, 'Bordereau', 'item.vatRate') });
    const mistreated = rewrite(filled, (part, xml) =>
      part === 'xl/worksheets/sheet3.xml'
        ? xml
            .replace(
              new RegExp(`(<c r="${unitPrice}"[^>]*?) t="inlineStr">.*?</c>`),
              '$1><f>2*3</f><v>6</v></c>',
            )
            .replace(new RegExp(`(<c r="${rate}"[^>]*?) t="inlineStr">.*?</c>`), '$1 t="e"><v>#N/A</v></c>')
            .replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="B7:B8"/></mergeCells>')
            .replace(/<sheetProtection[^>]*>/, '')
            .replace(/<autoFilter[^>]*>/, '')
        : xml,
    );
    const reading = read(mistreated);
    expect(told(reading)).toEqual([
      'merged Bordereau!B7',
      `formula Bordereau!${unitPrice}`,
      `error-value Bordereau!${rate}`,
      `missing Bordereau!${rate}`,
    ]);
    expect(reading.offer?.lots?.[0]?.lines?.[0]?.price?.unitPrice).toBe('6');
    const line = { lot: '1', ligne: '1.1' };
    expect(reading.findings.slice(1, 3)).toMatchObject([
      { path: ['lots', 0, 'lines', 0, 'price', 'unitPrice'], champ: 'Prix unitaire HT', ...line },
      { path: ['lots', 0, 'lines', 0, 'item', 'vatRate'], ...line },
    ]);
  });

  it('tells of a cell in a sheet of details which property it is about', () => {
    const priced = type(filled, 'Remises', {
      5: { lot: '1', ligne: '1.1', from: '50', unitPrice: '1 100' },
      6: { lot: '2', freeDelivery: '500' },
      7: { lot: '1', ligne: '1.1', freeDelivery: '500' },
    });
    const at = (row: number, key: string) => formatAddress({ row, column: columnOf(model, 'Remises', key) });
    const spoilt = [at(5, 'unitPrice'), at(6, 'freeDelivery'), at(7, 'freeDelivery')].reduce(
      (file, cell) =>
        rewrite(file, (part, xml) =>
          part === 'xl/worksheets/sheet5.xml'
            ? xml.replace(
                new RegExp(`(<c r="${cell}"[^>]*?) t="inlineStr">.*?</c>`),
                '$1 t="e"><v>#N/A</v></c>',
              )
            : xml,
        ),
      priced,
    );
    const found = read(spoilt).findings.filter(({ kind }) => kind === 'error-value');
    expect(found.map(({ lot, path }) => [lot, path.join('.')])).toEqual([
      ['1', 'lots.0.lines.0.tiers.0.unitPrice'],
      ['2', 'lots.1.freeDelivery'],
      // Lines have no conditions of delivery: no property of the message is meant.
      [undefined, ''],
    ]);
  });

  it('is refused for another consultation, and told for another version', () => {
    const other = { ...needs, consultation: { ...needs.consultation, id: '07-001' } };
    expect(told(readOffer(filled, { identity, needs: other }))).toEqual(['other-consultation']);
    const next = { ...needs, consultation: { ...needs.consultation, version: 2 } };
    expect(told(readOffer(filled, { identity, needs: next }))).toEqual(['other-version']);
  });

  it('answers the needs in force where lines were moved or withdrawn since', () => {
    const [first, second, third] = needs.lots ?? [];
    const [kept] = first?.lines?.slice(1) ?? [];
    if (!first || !second || !third || !kept) throw new Error('three lots');
    const next = { ...needs, lots: [third, second, { ...first, lines: [kept] }] };
    const reading = readOffer(filled, { identity, needs: next });
    expect(told(reading)).toEqual([expect.stringMatching(/^no-need Bordereau![A-Z]+5$/)]);
    expect(reading.offer?.lots?.map(({ id, lines }) => [id, lines?.map(({ needLine }) => needLine)])).toEqual(
      [
        ['2', ['2.1']],
        ['1', ['1.2']],
      ],
    );
  });

  it('is never an exception, whatever is typed wherever', () => {
    const anyValue = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }).map((text) => textCell(text)),
      fc
        .constantFrom('12,5', '#N/A', '=1+1', '1.1', '5,5 %', 'x', '3,4E+12', '30/02/2027')
        .map((text) => textCell(text)),
      fc
        .double({ noNaN: true, noDefaultInfinity: true })
        .map((value): CellInput => ({ kind: 'number', text: String(value) })),
      fc.constant<CellInput>({ kind: 'empty', text: '' }),
    );
    const anyEdit = fc.record({
      sheet: fc.constantFrom('Bordereau', 'Identité', 'Conditionnements', 'Remises', 'Pièces', '_mio'),
      row: fc.integer({ min: 1, max: 14 }),
      column: fc.integer({ min: 1, max: 48 }),
      value: anyValue,
    });
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEdit, {
          maxLength: 30,
          selector: ({ sheet, row, column }) => `${sheet} ${row} ${column}`,
        }),
        (edits) => {
          const sheets = [...new Set(edits.map(({ sheet }) => sheet))].map((sheet) => ({
            sheet,
            cells: edits.filter((edit) => edit.sheet === sheet),
          }));
          const reading = read(editWorkbook(filled, { sheets }));
          for (const { fr, severity } of reading.findings)
            expect(`${severity} ${fr}`.length).toBeGreaterThan(12);
          expect(reading.offer !== undefined || reading.findings.length > 0).toBe(true);
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it('is a finding where the file is no workbook', () => {
    expect(told(read(new Uint8Array()))).toEqual(['unreadable']);
    expect(told(read(Buffer.from('%PDF-1.7')))).toEqual(['unreadable']);
    expect(told(read(filled.subarray(0, 5000)))).toEqual(['unreadable']);
  });
});
