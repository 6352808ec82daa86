import type { Tx } from '@liaison/db';
import { record, type JournalAct } from '@liaison/journal';
import { asId, newId } from '@liaison/kernel';
import type { IncomingState, Reason } from '../contract.ts';
import { isReply, patienceMs } from '../model.ts';
import type { Examining } from '../ports.ts';
import { insertExchange, lockName, moveTo, type ExchangeRow } from '../store.ts';
import { isHeld } from '../running/store.ts';
import { heedReply } from './heed-reply.ts';
import { makeReplies, sha256Of, type Reply } from './make-replies.ts';
import type { Examined, Examiner } from './examine-incoming.ts';
import type { Envelope } from './read-envelope.ts';
import {
  dropBytes,
  findAccepted,
  findSetAside,
  knowsConsultation,
  lockConsultation,
  measureSetAside,
  noteExamined,
  resendReplies,
  wakeWaiting,
  wasSetAside,
} from './store.ts';

type Outcome = {
  readonly state: IncomingState;
  readonly reason: Reason | null;
  readonly detail: string;
  readonly isTold: boolean;
  readonly originalId: string | null;
};

/** Puts down what became of a message, with what is answered to it: all of it, or nothing. */
export async function concludeIncoming(
  tx: Tx,
  given: Examiner,
  examined: Examined,
  holder: string,
): Promise<void> {
  const { row, read, partner } = examined;
  if (!(await isHeld(tx, row.id, holder))) return;
  const decided = await decide(tx, examined);
  if (decided === 'again')
    return moveTo(tx, row.id, { state: 'received', nextTryAt: given.examining.clock.now() });
  const outcome = await withinQuarantine(tx, row, decided);
  await noteExamined(tx, row.id, {
    partnerId: partner?.id ?? null,
    envelope: read?.envelope ?? null,
    report: examined.report,
    certificate: examined.certificate?.verdict ?? null,
    dataSha256: examined.certificate?.dataSha256 ?? null,
    originalId: outcome.originalId,
  });
  await moveTo(tx, row.id, {
    state: outcome.state,
    reason: outcome.reason,
    detail: outcome.detail,
    nextTryAt: null,
  });
  await answer(tx, given, examined, outcome);
  await trace(tx, examined, outcome);
}

/**
 * Of one structure, what is set aside for a person: whoever writes under a partner's address could fill the disk. What was in it
 * and was taken out goes back whatever room there is: it is kept already.
 */
const mostSetAside = { count: 2000, bytes: 1024 ** 3 };

async function withinQuarantine(tx: Tx, row: ExchangeRow, outcome: Outcome): Promise<Outcome> {
  if (outcome.state !== 'quarantined' || (await wasSetAside(tx, row.id))) return outcome;
  await lockName(tx, JSON.stringify(['quarantine', row.structure_id]));
  const { count, bytes } = await measureSetAside(tx, row.structure_id);
  if (count < mostSetAside.count && bytes + row.byte_count <= mostSetAside.bytes) return outcome;
  return { ...outcome, state: 'refused', reason: 'quarantine-full' };
}

/** `again`: what it follows came while it was looked at, and it is to be held against that. */
async function decide(tx: Tx, examined: Examined): Promise<Outcome | 'again'> {
  const { row, read, partner, stop, certificate } = examined;
  const detail = stop?.reason === 'certificate' ? (certificate?.verdict ?? '') : '';
  const plain = { detail, originalId: null };
  if (!partner || !read) return stopped(stop, plain);
  const at = { structureId: row.structure_id, partnerId: partner.id };
  await lockName(tx, JSON.stringify([at, read.envelope.messageId]));
  const isAwaited = await followsOthers(tx, at, read.envelope);
  if (isAwaited && stop?.reason === 'out-of-order') return 'again';
  if (stop) {
    const before = await findSetAside(tx, { ...at, id: row.id, sha256: row.sha256 });
    if (!before || row.state !== 'received' || stop.reason === 'out-of-order') return stopped(stop, plain);
    return { ...plain, state: 'duplicate', reason: stop.reason, isTold: stop.isTold, originalId: before.id };
  }
  const accepted = await findAccepted(tx, { ...at, messageId: read.envelope.messageId });
  if (accepted) {
    const dataSha256 = certificate?.dataSha256 ?? null;
    const isRepeat =
      accepted.sha256 === row.sha256 || (dataSha256 !== null && accepted.dataSha256 === dataSha256);
    return isRepeat
      ? { ...plain, state: 'duplicate', reason: null, isTold: true, originalId: accepted.id }
      : { ...plain, state: 'quarantined', reason: 'id-reused', isTold: true, originalId: accepted.id };
  }
  const unheeded = isReply(read.envelope.type) ? await heedReply(tx, examined, partner) : null;
  if (unheeded) return { ...plain, state: 'quarantined', reason: unheeded, isTold: false };
  return { ...plain, state: 'available', reason: null, isTold: true };
}

