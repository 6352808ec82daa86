import type { ControlReport } from '../report/control-report.ts';

/** The report as JSON, two spaces deep, ended by a line feed. */
export function renderJson(report: ControlReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
