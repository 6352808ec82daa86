import type { ControlReply, ShownFinding, ShownReport } from '@liaison/marches/contract';

/**
 * What the reading of a workbook, of JSON or of CSV had against its file: a later control of the message made from it
 * cannot say it again, so that it goes on until the property it is about is corrected.
 */
export function carriedFrom(reply: ControlReply): readonly ShownFinding[] {
  return reply.xml === undefined ? [] : reply.findings.slice(0, reply.readingFindings ?? 0);
}

/** A report with what is carried into it; an error that both say is said once, at the cell. */
export function withCarried(reply: ControlReply, carried: readonly ShownFinding[]): ControlReply {
  const told = new Set(carried.filter(isError).map(keyOf));
  const own = reply.findings.filter((finding) => !isToldBy(finding, told));
  const again = reply.findings.length - own.length;
  if (carried.length === 0) return reply;
  const findings = [...carried, ...own];
  const bySeverity = { ...reply.counts.bySeverity };
  const byCode = { ...reply.counts.byCode };
  const count = ({ severity, code }: ShownFinding, step: 1 | -1) => {
    bySeverity[severity] += step;
    byCode[code] = (byCode[code] ?? 0) + step;
  };
  for (const finding of reply.findings) if (isToldBy(finding, told)) count(finding, -1);
  for (const finding of carried) count(finding, 1);
  const total = reply.counts.total - again + carried.length;
  return {
    ...reply,
    findings,
    counts: { bySeverity, byCode, total, listed: findings.length },
    verdict: verdictOf(bySeverity),
  };
}

/** What is left of it once a property has another value. */
export function withoutPath(
  carried: readonly ShownFinding[],
  path: readonly (string | number)[],
): readonly ShownFinding[] {
  const key = path.join('/');
  return carried.filter((finding) => keyOf(finding) !== key);
}

function isError({ severity }: ShownFinding): boolean {
  return severity === 'BLOQUANT' || severity === 'ERREUR';
}

function isToldBy(finding: ShownFinding, told: ReadonlySet<string>): boolean {
  return finding.layer === 'XSD' && finding.path !== undefined && told.has(keyOf(finding));
}

function keyOf({ path }: ShownFinding): string {
  return (path ?? []).join('/');
}

function verdictOf({ BLOQUANT, ERREUR, AVERTISSEMENT }: ShownReport['counts']['bySeverity']) {
  if (BLOQUANT + ERREUR > 0) return 'KO';
  return AVERTISSEMENT > 0 ? 'OK_AVEC_RESERVES' : 'OK';
}
