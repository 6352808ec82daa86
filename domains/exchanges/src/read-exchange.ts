import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import type { ControlReport } from '@liaison/mio-control';
import type { ExchangeStory } from './contract.ts';
import { contentGone, exchangeMissing, noReport } from './errors.ts';
import { stateText } from './fr.ts';
import {
  findExchange,
  listEvents,
  listReplies,
  findBytes,
  readReport as findReport,
  type ExchangeRow,
} from './store.ts';
import { explain, toExchange } from './view.ts';

/** @throws DomainError `exchanges/no-exchange` */
export async function readExchange(tx: Tx, actor: UserActor, id: string): Promise<ExchangeStory> {
  const row = await authorised(tx, actor, id);
  const events = await listEvents(tx, id);
  const replies = row.message_id === null ? [] : await listReplies(tx, row);
  return {
    exchange: toExchange(row),
    events: events.map((event) => ({
      at: event.at.toISOString(),
      state: event.state,
      stateLabel: stateText(event.state),
      reason: event.reason,
      explanation: explain(event),
    })),
    replies: replies.map(toExchange),
  };
}

/** The message's own bytes. The journal keeps who took them. @throws DomainError `exchanges/no-exchange`, `exchanges/content-gone` */
export async function readContent(
  tx: Tx,
  actor: UserActor,
  id: string,
): Promise<{ row: ExchangeRow; bytes: Buffer }> {
  const row = await authorised(tx, actor, id);
  const bytes = await findBytes(tx, id);
  if (!bytes) throw contentGone();
  await record(tx, actor, {
    act: 'message.opened',
    resource: { kind: 'exchange', id },
    details: { messageId: row.message_id, messageType: row.message_type, sha256: row.sha256 },
  });
  return { row, bytes };
}

/** @throws DomainError `exchanges/no-exchange`, `exchanges/no-report` */
export async function readReport(
  tx: Tx,
  actor: UserActor,
  id: string,
): Promise<{ row: ExchangeRow; report: ControlReport }> {
  const row = await authorised(tx, actor, id);
  const report = await findReport(tx, id);
  if (!report) throw noReport();
  return { row, report };
}

async function authorised(tx: Tx, actor: UserActor, id: string): Promise<ExchangeRow> {
  authoriseFeature(actor, 'message:exchange');
  const row = await findExchange(tx, id);
  if (!row) throw exchangeMissing();
  return row;
}
