import { withSystem, type SystemDatabase, type Tx } from '@liaison/db';
import { ControlPoolError, NeedUnreadableError, type ControlReport } from '@liaison/mio-control';
import type { KnownParticipant, Partner } from '../contract.ts';
import { isReply, standsOnCall } from '../model.ts';
import { listPartnersOf } from '../partners/store.ts';
import type { Examining } from '../ports.ts';
import { listOwnParticipants, readBytes, type ExchangeRow } from '../store.ts';
import { concludeIncoming } from './conclude-incoming.ts';
import { judgeCertificate, type CertificateJudgement } from './judge-certificate.ts';
import { judgeIncoming, type Stop } from './judge-envelope.ts';
import { readEnvelope, type Read } from './read-envelope.ts';
import { findAccepted, findAnswered, knowsConsultation, type Answered } from './store.ts';

/** All that is known of a message that came, once it was looked at. */
export type Examined = {
  readonly row: ExchangeRow;
  readonly read: Read | null;
  readonly own: readonly KnownParticipant[];
  readonly partner: Partner | null;
  readonly certificate: CertificateJudgement | null;
  readonly report: ControlReport | null;
  readonly stop: Stop | null;
};

export type Examiner = { readonly database: SystemDatabase; readonly examining: Examining };

/** Looks at a message that came, and decides what becomes of it; whoever sent it is told. */
export async function examineIncoming(given: Examiner, row: ExchangeRow, holder: string): Promise<void> {
  const { database } = given;
  const known = await withSystem(database, async (tx) => ({
    bytes: await readBytes(tx, row.id),
    own: await listOwnParticipants(tx, row.structure_id),
    partners: await listPartnersOf(tx, row.structure_id),
  }));
  const read = readEnvelope(known.bytes);
  const { partner, stop } = judgeIncoming({
    envelope: read?.envelope ?? null,
    bearing: {
      channel: row.channel,
      endpoint: row.endpoint,
      address: row.brought_by,
      participants: row.channel === 'http' ? participantsOf(row.brought_by) : [],
    },
    partners: known.partners,
    own: known.own,
    isProduction: given.examining.isProduction,
    isReleased: row.is_released,
  });
  const seen = { row, read, own: known.own, partner };
  const content =
    stop || !partner || !read
      ? { stop, certificate: null, report: await controlUnreadable(given, seen, known.bytes) }
      : await examineContent(given, { row, read, partner, bytes: known.bytes });
  await withSystem(database, (tx) => concludeIncoming(tx, given, { ...seen, ...content }, holder));
}

/** Of what another structure of this platform brought: `FINESS:330000001 0009:…`. */
function participantsOf(broughtBy: string): KnownParticipant[] {
  return broughtBy.split(' ').flatMap((text) => {
    const at = text.indexOf(':');
    const scheme = text.slice(0, at);
    return scheme === 'FINESS' || scheme === '0009' ? [{ scheme, id: text.slice(at + 1) }] : [];
  });
}

type Content = Pick<Examined, 'certificate' | 'report' | 'stop'>;

/** What is no message has a report too: it says what stands in the way, and where. */
async function controlUnreadable(
  given: Examiner,
  { read, partner }: Pick<Examined, 'read' | 'partner'>,
  bytes: Uint8Array,
): Promise<ControlReport | null> {
  if (read || !partner) return null;
  const controlled = await control(given, bytes, {});
  return 'report' in controlled ? controlled.report : null;
}

type Reading = {
  readonly row: ExchangeRow;
  readonly read: Read;
  readonly partner: Partner;
  readonly bytes: Uint8Array;
};

async function examineContent(given: Examiner, reading: Reading): Promise<Content> {
  const { row, read, partner, bytes } = reading;
  const { envelope } = read;
  const certificate = judgeCertificate(given.examining, bytes, {
    // A partner without one is nobody whom a certificate could name.
    siret: partner.siret || null,
    isRequired: partner.requiresCertificate && !isReply(envelope.type),
  });
  if (certificate.reason)
    return {
      certificate,
      report: null,
      stop: { state: 'quarantined', reason: certificate.reason, isTold: true },
    };
  const found = await withSystem(given.database, (tx) => lookAround(tx, reading));
  // A repeat costs no control.
  if (found.isKnown) return { certificate, report: null, stop: null };
  const controlled = await control(given, bytes, found.answered);
  if (!('report' in controlled)) return { certificate, report: null, stop: controlled.stop };
  const { report } = controlled;
  if (report.verdict === 'KO')
    return { certificate, report, stop: { state: 'quarantined', reason: 'not-conform', isTold: true } };
  if (standsOnCall(envelope.type) && !found.isExpected && !row.is_released)
    return { certificate, report, stop: { state: 'quarantined', reason: 'out-of-order', isTold: true } };
  return { certificate, report, stop: null };
}

async function lookAround(
  tx: Tx,
  { row, read: { envelope }, partner }: Reading,
): Promise<{ isKnown: boolean; answered: Answered; isExpected: boolean }> {
  const at = { structureId: row.structure_id, partnerId: partner.id };
  const accepted = await findAccepted(tx, { ...at, messageId: envelope.messageId });
  const answered = await findAnswered(tx, { ...at, messageId: envelope.inReplyTo?.messageId });
  const consultation = envelope.consultation?.id;
  const isExpected = consultation !== undefined && (await knowsConsultation(tx, { ...at, consultation }));
  return { isKnown: accepted !== undefined, answered, isExpected };
}

/** @returns the report, or why there is none */
export async function control(
  { examining }: Pick<Examiner, 'examining'>,
  bytes: Uint8Array,
  answered: Answered,
): Promise<{ report: ControlReport } | { stop: Stop }> {
  try {
    const { pool, isProduction } = examining;
    return { report: await pool.control(bytes, { isProduction, ...answered }) };
  } catch (error) {
    if (!(error instanceof ControlPoolError) && !(error instanceof NeedUnreadableError)) throw error;
    return { stop: { state: 'quarantined', reason: 'control-failed', isTold: false } };
  }
}
