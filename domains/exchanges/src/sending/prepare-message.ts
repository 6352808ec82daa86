import type { Tx } from '@liaison/db';
import { newId } from '@liaison/kernel';
import type { ChannelKind } from '../contract.ts';
import { sha256Of } from '../examining/make-replies.ts';
import { insertExchange, lockExchange, lockName } from '../store.ts';
import { sendAgain } from './send-again.ts';
import { findPrepared } from './store.ts';

/** A message that the structure's own software wants to send. */
export type Brought = {
  readonly structureId: string;
  /** How the software brought it. */
  readonly channel: ChannelKind;
  readonly endpoint: string;
  readonly fileName: string;
  readonly broughtBy: string;
  readonly bytes: Uint8Array;
  /** Null: its header says to whom. */
  readonly partnerId: string | null;
};

/**
 * Keeps a message until it is controlled and sent. Brought again, with the same bytes for the same partner, it is known, unless
 * it was refused: what it lacked may be there now. One that no channel took in time is tried again.
 */
export async function prepareMessage(tx: Tx, brought: Brought, now: Date): Promise<string> {
  const sha256 = sha256Of(brought.bytes);
  const { structureId, partnerId } = brought;
  await lockName(tx, JSON.stringify(['prepare', structureId, partnerId, sha256]));
  const known = await findPrepared(tx, { structureId, partnerId, sha256 });
  if (known) {
    const row = await lockExchange(tx, known);
    if (row?.state === 'failed') await sendAgain(tx, row, now);
    return known;
  }
  const id = newId();
  const { bytes, channel, endpoint, fileName, broughtBy } = brought;
  await insertExchange(tx, {
    id,
    structureId,
    direction: 'outgoing',
    state: 'prepared',
    channel,
    endpoint,
    sha256,
    fileName,
    broughtBy,
    bytes,
    giveUpAt: null,
    partnerId,
  });
  return id;
}
