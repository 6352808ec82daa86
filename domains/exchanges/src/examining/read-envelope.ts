import { readMessage, type DraftMessage } from '@liaison/mio';
import type { KnownParticipant } from '../contract.ts';
import { participant } from '../contract.ts';

/** What a message says of itself, as far as it could be read. */
export type Envelope = {
  readonly type: DraftMessage['type'];
  readonly messageId: string;
  readonly isTest: boolean;
  readonly createdAt: Date;
  readonly sender: KnownParticipant;
  readonly receiver: KnownParticipant | null;
  readonly inReplyTo: { readonly messageId: string; readonly sha256: string | null } | null;
  readonly consultation: { readonly id: string; readonly version: number | null } | null;
};

export type Read = { readonly draft: DraftMessage; readonly envelope: Envelope };

/** Null where the bytes are no message, or one without what every header has. Never throws on what the bytes are. */
export function readEnvelope(bytes: Uint8Array): Read | null {
  const { message: draft } = readMessage(bytes);
  const header = draft?.header;
  const sender = participant.safeParse(header?.sender);
  if (!draft || !header?.messageId || !sender.success || header.isTest === undefined || !header.createdAt)
    return null;
  const receiver = participant.safeParse(header.receiver);
  const answered = header.inReplyTo;
  return {
    draft,
    envelope: {
      type: draft.type,
      messageId: header.messageId,
      isTest: header.isTest,
      createdAt: new Date(header.createdAt),
      sender: sender.data,
      receiver: receiver.success ? receiver.data : null,
      inReplyTo: answered?.messageId
        ? { messageId: answered.messageId, sha256: answered.sha256 ?? null }
        : null,
      consultation: consultationOf(draft),
    },
  };
}

function consultationOf(draft: DraftMessage): Envelope['consultation'] {
  if (!('consultation' in draft) || draft.consultation?.id === undefined) return null;
  const { id } = draft.consultation;
  const version = 'version' in draft.consultation ? draft.consultation.version : undefined;
  return { id, version: version ?? null };
}
