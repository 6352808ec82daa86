import { createHash } from 'node:crypto';
import { newId } from '@liaison/kernel';
import { standardVersion, writeMessage, type Acknowledgement } from '@liaison/mio';
import { renderM40, type ControlReport } from '@liaison/mio-control';
import type { KnownParticipant, Reason } from '../contract.ts';
import { isSame, responseReasonOf } from '../model.ts';
import type { Examining } from '../ports.ts';
import { reasonTextForSender } from '../fr.ts';
import type { Envelope } from './read-envelope.ts';

/** A message that we make on behalf of the structure, to be sent. */
export type Reply = {
  readonly messageId: string;
  readonly type: 'M40' | 'M41';
  readonly isTest: boolean;
  readonly bytes: Buffer;
};

export type Replying = {
  readonly examining: Pick<Examining, 'product' | 'clock'>;
  readonly own: readonly KnownParticipant[];
  /** To whom: the message's sender, or the partner whose message could not be read. */
  readonly receiver: KnownParticipant;
  readonly envelope: Envelope | null;
  readonly sha256: string;
};

/** The result of the control for the sender (M40), and that the message was received, or why it is not taken (M41). */
export function makeReplies(given: Replying, report: ControlReport | null, reason: Reason | null): Reply[] {
  const result = report && makeResult(given, report);
  const isReserved = report?.verdict === 'OK_AVEC_RESERVES';
  const acknowledged = makeAcknowledgement(given, {
    step: 'RECU',
    response: reason ? 'RE' : isReserved ? 'CA' : 'AP',
    reason,
    comment: '',
    result: result && report ? { id: report.reportId, bytes: result.bytes } : null,
  });
  return [result, acknowledged].filter((reply) => reply !== null);
}

function makeResult(given: Replying, report: ControlReport): Reply {
  const messageId = newId();
  const isTest = given.envelope?.isTest ?? false;
  const envelope = { messageId, isTest, createdAt: now(given), sender: senderOf(given) };
  const bytes = Buffer.from(renderM40(report, { ...envelope, receiver: given.receiver }));
  return { messageId, type: 'M40', isTest, bytes };
}

export type Acknowledging = {
  readonly step: 'RECU' | 'INTEGRE';
  readonly response: 'AP' | 'CA' | 'RE';
  readonly reason: Reason | null;
  readonly comment: string;
  readonly result: { readonly id: string; readonly bytes: Uint8Array } | null;
};

/** Null for a message without consultation, or that could not be read: there is nothing that an M41 could name. */
export function makeAcknowledgement(given: Replying, told: Acknowledging): Reply | null {
  const { envelope } = given;
  if (!envelope?.consultation) return null;
  const { id, version } = envelope.consultation;
  const messageId = newId();
  const message: Acknowledgement = {
    type: 'M41',
    header: {
      messageId,
      isTest: envelope.isTest,
      standardVersion,
      createdAt: now(given),
      sender: senderOf(given),
      receiver: given.receiver,
      interface: { product: given.examining.product.name, version: given.examining.product.version },
      inReplyTo: { messageId: envelope.messageId, sha256: given.sha256 },
    },
    consultation: { id, ...(version === null ? {} : { version }) },
    step: told.step,
    response: told.response,
    ...(told.comment === '' ? {} : { comment: told.comment }),
    ...reasonsOf(told),
    ...(told.result === null ? {} : { report: { id: told.result.id, sha256: sha256Of(told.result.bytes) } }),
  };
  return { messageId, type: 'M41', isTest: envelope.isTest, bytes: Buffer.from(writeMessage(message)) };
}

/** A rejection says why (MIO-MET-093), or its receiver's control would not take it. */
function reasonsOf({ response, reason, comment }: Acknowledging): Pick<Acknowledgement, 'reasons'> {
  if (reason !== null)
    return { reasons: [{ code: responseReasonOf(reason), text: reasonTextForSender(reason) }] };
  if (response !== 'RE') return {};
  return { reasons: [{ code: 'AUTRE', text: comment || 'Refusé par le logiciel du destinataire.' }] };
}

/** As whom we were written to. */
function senderOf({ own, envelope }: Replying): KnownParticipant {
  const addressed = own.find((one) => envelope?.receiver && isSame(one, envelope.receiver));
  const sender = addressed ?? own[0];
  if (!sender) throw new TypeError('a structure has an identifier');
  return sender;
}

/** Whole seconds, as headers write them. */
function now({ examining }: Replying): string {
  return `${examining.clock.now().toISOString().slice(0, 19)}Z`;
}

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
