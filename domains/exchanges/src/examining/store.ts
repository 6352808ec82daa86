import { maybeRow, oneRow, rows, type Tx } from '@liaison/db';
import type { ControlReport } from '@liaison/mio-control';
import { sql } from 'kysely';
import type { ExchangeState } from '../contract.ts';
import { lockName } from '../store.ts';
import type { Envelope } from './read-envelope.ts';

/** What an examination found, put down whatever becomes of the message. */
export async function noteExamined(
  tx: Tx,
  id: string,
  found: {
    readonly partnerId: string | null;
    readonly envelope: Envelope | null;
    readonly report: ControlReport | null;
    readonly certificate: string | null;
    readonly dataSha256: string | null;
    readonly originalId: string | null;
  },
): Promise<void> {
  const { envelope, report } = found;
  await sql`update exchanges.exchange
      set partner_id = ${found.partnerId}, message_id = ${envelope?.messageId ?? null},
          message_type = ${envelope?.type ?? null}, is_test = ${envelope?.isTest ?? false},
          consultation_id = ${envelope?.consultation?.id ?? null},
          in_reply_to = ${envelope?.inReplyTo?.messageId ?? null}, certificate = ${found.certificate},
          data_sha256 = ${found.dataSha256}, verdict = ${report?.verdict ?? null},
          report = ${report ? JSON.stringify(report) : null}::jsonb, original_id = ${found.originalId}
    where id = ${id}`.execute(tx);
}

export type Accepted = { id: string; sha256: string; dataSha256: string | null };

/** What was accepted before under the same identifier from the same partner. */
export function findAccepted(
  tx: Tx,
  given: { structureId: string; partnerId: string; messageId: string },
): Promise<Accepted | undefined> {
  return maybeRow(
    tx,
    sql<Accepted>`select id, sha256, data_sha256 as "dataSha256" from exchanges.exchange
     where structure_id = ${given.structureId} and partner_id = ${given.partnerId} and direction = 'incoming'
       and message_id = ${given.messageId} and state in ('available', 'integrated', 'declined')`,
  );
}

/** What was set aside before with the very same bytes, and was told of: it is told again. What there was no room for may have it now. */
export function findSetAside(
  tx: Tx,
  given: { id: string; structureId: string; partnerId: string; sha256: string },
): Promise<{ id: string } | undefined> {
  return maybeRow(
    tx,
    sql<{ id: string }>`select id from exchanges.exchange
     where structure_id = ${given.structureId} and partner_id = ${given.partnerId} and direction = 'incoming'
       and sha256 = ${given.sha256} and id < ${given.id} and state in ('quarantined', 'refused')
       and reason <> 'quarantine-full'
     order by id limit 1`,
  );
}

export type SentMessage = {
  id: string;
  sha256: string;
  state: ExchangeState;
  acknowledgedAt: Date | null;
};

/** What left for a partner under this identifier. Held until the transaction ends. */
export function lockSent(
  tx: Tx,
  given: { structureId: string; partnerId: string; messageId: string },
): Promise<SentMessage | undefined> {
  return maybeRow(
    tx,
    sql<SentMessage>`select id, sha256, state, acknowledged_at as "acknowledgedAt" from exchanges.exchange
     where structure_id = ${given.structureId} and partner_id = ${given.partnerId} and direction = 'outgoing'
       and message_id = ${given.messageId} and state not in ('prepared', 'refused') for update`,
  );
}

export async function noteAcknowledged(tx: Tx, id: string, at: Date): Promise<void> {
  await sql`update exchanges.exchange set acknowledged_at = ${at} where id = ${id}`.execute(tx);
}

/** What a message is held against: the call for tenders or the other message that it replies to. */
export type Answered = { readonly need?: Buffer; readonly answered?: Buffer };

/**
 * The message that another one replies to, as it was accepted or as it left: a call for tenders whoever had it, others where
 * they were exchanged with this partner.
 */
