import { createHash } from 'node:crypto';
import { writeMessage } from '@liaison/mio';
import {
  makeController,
  openNomenclatures,
  readNeed,
  severities,
  verdictOf,
  type Controller,
  type ControllerIdentity,
  type ControlReport,
  type Counts,
  type Finding,
  type NomenclatureSet,
} from '@liaison/mio-control';
import { readJsonDocument, readWorkbookDocument, type DocumentReading } from './read-document.ts';

export type DocumentTask = {
  readonly bytes: Uint8Array;
  readonly format: 'json' | 'xlsx';
  /** The needs that it answers, XML. */
  readonly need?: Uint8Array;
  readonly effectiveOn?: string;
};

/** Null where the needs are none. `xml`: the message that was read and controlled, where there was one. */
export type DocumentOutcome = { readonly report: ControlReport; readonly xml?: Uint8Array } | null;

export type ControllerSetup = {
  readonly identity: ControllerIdentity;
  readonly nomenclatures: readonly NomenclatureSet[];
  readonly maximumFindings: number;
};

/** Controls messages that come as a workbook or as JSON, with what stood in the way of reading them. */
export function makeDocumentControl({ identity, nomenclatures, maximumFindings }: ControllerSetup) {
  const controller = makeController({
    identity,
    nomenclatures: openNomenclatures(nomenclatures),
    maximumFindings,
  });
  return (task: DocumentTask): DocumentOutcome => {
    const need = task.need && readNeed(task.need);
    if (task.need && !need) return null;
    const reading =
      task.format === 'xlsx' ? readWorkbookDocument(task.bytes, task.need) : readJsonDocument(task.bytes);
    if (!reading.message) return { report: unreadable(controller, task.bytes, reading.findings) };
    const xml = Buffer.from(writeMessage(reading.message));
    const report = controller.control(xml, {
      ...(need ? { need } : {}),
      ...(reading.cell ? { cell: reading.cell } : {}),
      ...(task.effectiveOn === undefined ? {} : { effectiveOn: task.effectiveOn }),
    });
    return { xml, report: withReading(report, reading) };
  };
}

/** The report on a file from which no message could be read. */
function unreadable(controller: Controller, bytes: Uint8Array, findings: readonly Finding[]): ControlReport {
  const { messageType: _type, messageId: _id, ...report } = controller.control(new Uint8Array());
  const counts = countsOf(findings);
  const messageSha256 = createHash('sha256').update(bytes).digest('hex');
  return { ...report, messageSha256, findings, counts, verdict: verdictOf(counts) };
}

/** What the control says of the message, and what the reading says of its file; what both say is said once. */
function withReading(report: ControlReport, { findings: read }: DocumentReading): ControlReport {
  if (read.length === 0) return report;
  const told = new Set(read.flatMap(({ path }) => (path ? [path.join('/')] : [])));
  const isTold = ({ layer, path }: Finding) => layer === 'XSD' && told.has((path ?? []).join('/'));
  const again = countsOf(report.findings.filter(isTold));
  const findings = [...read, ...report.findings.filter((finding) => !isTold(finding))];
  const counts = { ...added(report.counts, countsOf(read), again), listed: findings.length };
  return { ...report, findings, counts, verdict: verdictOf(counts) };
}

function countsOf(findings: readonly Finding[]): Counts {
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
