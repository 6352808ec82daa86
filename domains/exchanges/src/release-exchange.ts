import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import type { Clock, UserActor } from '@liaison/kernel';
import { exchangeMissing, nothingToRetry, notQuarantined } from './errors.ts';
import { actsOf } from './model.ts';
import { sendAgain } from './sending/send-again.ts';
import { lockExchange, moveTo, noteReleased } from './store.ts';

/**
 * A person had the cause removed, or takes a message although it is out of order or of a kind that its sender may not send:
 * it is examined anew, with partners, trust and rules as they are now. @throws DomainError
 */
export async function releaseExchange(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  exchangeId: string,
): Promise<void> {
  authoriseFeature(actor, 'message:exchange');
  const row = await lockExchange(tx, exchangeId);
  if (!row) throw exchangeMissing();
  if (!actsOf(row).includes('reexamine')) throw notQuarantined();
  // Of a message whose certificate was in doubt, its kind and its order have still to be right.
  if (row.reason === 'not-allowed' || row.reason === 'out-of-order') await noteReleased(tx, exchangeId);
  await moveTo(tx, exchangeId, { state: 'received', nextTryAt: clock.now() });
  await record(tx, actor, {
    act: 'message.released',
    resource: { kind: 'exchange', id: exchangeId },
    details: { messageId: row.message_id, messageType: row.message_type, reason: row.reason },
  });
}

/** @throws DomainError */
export async function retryExchange(
  tx: Tx,
  actor: UserActor,
  clock: Clock,
  exchangeId: string,
): Promise<void> {
  authoriseFeature(actor, 'message:exchange');
  const row = await lockExchange(tx, exchangeId);
  if (!row) throw exchangeMissing();
  if (!actsOf(row).includes('retry')) throw nothingToRetry();
  await sendAgain(tx, row, clock.now());
}
