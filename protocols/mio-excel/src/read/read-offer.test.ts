import {
  editWorkbook,
  formatAddress,
  readWorkbook,
  textCell,
  type CellEdit,
  type CellInput,
  type Sheet,
} from '@liaison/xlsx';
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleNeeds } from '../testing-example.ts';
import { writeModel } from '../write/write-model.ts';
import { readOffer, type OfferReading } from './read-offer.ts';

const identity = { messageId: '00000000-0000-4000-8000-000000000001', createdAt: '2026-11-30T09:00:00Z' };
const needs = exampleNeeds();
const model = writeModel({ needs, needsSha256: 'ab'.repeat(32) });

function sheetOf(file: Uint8Array, name: string): Sheet {
  const found = readWorkbook(file).sheets.find((sheet) => sheet.name === name);
  if (!found) throw new Error(`no sheet ${name}`);
  return found;
}

function columnOf(file: Uint8Array, sheet: string, key: string): number {
  const cell = sheetOf(file, sheet).rows[0]?.cells.find(({ text }) => text === key);
  if (!cell) throw new Error(`no column ${key}`);
  return cell.column;
}

type Typed = Readonly<Record<string, string>>;

/** Types texts into rows of a sheet, by the keys of the columns. */
function type(file: Uint8Array, sheet: string, rows: Readonly<Record<number, Typed>>): Uint8Array {
  const cells = Object.entries(rows).flatMap(([row, typed]) =>
    Object.entries(typed).map(([key, text]): CellEdit => ({
      row: Number(row),
      column: columnOf(file, sheet, key),
      value: textCell(text),
    })),
  );
  return editWorkbook(file, { sheets: [{ sheet, cells }] });
}

function read(file: Uint8Array): OfferReading {
  return readOffer(file, { identity });
}

function told({ findings }: OfferReading): string[] {
  return findings.map(({ kind, cell }) => (cell === undefined ? kind : `${kind} ${cell}`));
}

const tige = {
  'item.supplierReference': 'T-44',
  'item.name': 'Tige Atlas',
  'price.unitPrice': '1 234,50 €',
  'item.vatRate': '5,5',
};
const cotyle = {
  'item.supplierReference': 'C-50',
  'item.name': 'Cotyle',
  'price.unitPrice': '800',
  'item.vatRate': '5.5',
};

const whoWeAre = editWorkbook(model, {
  sheets: [
    {
      sheet: 'Identité',
      cells: sheetOf(model, 'Identité').rows.flatMap(({ row, cells }) => {
        const value = { 'tenderer.name': 'Tranier', 'tenderer.siret': '732 829 320 00074' }[
          cells[0]?.text ?? ''
        ];
        return value === undefined ? [] : [{ row, column: 3, value: textCell(value) }];
      }),
    },
  ],
});
const filled = type(whoWeAre, 'Bordereau', {
  5: tige,
  6: { status: 'sans offre', comment: 'Non fabriqué' },
  7: cotyle,
});