export async function findAnswered(
  tx: Tx,
  given: { structureId: string; partnerId: string | null; messageId: string | undefined },
): Promise<Answered> {
  if (given.messageId === undefined) return {};
  const found = await maybeRow(
    tx,
    sql<{ bytes: Buffer; isNeed: boolean }>`select c.bytes, e.message_type in ('M10', 'M11') as "isNeed"
     from exchanges.exchange e join exchanges.content c on c.exchange_id = e.id
     where e.structure_id = ${given.structureId} and e.message_id = ${given.messageId}
       and (e.message_type in ('M10', 'M11') or e.partner_id = ${given.partnerId})
       and e.state not in ('prepared', 'refused', 'quarantined', 'duplicate') and (e.direction, e.state) <> ('incoming', 'received')
     limit 1`,
  );
  if (!found) return {};
  return found.isNeed ? { need: found.bytes } : { answered: found.bytes };
}

/** Whether anything of the consultation was exchanged with the partner, one way or the other. */
export async function knowsConsultation(
  tx: Tx,
  given: { structureId: string; partnerId: string; consultation: string },
): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from exchanges.exchange
     where structure_id = ${given.structureId} and partner_id = ${given.partnerId}
       and consultation_id = ${given.consultation}
       and ((direction = 'incoming' and state in ('available', 'integrated', 'declined'))
         or (direction = 'outgoing' and state not in ('prepared', 'refused', 'failed') and message_type not in ('M40', 'M41')))
     limit 1`,
  );
  return found.length > 0;
}

/** Who accepts or sends something of a consultation and who finds it unknown wait for each other: until the transaction ends. */
export function lockConsultation(
  tx: Tx,
  given: { structureId: string; partnerId: string; consultation: string },
): Promise<void> {
  return lockName(
    tx,
    JSON.stringify(['consultation', given.structureId, given.partnerId, given.consultation]),
  );
}

/** What waited for something of its consultation is looked at again. */
export async function wakeWaiting(
  tx: Tx,
  given: { structureId: string; partnerId: string; consultation: string },
): Promise<void> {
  await sql`update exchanges.exchange set state = 'received', reason = null, next_try_at = now()
     where structure_id = ${given.structureId} and partner_id = ${given.partnerId} and direction = 'incoming'
       and consultation_id = ${given.consultation} and state = 'quarantined' and reason = 'out-of-order'`.execute(
    tx,
  );
}

/** What was answered on our behalf to a message leaves once more, byte for byte. */
export async function resendReplies(tx: Tx, originalId: string): Promise<void> {
  await sql`update exchanges.exchange set state = 'controlled', next_try_at = now(), attempts = 0
     where original_id = ${originalId} and direction = 'outgoing' and state in ('dispatched', 'failed')
       and exists (select from exchanges.content where exchange_id = exchanges.exchange.id)`.execute(tx);
}

/** Whether it was in quarantine once, and taken out. */
export async function wasSetAside(tx: Tx, id: string): Promise<boolean> {
  const found = await rows(
    tx,
    sql`select 1 from exchanges.event where exchange_id = ${id} and state = 'quarantined' limit 1`,
  );
  return found.length > 0;
}

/** What a structure has in quarantine. */
export function measureSetAside(tx: Tx, structureId: string): Promise<{ count: number; bytes: number }> {
  return oneRow(
    tx,
    sql<{
      count: number;
      bytes: number;
    }>`select count(*) as count, coalesce(sum(byte_count), 0)::bigint as bytes
     from exchanges.exchange where structure_id = ${structureId} and state = 'quarantined'`,
  );
}

/** The digest stays. */
export async function dropBytes(tx: Tx, id: string): Promise<void> {
  await sql`delete from exchanges.content where exchange_id = ${id}`.execute(tx);
}

/** An accepted message that the structure's own software acknowledges. Held until the transaction ends. */
export function lockReceived(
  tx: Tx,
  given: { structureId: string; partnerId: string; messageId: string },
): Promise<{ id: string; state: string } | undefined> {
  return maybeRow(
    tx,
    sql<{ id: string; state: string }>`select id, state from exchanges.exchange
     where structure_id = ${given.structureId} and partner_id = ${given.partnerId} and direction = 'incoming'
       and message_id = ${given.messageId} and state in ('available', 'integrated', 'declined') for update`,
  );
}
