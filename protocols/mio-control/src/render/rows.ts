import type { Finding } from '../report/finding.ts';

/** Columns of the report as a table, for CSV and workbook alike. */
export const columns: readonly { readonly title: string; readonly of: (finding: Finding) => string }[] = [
  { title: 'Gravité', of: ({ severity }) => severity },
  { title: 'Code', of: ({ code }) => code },
  { title: 'Couche', of: ({ layer }) => layer },
  { title: 'Lot', of: ({ location }) => location.lot ?? '' },
  { title: 'Ligne', of: ({ location }) => location.ligne ?? '' },
  { title: 'Champ', of: ({ location }) => location.champ ?? '' },
  { title: 'Cellule', of: ({ location }) => location.excel ?? '' },
  { title: 'Message', of: ({ message }) => message.fr },
  { title: 'Valeur lue', of: ({ value }) => value ?? '' },
  { title: 'Valeur attendue', of: ({ expected }) => expected ?? '' },
  { title: 'Que faire', of: ({ suggestion }) => suggestion ?? '' },
  { title: 'Ligne XML', of: ({ location }) => String(location.line ?? '') },
  { title: 'Chemin XML', of: ({ location }) => location.xpath ?? '' },
  { title: 'Règle', of: ({ ruleUrl }) => ruleUrl },
];

/** Where, in the words of the reader's own document: `Lot 3 · ligne 3.2 · Prix unitaire HT · Bordereau!F132`. */
export function formatPlace({ location }: Finding): string {
  const parts = [
    location.lot === undefined ? '' : `Lot\u00a0${location.lot}`,
    location.ligne === undefined ? '' : `ligne\u00a0${location.ligne}`,
    location.champ ?? '',
    location.excel === undefined ? '' : `cellule\u00a0${location.excel}`,
    location.excel === undefined && location.line !== undefined
      ? `ligne\u00a0${location.line} du fichier`
      : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' · ') : 'Message entier';
}
