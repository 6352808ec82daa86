import type { Exchange } from './contract.ts';
import { certificateText, certificateTitle, reasonText, stateText } from './fr.ts';
import { actsOf } from './model.ts';
import type { EventRow, ExchangeRow } from './store.ts';

/** An exchange as the API tells it. */
export function toExchange(row: ExchangeRow): Exchange {
  return {
    id: row.id,
    direction: row.direction,
    state: row.state,
    stateLabel: stateText(row.state),
    partner:
      row.partner_id === null || row.partner_name === null
        ? null
        : { id: row.partner_id, name: row.partner_name },
    channel: row.channel,
    messageId: row.message_id,
    messageType: row.message_type,
    isTest: row.is_test,
    consultation: row.consultation_id,
    inReplyTo: row.in_reply_to,
    sha256: row.sha256,
    byteCount: row.byte_count,
    fileName: row.file_name,
    certificate: row.certificate,
    certificateLabel: row.certificate === null ? null : certificateTitle(row.certificate),
    verdict: row.verdict,
    reason: row.reason,
    explanation: explain(row),
    acts: actsOf(row),
    originalId: row.original_id,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
  };
}

/** The reason in French, with what the certificate's verification or the other side says. */
export function explain({ reason, detail }: Pick<EventRow, 'reason' | 'detail'>): string | null {
  if (reason === null) return detail === '' ? null : detail;
  if (reason === 'certificate') return `${reasonText(reason)} ${certificateText(detail)}`.trim();
  return detail === '' ? reasonText(reason) : `${reasonText(reason)} (${detail})`;
}
