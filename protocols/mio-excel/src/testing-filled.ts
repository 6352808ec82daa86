import { editWorkbook, readWorkbook, textCell, type CellEdit, type Sheet } from '@liaison/xlsx';
import { readOffer, type OfferReading } from './read/read-offer.ts';
import { exampleNeeds } from './testing-example.ts';
import { writeModel } from './write/write-model.ts';

/** A model of the example's needs, as a supplier fills it. */

export const identity = {
  messageId: '00000000-0000-4000-8000-000000000001',
  createdAt: '2026-11-30T09:00:00Z',
};
export const needs = exampleNeeds();
export const model = writeModel({ needs, needsSha256: 'ab'.repeat(32) });

export function sheetOf(file: Uint8Array, name: string): Sheet {
  const found = readWorkbook(file).sheets.find((sheet) => sheet.name === name);
  if (!found) throw new Error(`no sheet ${name}`);
  return found;
}

export function columnOf(file: Uint8Array, sheet: string, key: string): number {
  const cell = sheetOf(file, sheet).rows[0]?.cells.find(({ text }) => text === key);
  if (!cell) throw new Error(`no column ${key}`);
  return cell.column;
}

type Typed = Readonly<Record<string, string>>;

/** Types texts into rows of a sheet, by the keys of the columns. */
export function type(file: Uint8Array, sheet: string, rows: Readonly<Record<number, Typed>>): Uint8Array {
  const cells = Object.entries(rows).flatMap(([row, typed]) =>
    Object.entries(typed).map(([key, text]): CellEdit => ({
      row: Number(row),
      column: columnOf(file, sheet, key),
      value: textCell(text),
    })),
  );
  return editWorkbook(file, { sheets: [{ sheet, cells }] });
}

export function read(file: Uint8Array): OfferReading {
  return readOffer(file, { identity });
}

export function told({ findings }: OfferReading): string[] {
  return findings.map(({ kind, cell }) => (cell === undefined ? kind : `${kind} ${cell}`));
}

export const tige = {
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
export const filled = type(whoWeAre, 'Bordereau', {
  5: tige,
  6: { status: 'sans offre', comment: 'Non fabriqué' },
  7: cotyle,
});
