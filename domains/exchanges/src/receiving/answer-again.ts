import { withSystem, type SystemDatabase } from '@liaison/db';
import { resendReplies } from '../examining/store.ts';
import { findExchange } from '../store.ts';

/** Whoever leaves a message again that was taken and answered has its replies again: he may not have had them. */
export function answerAgain(database: SystemDatabase, exchangeId: string): Promise<void> {
  return withSystem(database, async (tx) => {
    const row = await findExchange(tx, exchangeId);
    if (!row) return;
    await resendReplies(tx, row.state === 'duplicate' && row.original_id !== null ? row.original_id : row.id);
  });
}
