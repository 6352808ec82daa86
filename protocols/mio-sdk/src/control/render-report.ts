import { randomUUID } from 'node:crypto';
import type { Participant } from '@liaison/mio';
import {
  renderCsv,
  renderHtml,
  renderJson,
  renderM40,
  renderSvrl,
  renderXlsx,
  type ControlReport,
} from '@liaison/mio-control';
import { SdkError } from '../error.ts';

/** JSON; a page to read; tables; message M40; the report of Schematron tools (ISO/IEC 19757-3). */
export const reportFormats = ['json', 'html', 'csv', 'xlsx', 'm40', 'svrl'] as const;
export type ReportFormat = (typeof reportFormats)[number];

/** Who sends an M40, and to whom. */
export interface ReportEnvelope {
  readonly sender: Participant;
  readonly receiver?: Participant;
  readonly isTest?: boolean;
}

/**
 * A report of control in one of its forms. `envelope`: for `m40` alone, which is a message of its own.
 * @throws SdkError `sdk/format` for an M40 without sender
 */
export function renderReport(
  report: ControlReport,
  format: ReportFormat,
  envelope?: ReportEnvelope,
): Uint8Array {
  switch (format) {
    case 'json':
      return Buffer.from(`${renderJson(report)}\n`);
    case 'html':
      return Buffer.from(renderHtml(report));
    case 'csv':
      return Buffer.from(renderCsv(report));
    case 'xlsx':
      return renderXlsx(report);
    case 'svrl':
      return Buffer.from(renderSvrl(report));
    case 'm40': {
      if (!envelope) throw new SdkError('sdk/format', 'Un M40 demande un expéditeur.');
      const createdAt = `${new Date().toISOString().slice(0, 19)}Z`;
      return Buffer.from(renderM40(report, { messageId: randomUUID(), createdAt, ...envelope }));
    }
  }
}
