import type { ControlPool } from '@liaison/mio-control';
import type { Trust } from '@liaison/pki';
import type { Clock } from '@liaison/kernel';
import type { ChannelKind, KnownParticipant, Reason } from './contract.ts';

/** A message on its way to a partner. The same parcel may be handed over again after a cut: `name` and `messageId` are then the same. */
export type Parcel = {
  readonly structureId: string;
  /** The operator's name of the mailbox, account or folder. */
  readonly endpoint: string;
  /** The partner's, for mail. */
  readonly addresses: readonly string[];
  readonly partnerName: string;
  readonly receiver: KnownParticipant;
  readonly messageId: string;
  readonly messageType: string;
  readonly consultation: string | null;
  readonly isTest: boolean;
  /** File name, the same each time. */
  readonly name: string;
  readonly bytes: Uint8Array;
};

/** What takes messages to partners. */
export type Channel = {
  readonly kind: ChannelKind;
  /** Resolves once the other side has the parcel durably. @throws ChannelError */
  send(parcel: Parcel, signal: AbortSignal): Promise<void>;
};

/** Why a channel did not take a message. `mayPass`: trying again later is worth it. */
export class ChannelError extends Error {
  override readonly name = 'ChannelError';
  readonly reason: Reason;
  /** For logs. */
  readonly code: Reason;
  readonly mayPass: boolean;
  /** What the other side said, for who looks into it. */
  readonly detail: string;

  constructor(reason: Reason, mayPass: boolean, detail = '', options: ErrorOptions = {}) {
    super(reason, options);
    this.reason = reason;
    this.code = reason;
    this.mayPass = mayPass;
    this.detail = detail;
  }
}

/** A message as a channel brings it. */
export type Arrival = {
  readonly structureId: string;
  readonly channel: ChannelKind;
  readonly endpoint: string;
  /** Names it at its source, the same when it is brought again: folder and UID of a mail, name and digest of a file. */
  readonly sourceKey: string;
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly address?: string;
  readonly participants?: readonly KnownParticipant[];
};

/** What examines messages, given by the application. */
export type Examining = {
  readonly pool: Pick<ControlPool, 'control'>;
  /** Roots and lists of revocations; null: none is installed, and no certificate can be believed. */
  trust(): Trust | null;
  /** A test message never enters production. */
  readonly isProduction: boolean;
  /** As replies name the software that made them. */
  readonly product: { readonly name: string; readonly version: string };
  readonly clock: Clock;
};
