import { severities, verdictOf, type ControlReport, type Counts, type Finding } from '@liaison/mio-control';

/** What the control says of the message, after what the reading says of its file; an error that both say is said once. */
export function withReading(report: ControlReport, read: readonly Finding[]): ControlReport {
  if (read.length === 0) return report;
  const errors = read.filter(({ severity }) => severity === 'BLOQUANT' || severity === 'ERREUR');
  const told = new Set(errors.flatMap(({ path }) => (path ? [path.join('/')] : [])));
  const isTold = ({ layer, path }: Finding) => layer === 'XSD' && told.has((path ?? []).join('/'));
  const again = countsOf(report.findings.filter(isTold));
  const findings = [...read, ...report.findings.filter((finding) => !isTold(finding))];
  const counts = { ...added(report.counts, countsOf(read), again), listed: findings.length };
  return { ...report, findings, counts, verdict: verdictOf(counts) };
}

export function countsOf(findings: readonly Finding[]): Counts {
  const bySeverity = { BLOQUANT: 0, ERREUR: 0, AVERTISSEMENT: 0, INFO: 0 };
  const byCode: Record<string, number> = {};
  for (const { severity, code } of findings) {
    bySeverity[severity] += 1;
    byCode[code] = (byCode[code] ?? 0) + 1;
  }
  return { bySeverity, byCode, total: findings.length, listed: findings.length };
}

function added(control: Counts, read: Counts, again: Counts): Counts {
  const bySeverity = { ...control.bySeverity };
  for (const severity of severities)
    bySeverity[severity] += read.bySeverity[severity] - again.bySeverity[severity];
  const codes = [...new Set([...Object.keys(control.byCode), ...Object.keys(read.byCode)])].toSorted();
  const totals = codes.map((code): [string, number] => [
    code,
    (control.byCode[code] ?? 0) + (read.byCode[code] ?? 0) - (again.byCode[code] ?? 0),
  ]);
  const byCode = Object.fromEntries(totals.filter(([, count]) => count > 0));
  return { bySeverity, byCode, total: control.total + read.total - again.total, listed: control.listed };
}
