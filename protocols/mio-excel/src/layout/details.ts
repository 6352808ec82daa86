import {
  lotFeeColumns,
  packagingColumns,
  pieceColumns,
  sheetNames,
  tierColumns,
  type ModelColumn,
} from './columns.ts';
import { plainList, textOf, valueAt, type Plain } from './record.ts';
import { listOffered } from '../schedule-rows.ts';

/** Sheets whose rows belong to a line, a lot or the whole offer, told by lot, line and reference. */
export type DetailSheet = {
  readonly name: string;
  readonly hint: string;
  readonly columns: readonly ModelColumn[];
  readonly entries: (offer: Plain) => readonly DetailEntry[];
};

/** `key`: `P1.2.3` is the third of its kind of the line `O1.2`; `L1` a lot, `P0` the offer. */
export type DetailEntry = {
  readonly key: string;
  readonly lot?: Plain;
  readonly line?: Plain;
  readonly values: Plain;
};

export const packagingSheet: DetailSheet = {
  name: sheetNames.packaging,
  hint: 'Une ligne par niveau, du plus petit au plus grand. Contenance : en unités du besoin.',
  columns: packagingColumns,
  entries: (offer) => lineEntries(offer, 'C', ['price', 'packaging']),
};

export const discountsSheet: DetailSheet = {
  name: sheetNames.discounts,
  hint: 'Paliers : lot, ligne, quantité et prix. Franco, minimum et port : le lot seul, sans ligne.',
  columns: [...tierColumns, ...lotFeeColumns],
  entries: (offer) => [
    ...plainList(offer['lots']).flatMap((lot, index) =>
      lotFeeColumns.some(({ key }) => lot[key] !== undefined)
        ? [{ key: `L${index + 1}`, lot, values: feesOf(lot) }]
        : [],
    ),
    ...lineEntries(offer, 'R', ['tiers']),
  ],
};

export const piecesSheet: DetailSheet = {
  name: sheetNames.pieces,
  hint: 'Pièces de l’offre : ni lot, ni ligne. Pièces d’un lot : le lot. Fiche technique d’un produit : lot et ligne.',
  columns: pieceColumns,
  entries: (offer) => [
    ...plainList(offer['pieces']).map((values, index) => ({ key: `P0.${index + 1}`, values })),
    ...plainList(offer['lots']).flatMap((lot, lotIndex) =>
      plainList(lot['pieces']).map((values, index) => ({
        key: `P${lotIndex + 1}.0.${index + 1}`,
        lot,
        values,
      })),
    ),
    ...lineEntries(offer, 'P', ['pieces']),
  ],
};

/** Columns that say what a row belongs to. */
export const ownerColumns = [
  { key: 'lot', header: 'Lot', width: 10, help: 'Numéro du lot, comme dans le bordereau.' },
  { key: 'ligne', header: 'Ligne', width: 10, help: 'Numéro de la ligne, comme dans le bordereau.' },
  {
    key: 'reference',
    header: 'Référence fournisseur',
    width: 20,
    help: 'À remplir seulement si vous proposez plusieurs produits pour cette ligne.',
  },
] as const;

export function ownerText({ lot, line }: DetailEntry, key: (typeof ownerColumns)[number]['key']): string {
  if (key === 'lot') return textOf(lot?.['id']);
  if (key === 'ligne') return textOf(line?.['needLine']);
  return textOf(valueAt(line, ['item', 'supplierReference']));
}

function lineEntries(offer: Plain, letter: string, path: readonly string[]): DetailEntry[] {
  return listOffered(offer).flatMap(({ key, lot, line }) =>
    plainList(valueAt(line, path)).map((values, index) => ({
      key: `${letter}${key.slice(1)}.${index + 1}`,
      lot,
      line,
      values,
    })),
  );
}

function feesOf(lot: Plain): Plain {
  return Object.fromEntries(
    lotFeeColumns.flatMap(({ key }) => (lot[key] === undefined ? [] : [[key, lot[key]]])),
  );
}
