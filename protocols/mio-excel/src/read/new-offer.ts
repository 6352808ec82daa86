import { standardVersion } from '@liaison/mio';
import { valueAt, type Plain } from '../layout/record.ts';
import type { NeedsMessage } from '../write/write-model.ts';
import type { Remembered } from './read-memory.ts';

/** What the caller gives a new message: a UUID, and an instant in UTC (`2026-11-30T09:00:00Z`). */
export type OfferIdentity = { readonly messageId: string; readonly createdAt: string };

/** An offer that answers these needs and holds nothing yet. */
export function newOffer(
  needs: NeedsMessage | undefined,
  memory: Remembered,
  { messageId, createdAt }: OfferIdentity,
): Plain {
  const answered = needs?.header?.messageId ?? memory.messageId;
  return {
    type: 'M20',
    header: {
      messageId,
      isTest: needs?.header?.isTest ?? false,
      standardVersion,
      createdAt,
      receiver: needs?.header?.sender,
      nomenclatures: needs?.header?.nomenclatures,
      inReplyTo: { messageId: answered, sha256: memory.sha256 },
    },
    consultation: {
      id: valueAt(needs, ['consultation', 'id']),
      version: valueAt(needs, ['consultation', 'version']),
    },
    buyer: valueAt(needs, ['buyer', 'party']),
  };
}
