/** What the threads of `open-threads.ts` do. Each export is a task. */
import { writeReport } from '@liaison/mio-excel';
import { workerData } from 'piscina';
import type { ControlReport } from '@liaison/mio-control';
import { makeCertifier, makeVerifier } from './certificate-tasks.ts';
import { makeDocumentControl } from './control-document.ts';
import type { ThreadSetup } from './open-threads.ts';

const { controller, keys }: ThreadSetup = workerData;

export { convertDocument } from './convert-document.ts';
export const controlDocument = makeDocumentControl(controller);
export const certify = makeCertifier(keys);
export const verify = makeVerifier(keys);

/** The workbook with the report in it: colours and comments at the cells, and the sheet that lists all. */
export function reportIntoWorkbook(task: { workbook: Uint8Array; report: ControlReport }): Uint8Array {
  return writeReport(task.workbook, task.report.findings);
}
