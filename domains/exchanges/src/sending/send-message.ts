import { authoriseFeature } from '@liaison/access';
import type { Tx } from '@liaison/db';
import type { UserActor } from '@liaison/kernel';
import type { Exchange } from '../contract.ts';
import { exchangeMissing, noIdentifier, nothingSent, partnerMissing, tooManyWaiting } from '../errors.ts';
import { findPartner } from '../partners/store.ts';
import { findExchange, listOwnParticipants } from '../store.ts';
import { toExchange } from '../view.ts';
import { prepareMessage } from './prepare-message.ts';
import { measurePrepared } from './store.ts';

/** Of one structure, its messages that wait for their control. */
const mostWaiting = 100;
const mostWaitingBytes = 512 * 1024 * 1024;

export type Asked = {
  readonly bytes: Uint8Array;
  readonly fileName: string;
  /** None: the message's header says to whom. */
  readonly partnerIds: readonly string[];
};

/** Takes a message of the structure's software, to be controlled and sent: once this is answered, it is kept. @throws DomainError */
export async function sendMessage(
  tx: Tx,
  actor: UserActor,
  { bytes, fileName, partnerIds }: Asked,
  now: Date,
): Promise<{ exchanges: Exchange[] }> {
  authoriseFeature(actor, 'message:exchange');
  if (bytes.length === 0) throw nothingSent();
  const { structureId } = actor;
  if ((await listOwnParticipants(tx, structureId)).length === 0) throw noIdentifier();
  const waiting = await measurePrepared(tx, structureId);
  const times = Math.max(1, partnerIds.length);
  if (waiting.count + times > mostWaiting || waiting.bytes + times * bytes.length > mostWaitingBytes)
    throw tooManyWaiting();
  const exchanges: Exchange[] = [];
  for (const partnerId of partnerIds.length > 0 ? partnerIds : [null]) {
    if (partnerId !== null && !(await findPartner(tx, partnerId))) throw partnerMissing();
    const brought = { structureId, fileName, bytes, partnerId, broughtBy: actor.displayName };
    const id = await prepareMessage(tx, { ...brought, channel: 'http', endpoint: '' }, now);
    const row = await findExchange(tx, id);
    if (!row) throw exchangeMissing();
    exchanges.push(toExchange(row));
  }
  return { exchanges };
}
