import { editWorkbook, formatAddress, textCell, type CellEdit } from '@liaison/xlsx';
import { describe, expect, it } from 'vitest';
import { writeModel } from '../write/write-model.ts';
import {
  columnOf,
  filled,
  identity,
  model,
  needs,
  read,
  sheetOf,
  tige,
  told,
  type,
} from '../testing-filled.ts';

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

  it('answers requirements in one cell, an answer a line, or conforms to all of them', () => {
    const properties = (answer: string) =>
      read(type(filled, 'Bordereau', { 5: { 'item.properties': answer } })).offer?.lots?.[0]?.lines?.[0]?.item
        ?.properties;
    expect(properties('Stérile : oui\r\nDiamètre\u00a0: 44 mm\n')).toEqual([
      { name: 'Stérile', value: 'oui' },
      { name: 'Diamètre', value: '44 mm' },
    ]);
    expect(properties('conforme')).toEqual([
      { name: 'Stérile', value: 'oui' },
      { name: 'Diamètre', value: '44 mm' },
    ]);
    const unclear = read(
      type(filled, 'Bordereau', { 5: { 'item.properties': 'Stérile : oui\nvoir notice' } }),
    );
    const cell = formatAddress({ row: 5, column: columnOf(model, 'Bordereau', 'item.properties') });
    expect(told(unclear)).toEqual([`no-answer Bordereau!${cell}`]);
    expect(unclear.findings[0]?.value).toBe('voir notice');
  });

  it('keeps the answers that nobody touched, beside the one that changed', () => {
    const { offer } = read(type(filled, 'Bordereau', { 5: { 'item.properties': 'conforme' } }));
    const [line] = offer?.lots?.[0]?.lines ?? [];
    if (!offer || !line?.item) throw new Error('no offer');
    line.item.properties = [
      { name: 'a : b', value: 'c' },
      { name: 'Stérile', value: 'non' },
    ];
    const again = writeModel({ needs, offer });
    expect(read(again).offer).toEqual(offer);
    const mended = read(type(again, 'Bordereau', { 5: { 'item.properties': 'a : b : c\nStérile : oui' } }));
    expect(mended.offer?.lots?.[0]?.lines?.[0]?.item?.properties).toEqual([
      { name: 'a : b', value: 'c' },
      { name: 'Stérile', value: 'oui' },
    ]);
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
    const ofLine = ({ lot, ligne, path }: (typeof reading.findings)[number]) => [lot, ligne, path.join('.')];
    expect(reading.findings.map(ofLine)).toEqual([
      ['1', '1.1', 'lots.0.lines.0.item.gtin'],
      ['1', '1.1', 'lots.0.lines.0.item.lppr'],
      ['1', '1.1', 'lots.0.lines.0.price.unitPrice'],
      ['2', '2.1', 'lots.1.lines.0.item.vatRate'],
      ['2', '2.1', 'lots.1.lines.0.item.name'],
    ]);
    expect(reading.place(['lots', 0, 'lines', 0, 'price', 'leadTimeDays'])).toBe(at('price.leadTimeDays', 5));
    expect(reading.place(['lots', 0, 'lines', 0, 'price', 'discount', 'amount'])).toBe(
      at('price.discount.percent', 5),
    );
    expect(reading.place(['lots', 0, 'lines', 0, 'warranty'])).toBe(at('status', 5));
    expect(reading.place(['consultation', 'id'])).toBeUndefined();
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
