import { createHash } from 'node:crypto';
import { writeMessage } from '@liaison/mio';
import {
  makeController,
  openNomenclatures,
  readNeed,
  verdictOf,
  type Controller,
  type ControllerIdentity,
  type ControlReport,
  type Finding,
  type NomenclatureSet,
} from '@liaison/mio-control';
import type { FileFormat } from '../file-format.ts';
import { readDocument } from './read-document.ts';
import { countsOf, withReading } from './with-reading.ts';

export type DocumentTask = {
  readonly bytes: Uint8Array;
  readonly format: Exclude<FileFormat, 'xml'>;
  /** The needs that it answers, XML. */
  readonly need?: Uint8Array;
  readonly effectiveOn?: string;
};

/** A message that could be read: its report, as XML what was controlled, and how many findings, the first, its reading has. */
export type ReadDocument = {
  readonly report: ControlReport;
  readonly xml: Uint8Array;
  readonly readingFindings: number;
};

/** Null where the needs are none; the report alone where the file is no message at all. */
export type DocumentOutcome = ReadDocument | { readonly report: ControlReport } | null;

export type ControllerSetup = {
  readonly identity: ControllerIdentity;
  readonly nomenclatures: readonly NomenclatureSet[];
  readonly maximumFindings: number;
};

/** Controls messages that come otherwise than as XML, with what stood in the way of reading them. */
export function makeDocumentControl({ identity, nomenclatures, maximumFindings }: ControllerSetup) {
  const controller = makeController({
    identity,
    nomenclatures: openNomenclatures(nomenclatures),
    maximumFindings,
  });
  return (task: DocumentTask): DocumentOutcome => {
    const need = task.need && readNeed(task.need);
    if (task.need && !need) return null;
    const reading = readDocument(task.bytes, task.format, task.need);
    if (!reading.message) return { report: unreadable(controller, task.bytes, reading.findings) };
    const xml = Buffer.from(writeMessage(reading.message));
    const report = controller.control(xml, {
      ...(need ? { need } : {}),
      ...(reading.cell ? { cell: reading.cell } : {}),
      ...(task.effectiveOn === undefined ? {} : { effectiveOn: task.effectiveOn }),
    });
    return { xml, report: withReading(report, reading.findings), readingFindings: reading.findings.length };
  };
}

/** The report on a file from which no message could be read. */
function unreadable(controller: Controller, bytes: Uint8Array, findings: readonly Finding[]): ControlReport {
  const { messageType: _type, messageId: _id, ...report } = controller.control(new Uint8Array());
  const counts = countsOf(findings);
  const messageSha256 = createHash('sha256').update(bytes).digest('hex');
  return { ...report, messageSha256, findings, counts, verdict: verdictOf(counts) };
}
