/**
 * A small sample of every code list, for demonstration and tests. All of it is fictive: codes lie in ranges that no real
 * one uses where there is such a range, labels say so, and tariffs are invented. The real lists come by signed bundles.
 */
import { createHash } from 'node:crypto';
import { gs1Key } from './check-digits.ts';
import type { CodeRow, CodeSystem, NomenclatureSet } from './nomenclature-set.ts';

const version = 'fictive-2026-01';
const since = '2020-01-01';

const joints = ['hanche', 'genou', 'épaule', 'cheville', 'coude', 'doigt'];
const parts = ['tige', 'cupule', 'insert', 'tête', 'ciment', 'ancillaire'];

function row(code: string, label: string, more: Partial<CodeRow> = {}): CodeRow {
  return { code, label: `${label} (fictif)`, validFrom: since, ...more };
}

/** A class with its levels above, since a need may name a whole branch: P, P50, P50A, P50AA, P50AA01. */
function branch(code: string, label: string): CodeRow[] {
  const levels = [1, 3, 4, 5].map((length) => row(code.slice(0, length), `Classe ${code.slice(0, length)}`));
  return [...levels, row(code, label)];
}

/** Branches share their upper levels. */
function once(rows: readonly CodeRow[]): CodeRow[] {
  return [...new Map(rows.map((known) => [known.code, known])).values()];
}

const cladimed: readonly CodeRow[] = once([
  ...joints.flatMap((joint, family) =>
    parts.flatMap((part, rank) =>
      branch(`P50${'ABCDEF'[family] ?? 'A'}A${String(rank + 1).padStart(2, '0')}`, `${part} de ${joint}`),
    ),
  ),
  row('P50AZ99', 'Ciment, ancien classement', { validTo: '2025-12-31', replacedBy: 'P50AA05' }),
  row('P50GA01', 'Prothèse imprimée', { validFrom: '2027-01-01' }),
]);

const lppr: readonly CodeRow[] = [
  ...joints.flatMap((joint, family) =>
    parts.map((part, rank) =>
      row(`99${family + 1}${String(rank + 1).padStart(4, '0')}`, `${part} de ${joint}`, {
        vatRate: '5.5',
        tariff: `${120 + 40 * family + 15 * rank}.00`,
      }),
    ),
  ),
  row('0990001', 'Ciment, code à zéro de tête', { vatRate: '5.5', tariff: '95.00' }),
  row('9990001', 'Ciment, code retiré', { validTo: '2025-06-30', replacedBy: '9910005', vatRate: '5.5' }),
];

const drugs = [
  'gentamicine 80 mg',
  'paracétamol 1 g',
  'morphine 10 mg',
  'cefazoline 2 g',
  'enoxaparine 4000 UI',
];
const ucdOf = (rank: number) => withKey(`3400899${String(rank).padStart(5, '0')}`);
const cipOf = (rank: number) => withKey(`3400999${String(rank).padStart(5, '0')}`);
const ucd = drugs.map((drug, rank) => row(ucdOf(rank + 1), drug, { vatRate: '2.1' }));
const cip = drugs.map((drug, rank) => row(cipOf(rank + 1), `${drug}, boîte de 10`, { vatRate: '2.1' }));
const atc = once(
  ['X01AA01', 'X01AB02', 'X02AA01', 'X02BA03'].flatMap((code) => branch(code, `Classe ${code}`)),
);

/** Rates by kind of product: what a product that no list knows may bear. */
const vat: readonly CodeRow[] = [
  row('MEDICAMENT-REMBOURSABLE', 'Médicament remboursable ou agréé aux collectivités', { vatRate: '2.1' }),
  row('MEDICAMENT', 'Autre médicament', { vatRate: '10' }),
  row('DISPOSITIF-LPPR', 'Dispositif inscrit sur la LPPR', { vatRate: '5.5' }),
  row('DISPOSITIF', 'Autre dispositif', { vatRate: '20' }),
];

const units = [
  ['H87', 'Pièce'],
  ['C62', 'Unité'],
  ['PR', 'Paire'],
  ['XBX', 'Boîte'],
  ['MLT', 'Millilitre'],
].map(([code = '', label = '']) => row(code, label));

/** Codes of the sample that the fictive market is made of. */
export const fictiveCodes = {
  cladimed: 'P50AA05',
  lppr: '9910005',
  ucd13: ucdOf(1),
  cip13: cipOf(1),
  atc: 'X01AA01',
};

export function fictiveNomenclatures(): NomenclatureSet[] {
  const lists: readonly (readonly [CodeSystem, readonly CodeRow[]])[] = [
    ['CLADIMED', cladimed],
    ['LPPR', lppr],
    ['UCD', ucd],
    ['CIP', cip],
    ['ATC', atc],
    ['TVA', vat],
    ['UNITE', units],
  ];
  return lists.map(([system, rows]) => ({
    system,
    version,
    effectiveFrom: since,
    sha256: createHash('sha256').update(JSON.stringify(rows)).digest('hex'),
    rows,
  }));
}

function withKey(body: string): string {
  return body + gs1Key(body);
}
