import { type CellStyle, type SheetInput, textCell, writeWorkbook } from '@liaison/xlsx';
import type { ControlReport } from '../report/control-report.ts';
import { columns } from './rows.ts';

const widths: Readonly<Record<string, number>> = {
  Message: 60,
  'Que faire': 50,
  'Chemin XML': 40,
  Champ: 24,
  Cellule: 18,
};
const head: CellStyle = { isBold: true, fill: 'E8EEF2', isWrapped: true, vertical: 'center' };
const body: CellStyle = { isWrapped: true, vertical: 'top', format: '@' };

/** The report as a workbook: a sheet of findings to filter, and one of what was controlled, by what. */
export function renderXlsx(report: ControlReport): Uint8Array {
  const title = `Rapport de contrôle MIO ${report.messageType ?? ''}`.trim();
  return writeWorkbook({
    sheets: [findings(report), summary(report)],
    properties: { title, creator: report.controller.product },
  });
}

function findings({ findings }: ControlReport): SheetInput {
  const last = { row: findings.length + 1, column: columns.length };
  return {
    name: 'Constats',
    columns: columns.map(({ title }) => ({ width: widths[title] ?? 14 })),
    rows: [
      { cells: columns.map(({ title }) => textCell(title, head)) },
      ...findings.map((finding) => ({ cells: columns.map(({ of }) => textCell(of(finding), body)) })),
    ],
    freeze: { row: 2, column: 1 },
    filter: { from: { row: 1, column: 1 }, to: last },
    print: { isLandscape: true, repeat: { from: 1, to: 1 } },
  };
}

function summary(report: ControlReport): SheetInput {
  const { BLOQUANT, ERREUR, AVERTISSEMENT, INFO } = report.counts.bySeverity;
  const rows: readonly (readonly [string, string])[] = [
    ['Verdict', report.verdict],
    ['Message', report.messageId ?? ''],
    ['Type', report.messageType ?? ''],
    ['Empreinte SHA-256', report.messageSha256],
    ['Bloquants', String(BLOQUANT)],
    ['Erreurs', String(ERREUR)],
    ['Avertissements', String(AVERTISSEMENT)],
    ['Informations', String(INFO)],
    ['Constats dans ce classeur', String(report.counts.listed)],
    ['Contrôleur', `${report.controller.product} ${report.controller.version} (${report.controller.id})`],
    ['Règles', `${report.ruleSet.id} ${report.ruleSet.version}`],
    ...report.nomenclatures.map(({ system, version }) => [`Nomenclature ${system}`, version] as const),
    ['Date d’effet', report.effectiveOn ?? ''],
    ['Contrôlé le', report.startedAt],
    ['Rapport', report.reportId],
  ];
  return {
    name: 'Contrôle',
    columns: [{ width: 28 }, { width: 70 }],
    rows: rows.map(([name, value]) => ({ cells: [textCell(name, head), textCell(value, body)] })),
  };
}
