import type { FindingKind, ModelPath } from '@liaison/mio';

/**
 * What stood in the way in a workbook. Those of `@liaison/mio` (a value, a code, something missing) come from its own
 * reader; the others are of spreadsheets:
 * - `unreadable`: no workbook at all, or one that is refused (`XlsxError`);
 * - `not-the-model`: no sheet with the keys of the schedule, nor its headers;
 * - `memory-lost`: the hidden sheet is gone or was changed;
 * - `other-consultation`, `other-version`: made for another one than is answered here;
 * - `sheet-missing`, `sheet-renamed`, `column-missing`, `keys-lost`;
 * - `no-need`: a row that belongs to no need; `no-line`: a detail that belongs to no offered line, or to several;
 * - `need-changed`: a grey cell says something else than the buyer does, who is right;
 * - `line-removed`: a row of the offer that is no longer there;
 * - `error-value` (#N/A), `formula` (its last value was taken), `formula-empty` (it has none), `merged`;
 * - `scientific`: a code that a spreadsheet rounded; `leading-zeros`: a code whose zeros were given back;
 * - `date-for-number`: a number that a spreadsheet took for a date;
 * - `no-answer`: a line of the answers to requirements that is none;
 * - `more`: how many findings more there are than are listed.
 */
export type ExcelFindingKind =
  | 'unreadable'
  | 'not-the-model'
  | 'memory-lost'
  | 'other-consultation'
  | 'other-version'
  | 'sheet-missing'
  | 'sheet-renamed'
  | 'column-missing'
  | 'keys-lost'
  | 'no-need'
  | 'no-line'
  | 'need-changed'
  | 'line-removed'
  | 'error-value'
  | 'formula'
  | 'formula-empty'
  | 'merged'
  | 'scientific'
  | 'leading-zeros'
  | 'date-for-number'
  | 'no-answer'
  | 'more';

/** As in a control report: what blocks, what must be corrected, what should be looked at, what is worth knowing. */
export type Severity = 'BLOQUANT' | 'ERREUR' | 'AVERTISSEMENT' | 'INFO';

export type ExcelFinding = {
  readonly kind: ExcelFindingKind | FindingKind;
  readonly severity: Severity;
  /** `Bordereau!F132`; absent where it is about the whole workbook. */
  readonly cell?: string;
  /** Property of the message it is about; empty where there is none. */
  readonly path: ModelPath;
  readonly value?: string;
  readonly lot?: string;
  readonly ligne?: string;
  /** French name of the field, as in the field table. */
  readonly champ?: string;
  /** For a French reader. */
  readonly fr: string;
};

type Facts = { readonly value?: string | undefined; readonly name?: string | undefined };

const told: Readonly<Record<ExcelFindingKind, readonly [Severity, (facts: Facts) => string]>> = {
  unreadable: ['BLOQUANT', ({ value }) => value ?? 'Le classeur ne se lit pas.'],
  'not-the-model': [
    'BLOQUANT',
    () =>
      'Ce classeur n’est pas le modèle de la consultation : la feuille « Bordereau » est introuvable. Repartez du modèle de l’acheteur.',
  ],
  'memory-lost': [
    'AVERTISSEMENT',
    () =>
      'La feuille cachée du modèle manque ou a été modifiée : les lignes sont reconnues par leur lot et leur numéro.',
  ],
  'other-consultation': [
    'BLOQUANT',
    ({ value, name }) => `Ce classeur a été établi pour la consultation ${value}, et non pour ${name}.`,
  ],
  'other-version': [
    'AVERTISSEMENT',
    ({ value, name }) =>
      `Ce classeur répond à la version ${value} de la consultation ; la version en vigueur est la ${name}. Reprenez le modèle rectifié.`,
  ],
  'sheet-missing': [
    'AVERTISSEMENT',
    ({ name }) => `La feuille « ${name} » manque : ce qu’elle contenait n’est pas lu.`,
  ],
  'sheet-renamed': [
    'INFO',
    ({ name, value }) => `La feuille « ${name} » s’appelle maintenant « ${value} » ; elle a été reconnue.`,
  ],
  'column-missing': ['AVERTISSEMENT', ({ name }) => `La colonne « ${name} » manque : elle n’est pas lue.`],
  'keys-lost': [
    'AVERTISSEMENT',
    () => 'La première ligne, cachée, a été supprimée : les colonnes sont reconnues par leur en-tête.',
  ],
  'no-need': [
    'ERREUR',
    ({ value }) =>
      `Cette ligne ne correspond à aucun besoin${value ? ` (${value})` : ''} : indiquez le lot et la ligne de l’acheteur.`,
  ],
  'no-line': [
    'ERREUR',
    ({ value }) =>
      `Cette ligne ne se rattache pas à un seul produit du bordereau${value ? ` (${value})` : ''} : indiquez le lot, la ligne et, s’il y a plusieurs produits, la référence fournisseur.`,
  ],
  'need-changed': [
    'AVERTISSEMENT',
    ({ value, name }) =>
      `« ${value} » a remplacé une donnée de l’acheteur (${name}) : c’est celle de l’acheteur qui compte.`,
  ],
  'line-removed': [
    'INFO',
    ({ value }) => `La ligne ${value} de l’offre a été supprimée du bordereau : elle est retirée de l’offre.`,
  ],
  'error-value': ['ERREUR', ({ value }) => `La cellule affiche l’erreur ${value} : saisissez la valeur.`],
  formula: [
    'AVERTISSEMENT',
    ({ value }) =>
      `La cellule contient une formule : sa dernière valeur (${value}) a été retenue. Collez-la plutôt en valeur.`,
  ],
  'formula-empty': [
    'ERREUR',
    () => 'La cellule contient une formule sans valeur calculée : saisissez la valeur.',
  ],
  merged: [
    'AVERTISSEMENT',
    () =>
      'Des cellules sont fusionnées : seule la première porte la valeur. Annulez la fusion et remplissez chaque ligne.',
  ],
  scientific: [
    'ERREUR',
    ({ value }) =>
      `Le tableur a arrondi ce code (${value}) : ressaisissez-le en entier, dans une cellule au format texte.`,
  ],
  'leading-zeros': [
    'AVERTISSEMENT',
    ({ value }) => `Des zéros de tête manquaient à ce code ; il est lu ${value}. Vérifiez-le.`,
  ],
  'date-for-number': [
    'ERREUR',
    ({ value }) => `Le tableur a pris ce nombre pour une date (${value}) : ressaisissez-le.`,
  ],
  'no-answer': [
    'ERREUR',
    ({ value }) =>
      `« ${value} » n’est pas une réponse : écrivez une exigence et sa réponse par ligne, comme « stérile : oui », ou « conforme ».`,
  ],
  more: ['INFO', ({ value }) => `${value} autres constats ne sont pas listés.`],
};

/** A finding about a workbook, with its severity and sentence. */
export function excelFinding(
  kind: ExcelFindingKind,
  cell: string | undefined,
  facts: Facts = {},
  path: ModelPath = [],
): ExcelFinding {
  const [severity, sentence] = told[kind];
  return {
    kind,
    severity,
    ...(cell === undefined ? {} : { cell }),
    path,
    ...(facts.value === undefined ? {} : { value: facts.value }),
    fr: sentence(facts),
  };
}
