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

/** Where, in the words of the reader's own document; by the line of the file where neither lot nor cell is known. */
export function formatPlace({ location }: Finding): string {
  const { lot, ligne, champ, excel, line } = location;
  const parts = [
    lot === undefined ? '' : `Lot\u00a0${lot}`,
    ligne === undefined ? '' : `ligne\u00a0${ligne}`,
    champ ?? '',
    excel === undefined ? '' : `cellule\u00a0${excel}`,
    lot === undefined && excel === undefined && line !== undefined ? `ligne\u00a0${line} du fichier` : '',
  ].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' · ') : 'Message entier';
}
