import { textCell, type CellInput, type CellStyle, type SheetInput } from '@liaison/xlsx';
import { sheetNames } from '../layout/columns.ts';
import { styles } from '../layout/styles.ts';
import type { Severity } from '../finding.ts';
import { rowHeight } from '../write/table-sheet.ts';
import { bySeverity, markFills, severityWords } from './marks.ts';
import type { ReportedFinding } from './reported-finding.ts';

const headers = ['Gravité', 'Cellule', 'Lot', 'Ligne', 'Champ', 'Constat', 'Valeur', 'Que faire', 'Code'];
const columns = [15, 20, 8, 10, 22, 60, 24, 44, 18].map((width) => ({ width }));
const headerRow = 5;
const cell: CellStyle = {
  border: 'BFBFBF',
  isWrapped: true,
  vertical: 'top',
  format: '@',
  horizontal: 'left',
  indent: 1,
};
const link: CellStyle = { ...cell, colour: '0563C1' };

/** The report as a sheet: the worst first, each with a jump to its cell. */
export function controlSheet(findings: readonly ReportedFinding[]): SheetInput {
  const sorted = findings.toSorted(bySeverity);
  return {
    name: sheetNames.control,
    tabColour: markFills[sorted[0]?.severity ?? 'INFO'],
    columns,
    rows: [
      { cells: [textCell(sheetNames.control, styles.title)], height: 26 },
      { cells: [textCell(verdict(sorted), styles.section)], height: 24 },
      {
        cells: [
          textCell(
            'Cliquez sur la cellule pour y aller. Corrigez, enregistrez, renvoyez : les marques seront mises à jour.',
            styles.subtitle,
          ),
        ],
        height: 20,
      },
      { cells: [] },
      { cells: headers.map((header) => textCell(header, styles.offerHeader)), height: 24 },
      ...sorted.map((finding) => {
        const cells = findingCells(finding);
        return { cells, height: rowHeight(cells, columns) };
      }),
    ],
    links: sorted.flatMap(({ location: { excel } }, index) =>
      excel === undefined ? [] : [{ row: headerRow + 1 + index, column: 2, to: excel }],
    ),
    freeze: { row: headerRow + 1, column: 1 },
    filter: {
      from: { row: headerRow, column: 1 },
      to: { row: headerRow + Math.max(1, sorted.length), column: headers.length },
    },
    hasNoGrid: true,
    print: { isLandscape: true, repeat: { from: headerRow, to: headerRow }, footer: '&L&A&RPage &P / &N' },
  };
}

function findingCells({
  severity,
  location,
  message,
  value,
  suggestion,
  code,
}: ReportedFinding): CellInput[] {
  return [
    textCell(severityWords[severity], { ...cell, isBold: true, fill: markFills[severity] }),
    textCell(location.excel ?? '', link),
    ...[location.lot, location.ligne, location.champ, message.fr, value, suggestion].map((text = '') =>
      textCell(text, cell),
    ),
    textCell(code, { ...cell, colour: '7F7F7F' }),
  ];
}

function verdict(findings: readonly ReportedFinding[]): string {
  const count = (severity: Severity): number => findings.filter((one) => one.severity === severity).length;
  const blocking = count('BLOQUANT') + count('ERREUR');
  const warnings = count('AVERTISSEMENT');
  const noted = `${warnings} avertissement${warnings > 1 ? 's' : ''}`;
  if (blocking > 0) return `À corriger : ${blocking} erreur${blocking > 1 ? 's' : ''}, ${noted}.`;
  return warnings > 0
    ? `Aucune erreur, ${noted} à vérifier.`
    : 'Aucune erreur : l’offre peut être certifiée.';
}
