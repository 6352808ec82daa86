import type { CommandSet } from './command-set.ts';
import type { NegotiatedContext } from './negotiation.ts';
import type { AssociateRj, AssociateRq } from './pdu.ts';

/** The connection below an association. */
export type Transport = {
  write(bytes: Uint8Array): void;
  /** Bytes that were written and not taken by the peer yet. */
  pendingBytes(): number;
  /** Closes after what was written. */
  end(): void;
  /** Closes at once. */
  destroy(): void;
};

export type StoreStatus = { readonly status: number; readonly comment?: string };

/** Where the data set of one C-STORE goes. */
export type StoreSink = {
  /** `chunk` is valid during the call only. */
  write(chunk: Buffer): void;
  /** The data set is complete: stores it for good, and gives the status to answer. */
  end(): StoreStatus;
  /** The association ended before the data set did. */
  abort(): void;
};

/** How an association ended: `failed` for bytes that break the protocol and for limits of ours. */
export type AssociationEnd = {
  readonly kind: 'released' | 'aborted' | 'closed' | 'failed';
  /** For logs; never a value of a data set. */
  readonly reason: string;
};

export type AssociationHandlers = {
  /** Accepts (null) or refuses a requestor. */
  decide(request: AssociateRq): AssociateRj | null;
  accepted(request: AssociateRq): void;
  rejected(request: AssociateRq, rejection: AssociateRj): void;
  beginStore(command: CommandSet, context: NegotiatedContext): StoreSink;
  /** The association is over, or the connection before one was asked for; not called after `rejected`. */
  ended(end: AssociationEnd): void;
};

export type AssociationTimeouts = {
  /** For the request to come, and for the peer to close at the end (ARTIM, PS3.8 section 9.1.5); 30 s by default. */
  readonly artimMs?: number;
  /** Longest silence of an accepted association; 5 min by default. */
  readonly idleMs?: number;
};

export type ServedAssociation = {
  /** Takes bytes from the connection; `chunk` may be reused after the call. */
  receive(chunk: Buffer): void;
  /** The connection is closed. */
  closed(): void;
  /** A-ABORT by us. */
  abort(reason: string): void;
  /** Whether a message is under way. */
  isBusy(): boolean;
};
