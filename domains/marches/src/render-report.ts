import { randomUUID } from 'node:crypto';
import { withActor, type AppDatabase, type Tx } from '@liaison/db';
import { findStructure } from '@liaison/directory';
import { DomainError, type UserActor } from '@liaison/kernel';
import {
  renderCsv,
  renderHtml,
  renderM40,
  renderSvrl,
  renderXlsx,
  rules,
  type M40Envelope,
} from '@liaison/mio-control';
import { controlReply, type ControlReply, type ReportFormat } from './contract.ts';
import type { Controlled } from './control-message.ts';
import { formatOf } from './file-format.ts';
import type { Threads } from './threads/open-threads.ts';

export type RenderDeps = { readonly database: AppDatabase; readonly threads: Threads };

export type Rendered = { readonly type: string; readonly content: string | Uint8Array };

export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * The outcome of a control in the form that was asked for; as a workbook, that which was controlled itself, with the
 * report in it. @throws DomainError `marches/no-identifier` for an M40 of a structure that has none
 */
export async function renderReport(
  { database, threads }: RenderDeps,
  actor: UserActor,
  { report, xml, readingFindings }: Controlled,
  format: ReportFormat,
  sent: Uint8Array,
): Promise<Rendered> {
  switch (format) {
    case 'json': {
      const text = xml && Buffer.from(xml.buffer, xml.byteOffset, xml.length).toString('utf8');
      const reply: ControlReply = controlReply.parse({
        ...report,
        titles: titlesOf(report),
        xml: text,
        readingFindings,
      });
      return { type: 'application/json', content: JSON.stringify(reply) };
    }
    case 'html':
      return { type: 'text/html; charset=utf-8', content: renderHtml(report) };
    case 'csv':
      return { type: 'text/csv; charset=utf-8', content: renderCsv(report) };
    case 'svrl':
      return { type: 'application/xml', content: renderSvrl(report) };
    case 'm40': {
      const sender = await withActor(database, actor, (tx) => participantOf(tx, actor));
      return { type: 'application/xml', content: renderM40(report, envelopeFrom(sender)) };
    }
    case 'xlsx': {
      const isMarked = formatOf(sent) === 'xlsx' && xml !== undefined;
      const content = isMarked
        ? await threads.reportIntoWorkbook({ workbook: sent, report })
        : renderXlsx(report);
      return { type: workbookType, content };
    }
  }
}

/** By code, of the rules that the report tells of; a workbook's own findings say all themselves. */
function titlesOf({ counts }: Controlled['report']): Record<string, string> {
  const told = rules.filter(({ code }) => counts.byCode[code] !== undefined);
  return Object.fromEntries(told.map(({ code, title }) => [code, title.fr]));
}

/** Whose controller it is: the structure of who asks, by its FINESS or its SIRET. */
async function participantOf(tx: Tx, actor: UserActor): Promise<M40Envelope['sender']> {
  const structure = await findStructure(tx, actor.structureId);
  if (structure?.finess) return { scheme: 'FINESS', id: structure.finess };
  if (structure?.siret) return { scheme: '0009', id: structure.siret };
  throw new DomainError('conflict', 'marches/no-identifier');
}

function envelopeFrom(sender: M40Envelope['sender']): M40Envelope {
  return { messageId: randomUUID(), createdAt: `${new Date().toISOString().slice(0, 19)}Z`, sender };
}
