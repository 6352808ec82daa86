import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { UserActor } from '@liaison/kernel';
import { exchangeMissing, notAvailable } from './errors.ts';
import { insertReply } from './examining/conclude-incoming.ts';
import { makeAcknowledgement } from './examining/make-replies.ts';
import { readEnvelope } from './examining/read-envelope.ts';
import { actsOf, afterIntegration, isReply } from './model.ts';
import { findPartner } from './partners/store.ts';
import type { Examining } from './ports.ts';
import { listOwnParticipants, lockExchange, moveTo, readBytes } from './store.ts';

export type Integration = { readonly response: 'AP' | 'CA' | 'RE'; readonly comment: string };

/**
 * The structure's software has the message, or would not take it: its sender is told, by the second acknowledgement of the two. Asked again, nothing
 * more is said. @throws DomainError
 */
export async function acknowledgeIntegration(
  tx: Tx,
  actor: UserActor,
  examining: Pick<Examining, 'product' | 'clock'>,
  exchangeId: string,
  { response, comment }: Integration,
): Promise<void> {
  authoriseFeature(actor, 'message:exchange');
  const row = await lockExchange(tx, exchangeId);
  if (!row) throw exchangeMissing();
  if (row.direction === 'incoming' && (row.state === 'integrated' || row.state === 'declined')) return;
  if (!actsOf(row).includes('integrate') || row.partner_id === null) throw notAvailable();
  const partner = (await findPartner(tx, row.partner_id)) ?? null;
  const read = readEnvelope(await readBytes(tx, exchangeId));
  if (!partner || !read) throw notAvailable();
  const state = afterIntegration(response);
  await moveTo(tx, exchangeId, { state, nextTryAt: null, detail: comment });
  const own = await listOwnParticipants(tx, row.structure_id);
  const { envelope } = read;
  const reply = isReply(envelope.type)
    ? null
    : makeAcknowledgement(
        { examining, own, receiver: envelope.sender, envelope, sha256: row.sha256 },
        { step: 'INTEGRE', response, reason: null, comment, result: null },
      );
  if (reply) await insertReply(tx, { examining }, { examined: { row, read, partner }, reply });
  await record(tx, actor, {
    act: 'message.integrated',
    outcome: state === 'declined' ? 'refused' : 'done',
    resource: { kind: 'exchange', id: exchangeId },
    details: { messageId: row.message_id, messageType: row.message_type, response },
  });
}
