import type { ControlReport } from '../report/control-report.ts';
import { columns } from './rows.ts';

/**
 * One line per finding, in the form that Excel in France opens by a double click: UTF-8 with its mark, semicolons, CRLF.
 * A value that a spreadsheet would run as a formula is kept as text by an apostrophe (OWASP, CSV injection).
 */
export function renderCsv(report: ControlReport): string {
  const lines = [
    columns.map(({ title }) => title),
    ...report.findings.map((finding) => columns.map(({ of }) => of(finding))),
  ];
  return `\ufeff${lines.map((cells) => cells.map(quote).join(';')).join('\r\n')}\r\n`;
}

function quote(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
