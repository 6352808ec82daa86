import { textCell, type CellInput, type SheetInput } from '@liaison/xlsx';
import { identityFields, sheetNames } from '../layout/columns.ts';
import { valueCell } from '../layout/format-value.ts';
import { valueAt, type Plain } from '../layout/record.ts';
import { cellStyle, fills, styles } from '../layout/styles.ts';
import { keyMark } from './table-sheet.ts';

/** Where the value of an identity field is typed. */
export const identityValueColumn = 3;
const firstRow = 5;

/** Who offers: one field a row. */
export function identitySheet(offer: Plain): SheetInput {
  const rows = identityFields.map(
    ({ key, path, field, header, isRequired }): { cells: CellInput[]; height: number } => ({
      height: 18,
      cells: [
        textCell(key, styles.key),
        textCell(isRequired || key === 'tenderer.siret' ? `${header} *` : header, {
          ...styles.strong,
          border: 'BFBFBF',
          fill: fills.need,
          horizontal: 'left',
          indent: 1,
        }),
        valueCell(field, valueAt(offer, path), cellStyle(field, 'offer')),
        textCell(field.help, {
          ...styles.subtitle,
          isWrapped: true,
          vertical: 'top',
          horizontal: 'left',
          indent: 1,
        }),
      ],
    }),
  );
  return {
    name: sheetNames.identity,
    tabColour: 'E0A800',
    columns: [{ width: 4, isHidden: true }, { width: 28 }, { width: 48 }, { width: 44 }],
    rows: [
      { cells: [textCell(keyMark, styles.key)], isHidden: true },
      { cells: [undefined, textCell(sheetNames.identity, styles.title)], height: 26 },
      {
        cells: [
          undefined,
          textCell(
            'Le candidat seul, ou le mandataire du groupement. Remplissez les cellules jaunes.',
            styles.subtitle,
          ),
        ],
        height: 20,
      },
      {
        cells: [
          textCell('', styles.key),
          textCell('Donnée', styles.needHeader),
          textCell('Votre réponse', styles.offerHeader),
          textCell('Aide', styles.needHeader),
        ],
        height: 24,
      },
      ...rows,
    ],
    freeze: { row: firstRow, column: 1 },
    isProtected: true,
    hasNoGrid: true,
    print: { repeat: { from: 2, to: 4 }, footer: '&L&A&RPage &P / &N' },
  };
}
