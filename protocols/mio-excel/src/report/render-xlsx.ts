import { writeWorkbook } from '@liaison/xlsx';
import { controlSheet } from './control-sheet.ts';
import type { ReportedFinding } from './reported-finding.ts';

/** A report as a workbook of its own, for who did not send one; the same bytes for the same findings. */
export function renderXlsx(findings: readonly ReportedFinding[]): Uint8Array {
  const sheet = { ...controlSheet(findings), links: [] };
  return writeWorkbook({
    sheets: [sheet],
    properties: { title: 'Résultat de contrôle', creator: 'Liaison' },
  });
}
