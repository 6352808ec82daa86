import { withSystem, type Tx } from '@liaison/db';
import { record } from '@liaison/journal';
import { asId } from '@liaison/kernel';
import type { ControlReport } from '@liaison/mio-control';
import type { Partner, Reason } from '../contract.ts';
import { isReply, patienceMs } from '../model.ts';
import { listPartnersOf } from '../partners/store.ts';
import { isHeld } from '../running/store.ts';
import { listOwnParticipants, lockName, moveTo, readBytes, type ExchangeRow } from '../store.ts';
import { control, type Examiner } from './examine-incoming.ts';
import { judgeCertificate, type CertificateJudgement } from './judge-certificate.ts';
import { judgeOutgoing } from './judge-envelope.ts';
import { noteOwnAcknowledgement } from './note-own-acknowledgement.ts';
import { readEnvelope, type Read } from './read-envelope.ts';
import { findAnswered, lockConsultation, lockSent, noteExamined, wakeWaiting } from './store.ts';

type Examined = {
  readonly row: ExchangeRow;
  readonly read: Read | null;
  readonly partner: Partner | null;
  readonly certificate: CertificateJudgement | null;
  readonly report: ControlReport | null;
  readonly reason: Reason | null;
};

/** Controls what the structure's software wants to send: only what conforms leaves. The report is there for the software. */
export async function examineOutgoing(given: Examiner, row: ExchangeRow, holder: string): Promise<void> {
  const { database, examining } = given;
  const known = await withSystem(database, async (tx) => ({
    bytes: await readBytes(tx, row.id),
    own: await listOwnParticipants(tx, row.structure_id),
    partners: await listPartnersOf(tx, row.structure_id),
  }));
  const read = readEnvelope(known.bytes);
  const judged = judgeOutgoing({
    envelope: read?.envelope ?? null,
    chosen: known.partners.find(({ id }) => id === row.partner_id) ?? null,
    partners: known.partners,
    own: known.own,
    isProduction: examining.isProduction,
  });
  const seen = { row, read, partner: judged.partner };
  const content = await examineContent(given, { ...seen, reason: judged.reason }, known.bytes);
  await withSystem(database, (tx) => conclude(tx, given, { ...seen, ...content }, holder));
}

/** Whatever else is wrong, the report says what is wrong in the message itself. */
async function examineContent(
  given: Examiner,
  { row, read, partner, reason }: Pick<Examined, 'row' | 'read' | 'partner' | 'reason'>,
  bytes: Uint8Array,
): Promise<Pick<Examined, 'certificate' | 'report' | 'reason'>> {
  const named = {
    structureId: row.structure_id,
    partnerId: partner?.id ?? null,
    messageId: read?.envelope.inReplyTo?.messageId,
  };
  const answered = await withSystem(given.database, (tx) => findAnswered(tx, named));
  const controlled = await control(given, bytes, answered);
  const report = 'report' in controlled ? controlled.report : null;
  if (reason || !read || !partner) return { certificate: null, report, reason: reason ?? 'unreadable' };
  if (!report) return { certificate: null, report, reason: 'control-failed' };
  if (report.verdict === 'KO') return { certificate: null, report, reason: 'not-conform' };
  const ownSiret = await withSystem(given.database, async (tx) => {
    const own = await listOwnParticipants(tx, row.structure_id);
    return own.find(({ scheme }) => scheme === '0009')?.id ?? null;
  });
  const certificate = judgeCertificate(given.examining, bytes, {
    siret: ownSiret,
    isRequired: partner.requiresCertificate && !isReply(read.envelope.type),
  });
  return { certificate, report, reason: certificate.reason };
}

async function conclude(tx: Tx, given: Examiner, examined: Examined, holder: string): Promise<void> {
  const { row, read, partner } = examined;
  if (!(await isHeld(tx, row.id, holder))) return;
  const { reason, originalId } = await refuseReused(tx, examined);
  await noteExamined(tx, row.id, {
    partnerId: partner?.id ?? null,
    envelope: read?.envelope ?? null,
    report: examined.report,
    certificate: examined.certificate?.verdict ?? null,
    dataSha256: examined.certificate?.dataSha256 ?? null,
    originalId,
  });
  const now = given.examining.clock.now();
  const giveUpAt = new Date(now.getTime() + patienceMs);
  const detail = reason === 'certificate' ? (examined.certificate?.verdict ?? '') : '';
  await (reason
    ? moveTo(tx, row.id, { state: 'refused', reason, detail, nextTryAt: null })
    : moveTo(tx, row.id, { state: 'controlled', nextTryAt: now, giveUpAt }));
  if (!reason && read && partner) await afterLeaving(tx, { row, read, partner });
  await trace(tx, examined, reason);
}

/** What it acknowledges is noted; what waited for something of its consultation is looked at again. */
async function afterLeaving(
  tx: Tx,
  sent: { readonly row: ExchangeRow; readonly read: Read; readonly partner: Partner },
): Promise<void> {
  await noteOwnAcknowledgement(tx, sent);
  const { consultation, type } = sent.read.envelope;
  if (!consultation || isReply(type)) return;
  const at = {
    structureId: sent.row.structure_id,
    partnerId: sent.partner.id,
    consultation: consultation.id,
  };
  await lockConsultation(tx, at);
  await wakeWaiting(tx, at);
}

/** An identifier leaves once for a partner, whatever it names. */
async function refuseReused(
  tx: Tx,
  { row, read, partner, reason }: Examined,
): Promise<{ reason: Reason | null; originalId: string | null }> {
  if (reason || !read || !partner) return { reason, originalId: null };
  const at = { structureId: row.structure_id, partnerId: partner.id, messageId: read.envelope.messageId };
  await lockName(tx, JSON.stringify(['outgoing', at]));
  const sent = await lockSent(tx, at);
  return sent ? { reason: 'id-reused', originalId: sent.id } : { reason: null, originalId: null };
}

async function trace(
  tx: Tx,
  { row, read, partner, report, certificate }: Examined,
  reason: Reason | null,
): Promise<void> {
  await record(
    tx,
    { kind: 'machine', name: 'exchanges', structureId: asId(row.structure_id) },
    {
      act: reason ? 'message.refused' : 'message.sent',
      outcome: reason ? 'refused' : 'done',
      resource: { kind: 'exchange', id: row.id },
      details: {
        broughtBy: row.brought_by,
        partner: partner?.name ?? null,
        messageId: read?.envelope.messageId ?? null,
        messageType: read?.envelope.type ?? null,
        sha256: row.sha256,
        certificate: certificate?.verdict ?? null,
        verdict: report?.verdict ?? null,
        reason,
      },
    },
  );
}
