import { textCell, type CellStyle, type RowInput, type SheetInput } from '@liaison/xlsx';
import { sheetNames } from '../layout/columns.ts';
import { plainList, textOf, valueAt, type Plain } from '../layout/record.ts';
import { fills, styles } from '../layout/styles.ts';

type Line = readonly [kind: 'section' | 'step' | 'note', text: string];

const lines: readonly Line[] = [
  ['section', 'En quatre étapes'],
  ['step', '1.  Identité : dites qui vous êtes. Le SIRET suffit à vous reconnaître.'],
  [
    'step',
    '2.  Bordereau : une ligne par besoin. À gauche, en gris, ce que l’acheteur demande. À droite, en jaune, votre produit et votre prix hors taxes, pour l’unité demandée.',
  ],
  [
    'step',
    '3.  Conditionnements, Remises, Pièces : seulement si vous en avez. Une ligne par niveau, par palier, par fichier.',
  ],
  [
    'step',
    '4.  Enregistrez au format .xlsx et renvoyez le classeur. La feuille Contrôle vous dira ce qu’il faut corriger, cellule par cellule.',
  ],
  ['section', 'Bon à savoir'],
  [
    'note',
    'Sans produit pour une ligne : choisissez « sans offre » ; dites pourquoi en commentaire si vous le souhaitez.',
  ],
  [
    'note',
    'Plusieurs produits pour un besoin, ou une variante : recopiez la ligne, ou remplissez une des lignes libres en bas du bordereau avec le lot et la ligne.',
  ],
  ['note', 'Prix : « 12,50 », « 12.50 » ou « 12,50 € » se lisent de même. Six décimales au plus.'],
  [
    'note',
    'Codes (GTIN, CIP, UCD, LPPR, SIRET) : les cellules sont au format texte, pour garder les zéros de tête. Collez en « valeurs seules ».',
  ],
  [
    'note',
    'Vous pouvez trier, filtrer, élargir, masquer, ajouter vos propres feuilles. Ne fusionnez pas de cellules dans les tableaux.',
  ],
  [
    'note',
    'Une formule est lue par sa dernière valeur calculée. Les macros et les liaisons vers d’autres classeurs sont refusées.',
  ],
  [
    'note',
    'La protection n’a pas de mot de passe : Révision, « Ôter la protection de la feuille », si vous devez trier ou recopier des lignes.',
  ],
];

const looks: Record<Line[0], CellStyle> = { section: styles.section, step: styles.text, note: styles.text };

/** The first sheet: what it is about, how to fill it, what the colours mean. */
export function guideSheet(needs: Plain | undefined, offer: Plain): SheetInput {
  const consultation = needs?.['consultation'] ?? offer['consultation'];
  const id = textOf(valueAt(consultation, ['id']));
  const facts: [string, string][] = [
    ['Consultation', id],
    ['Version', textOf(valueAt(consultation, ['version']))],
    ['Objet', textOf(valueAt(consultation, ['title']))],
    ['Acheteur', textOf(valueAt(needs, ['buyer', 'party', 'name']) ?? valueAt(offer, ['buyer', 'name']))],
    ['Remise des offres avant le', deadline(textOf(valueAt(consultation, ['deadline'])))],
    ['Lots', String(plainList((needs ?? offer)['lots']).length)],
  ];
  const rows: RowInput[] = [
    { cells: [textCell('Réponse à la consultation', styles.title)], height: 30 },
    {
      cells: [textCell('Modèle MIO : ce classeur est votre offre de prix, sans ressaisie.', styles.subtitle)],
      height: 20,
    },
    { cells: [] },
    ...facts
      .filter(([, value]) => value !== '')
      .map(([name, value]) => ({ cells: [textCell(name, styles.strong), textCell(value, styles.text)] })),
    { cells: [] },
    ...lines.map(([kind, text]) => ({
      cells: [textCell(text, looks[kind])],
      height: kind === 'section' ? 26 : 16 * Math.ceil(text.length / 122) + 3,
    })),
    { cells: [] },
    { cells: [textCell('Couleurs', styles.section)], height: 26 },
    legend(
      fills.offer,
      'À remplir par vous. Une étoile dans l’en-tête : indispensable pour une ligne offerte.',
    ),
    legend(fills.need, 'Donné par l’acheteur, à ne pas changer.'),
    legend(fills.computed, 'Calculé au contrôle, rien à saisir.'),
    legend(
      'F8CBAD',
      'À corriger : erreur trouvée par le contrôle, expliquée dans le commentaire de la cellule.',
    ),
    legend('FFE699', 'À vérifier : avertissement du contrôle.'),
  ];
  const merged = rows.flatMap(({ cells }, index) =>
    cells.length === 1 ? [{ from: { row: index + 1, column: 1 }, to: { row: index + 1, column: 2 } }] : [],
  );
  return {
    name: sheetNames.guide,
    tabColour: '1F3A5F',
    columns: [{ width: 30 }, { width: 86 }],
    rows,
    merges: merged,
    isProtected: true,
    hasNoGrid: true,
    print: { footer: '&L&A&RPage &P / &N' },
  };
}

function legend(fill: string, text: string): RowInput {
  return {
    cells: [
      { kind: 'empty', text: '', style: { fill, border: 'BFBFBF' } },
      textCell(text, { ...styles.text, horizontal: 'left', indent: 1 }),
    ],
    height: 18,
  };
}

/** `30/11/2026 à 16:00:00 (+01:00)`: to the second and with its zone, since seconds decide. */
function deadline(instant: string): string {
  const [, year, month, day, time, zone] = /^(\d{4})-(\d{2})-(\d{2})T([\d:]+)(.*)$/.exec(instant) ?? [];
  return year === undefined
    ? instant
    : `${day}/${month}/${year} à ${time} (${zone === 'Z' ? 'temps universel' : `UTC${zone}`})`;
}