/**
 * Whether anything of its consultation is there by now: what came meanwhile did not find it waiting, and what comes from here
 * on waits for this transaction.
 */
async function followsOthers(
  tx: Tx,
  at: { structureId: string; partnerId: string },
  { consultation, type }: Envelope,
): Promise<boolean> {
  if (!consultation || isReply(type)) return false;
  const known = { ...at, consultation: consultation.id };
  await lockConsultation(tx, known);
  return knowsConsultation(tx, known);
}

function stopped(stop: Examined['stop'], plain: Pick<Outcome, 'detail' | 'originalId'>): Outcome {
  if (!stop) throw new TypeError('a message without partner was stopped');
  return { ...plain, ...stop };
}

async function answer(tx: Tx, given: Examiner, examined: Examined, outcome: Outcome): Promise<void> {
  const { row, read, partner, own, report } = examined;
  if (outcome.state === 'duplicate') {
    await dropBytes(tx, row.id);
    if (outcome.isTold && outcome.originalId) await resendReplies(tx, outcome.originalId);
    return;
  }
  if (outcome.reason === 'quarantine-full') await dropBytes(tx, row.id);
  if (!partner || !outcome.isTold || (read && isReply(read.envelope.type))) return;
  const envelope = read?.envelope ?? null;
  const receiver = envelope?.sender ?? partner.participant;
  const replying = { examining: given.examining, own, receiver, envelope, sha256: row.sha256 };
  for (const reply of makeReplies(replying, report, outcome.reason))
    await insertReply(tx, given, { examined, reply });
  const consultation = envelope?.consultation?.id;
  if (outcome.state === 'available' && consultation !== undefined)
    await wakeWaiting(tx, { structureId: row.structure_id, partnerId: partner.id, consultation });
}

/** A reply is made by us, from what was controlled: it leaves without another control. */
export async function insertReply(
  tx: Tx,
  { examining }: { readonly examining: Pick<Examining, 'clock'> },
  {
    examined: { row, read, partner },
    reply,
  }: { examined: Pick<Examined, 'row' | 'read' | 'partner'>; reply: Reply },
): Promise<void> {
  const way = partner?.ways[0];
  if (!partner || !way) return;
  await insertExchange(tx, {
    id: newId(),
    structureId: row.structure_id,
    direction: 'outgoing',
    state: 'controlled',
    channel: way.channel,
    endpoint: way.endpoint,
    sha256: sha256Of(reply.bytes),
    fileName: `${reply.type}-${reply.messageId}.xml`,
    broughtBy: 'Liaison',
    bytes: reply.bytes,
    giveUpAt: new Date(examining.clock.now().getTime() + patienceMs),
    partnerId: partner.id,
    messageId: reply.messageId,
    messageType: reply.type,
    isTest: reply.isTest,
    consultationId: read?.envelope.consultation?.id ?? null,
    inReplyTo: read?.envelope.messageId ?? null,
    originalId: row.id,
  });
}

const acts: Partial<Readonly<Record<IncomingState, JournalAct>>> = {
  available: 'message.received',
  duplicate: 'message.duplicated',
  quarantined: 'message.quarantined',
  refused: 'message.refused',
};

async function trace(
  tx: Tx,
  { row, read, partner, certificate, report }: Examined,
  outcome: Outcome,
): Promise<void> {
  await record(
    tx,
    { kind: 'machine', name: 'exchanges', structureId: asId(row.structure_id) },
    {
      act: acts[outcome.state] ?? 'message.received',
      outcome: outcome.state === 'quarantined' || outcome.state === 'refused' ? 'refused' : 'done',
      resource: { kind: 'exchange', id: row.id },
      details: {
        channel: row.channel,
        endpoint: row.endpoint,
        broughtBy: row.brought_by,
        partner: partner?.name ?? null,
        messageId: read?.envelope.messageId ?? null,
        messageType: read?.envelope.type ?? null,
        sha256: row.sha256,
        certificate: certificate?.verdict ?? null,
        verdict: report?.verdict ?? null,
        reason: outcome.reason,
        original: outcome.originalId,
      },
    },
  );
}
