import type { Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId } from '@liaison/kernel';
import type { Partner, Reason } from '../contract.ts';
import { afterAcknowledgement } from '../model.ts';
import { moveTo } from '../store.ts';
import type { Examined } from './examine-incoming.ts';
import { lockSent, noteAcknowledged } from './store.ts';

/**
 * What a partner's acknowledgement (M41) makes of what we sent him; his result of control (M40) is kept beside it. Believed
 * only from who shows that he has the message: by its digest, or by his certificate.
 * @returns why it is not heeded, null when it is
 */
export async function heedReply(tx: Tx, examined: Examined, partner: Partner): Promise<Reason | null> {
  const { row, read, certificate } = examined;
  const answered = read?.envelope.inReplyTo;
  if (!read || !answered) return 'unknown-reference';
  const at = { structureId: row.structure_id, partnerId: partner.id };
  const sent = await lockSent(tx, { ...at, messageId: answered.messageId });
  if (!sent) return 'unknown-reference';
  const isCertified = partner.siret !== '' && (certificate?.dataSha256 ?? null) !== null;
  const isProven = answered.sha256 === sent.sha256 || (answered.sha256 === null && isCertified);
  if (!isProven) return answered.sha256 === null ? 'unproven' : 'unknown-reference';
  const { draft, envelope } = read;
  if (draft.type !== 'M41' || !draft.step || !draft.response) return null;
  // One that was overtaken by a later one says nothing new.
  if (sent.acknowledgedAt && envelope.createdAt < sent.acknowledgedAt) return null;
  const state = afterAcknowledgement(sent.state, draft.step, draft.response);
  if (!state) return null;
  await moveTo(tx, sent.id, { state, nextTryAt: null, detail: draft.comment ?? '' });
  await noteAcknowledged(tx, sent.id, envelope.createdAt);
  await record(
    tx,
    { kind: 'machine', name: 'exchanges', structureId: asId(row.structure_id) },
    {
      act: 'message.acknowledged',
      outcome: state === 'rejected' ? 'refused' : 'done',
      resource: { kind: 'exchange', id: sent.id },
      details: {
        partner: partner.name,
        messageId: answered.messageId,
        step: draft.step,
        response: draft.response,
      },
    },
  );
  return null;
}