describe('a workbook that a supplier filled', () => {
  it('is an offer: what was typed, what the buyer asked, amounts computed', () => {
    const reading = read(filled);
    expect(told(reading)).toEqual([]);
    expect(reading.offer).toMatchObject({
      header: {
        ...identity,
        sender: { scheme: '0009', id: '73282932000074' },
        inReplyTo: { sha256: 'ab'.repeat(32) },
      },
      consultation: { id: '06-047C', version: 1 },
      tenderer: { name: 'Tranier' },
      buyer: { name: 'Hôpital Pasteur' },
      lots: [
        {
          id: '1',
          totals: { total: '24690.00', totalWithVat: '26047.95' },
          lines: [
            {
              id: '1.1',
              needLine: '1.1',
              status: 'OFFRE',
              quantity: '20',
              unit: 'H87',
              total: '24690.00',
              price: { unitPrice: '1234.5', unit: 'H87' },
            },
            { id: '1.2', status: 'SANS-OFFRE', comment: 'Non fabriqué' },
          ],
        },
        { id: '2', lines: [{ needLine: '2.1', total: '16000.00', vat: '880.00', totalWithVat: '16880.00' }] },
      ],
    });
  });

  it('is the same offer once its rows are sorted otherwise', () => {
    const { rows } = sheetOf(filled, 'Bordereau');
    const data = rows.filter(({ row }) => row >= 5 && row <= 10);
    const swapped = data.flatMap(({ row, cells }) => {
      const to = 15 - row;
      const others = data.find((other) => other.row === to)?.cells ?? [];
      const emptied = others.map(({ column }): CellEdit => ({
        row: to,
        column,
        value: { kind: 'empty', text: '' },
      }));
      const moved = cells.map(({ column, kind, text }): CellEdit => ({
        row: to,
        column,
        value: kind === 'number' ? { kind, text } : textCell(text),
      }));
      return [...emptied.filter(({ column }) => moved.every((cell) => cell.column !== column)), ...moved];
    });
    const sorted = editWorkbook(filled, { sheets: [{ sheet: 'Bordereau', cells: swapped }] });
    expect(read(sorted).offer).toEqual(read(filled).offer);
  });

  it('takes a copied row, and a free row with its lot and line, for further products', () => {
    const key = sheetOf(model, 'Bordereau').rows.find(({ row }) => row === 5)?.cells[0]?.text ?? '';
    const variant = { ...tige, 'item.supplierReference': 'T-46', variant: '1' };
    const file = type(filled, 'Bordereau', {
      12: { 'mio:clé': key, ...tige, 'item.supplierReference': 'T-45' },
      13: { 'need:lot.id': '1', 'need:id': '1.1', ...variant },
      14: { 'need:lot.id': '9', 'need:id': '9.9', ...tige },
    });
    const reading = read(file);
    expect(told(reading)).toEqual([expect.stringMatching(/^no-need Bordereau![A-Z]+14$/)]);
    expect(
      reading.offer?.lots?.map(({ id, variant, lines }) => [
        id,
        variant,
        lines?.map((line) => `${line.id} ${line.item?.supplierReference}`),
      ]),
    ).toEqual([
      ['1', undefined, ['1.1 T-44', '1.1-2 T-45', '1.2 undefined']],
      ['1', '1', ['1.1-3 T-46']],
      ['2', undefined, ['2.1 C-50']],
    ]);
  });

  it('tells at its cell what cannot be read or is missing', () => {
    const file = type(filled, 'Bordereau', {
      5: { 'price.unitPrice': 'sur devis', 'item.gtin': '3,4009E+12', 'item.lppr': '312345' },
      7: { 'item.name': '', 'item.vatRate': '19,6' },
    });
    const at = (key: string, row: number): string =>
      `Bordereau!${formatAddress({ row, column: columnOf(model, 'Bordereau', key) })}`;
    const reading = read(file);
    expect(told(reading)).toEqual([
      `scientific ${at('item.gtin', 5)}`,
      `leading-zeros ${at('item.lppr', 5)}`,
      `bad-value ${at('price.unitPrice', 5)}`,
      `unknown-code ${at('item.vatRate', 7)}`,
      `missing ${at('item.name', 7)}`,
    ]);
    expect(reading.findings[2]?.fr).toContain('« sur devis »');
    expect(reading.place(['lots', 0, 'lines', 0, 'price', 'leadTimeDays'])).toBe(at('price.leadTimeDays', 5));
  });

  it('reads packaging, tiers, conditions and pieces, each where it belongs', () => {
    const packaged = type(filled, 'Conditionnements', {
      5: { lot: '1', ligne: '1.1', level: 'boîte', content: '5' },
      6: { lot: '1', ligne: '7.7', level: 'carton', content: '50' },
    });
    const priced = type(packaged, 'Remises', {
      5: { lot: '1', ligne: '1.1', from: '50', unitPrice: '1 100' },
      6: { lot: '1', freeDelivery: '500' },
    });
    const file = type(priced, 'Pièces', {
      5: { id: '1', kind: 'DC1', fileName: 'dc1.pdf', sha256: 'cd'.repeat(32) },
      6: {
        lot: '2',
        ligne: '2.1',
        id: '2',
        kind: 'fiche technique',
        fileName: 'c50.pdf',
        sha256: 'ef'.repeat(32),
      },
    });
    const reading = read(file);
    expect(told(reading)).toEqual(['no-line Conditionnements!C6']);
    const [first, second] = reading.offer?.lots ?? [];
    expect(first).toMatchObject({ freeDelivery: '500' });
    expect(first?.lines?.[0]).toMatchObject({
      tiers: [{ from: '50', unitPrice: '1100' }],
      price: { packaging: [{ level: 'BOITE', content: '5' }] },
    });
    expect(reading.offer?.pieces).toMatchObject([{ kind: 'DC1', fileName: 'dc1.pdf' }]);
    expect(second?.lines?.[0]?.pieces).toMatchObject([{ kind: 'FT', fileName: 'c50.pdf' }]);
  });

  it('keeps the buyer’s data where a grey cell was changed', () => {
    const reading = read(type(filled, 'Bordereau', { 5: { 'need:quantity': '2000' } }));
    expect(told(reading)).toEqual([expect.stringMatching(/^need-changed Bordereau![A-Z]+5$/)]);
    expect(reading.offer?.lots?.[0]?.lines?.[0]?.quantity).toBe('20');
  });
});

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
