import type { EventReportRequest, StoreRequest, StoreResponse } from './association.ts';
import type { CommandSet } from './command-set.ts';
import type { NegotiatedContext, ServedService } from '../upper-layer/negotiation.ts';
import type { AssociateRj, AssociateRq } from '../upper-layer/pdu.ts';

/** The connection below an association. */
export type Transport = {
  write(bytes: Uint8Array): void;
  /** Calls `taken` once these bytes have left, or never will: they may then be changed. */
  writeTogether(parts: readonly Uint8Array[], taken: () => void): void;
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

/** Sub-operations of a C-MOVE or C-GET so far. */
export type SubOperationCounts = {
  readonly remaining: number;
  readonly completed: number;
  readonly failed: number;
  readonly warning: number;
};

export type DimseResponse = {
  /** `Pending` statuses leave the request open; any other one ends it. */
  readonly status: number;
  /** Encoded in the transfer syntax of the request's context. */
  readonly dataSet?: Uint8Array;
  /** Without `remaining` in a final response that is not `Cancel` (PS3.4 section C.4.2.1.6). */
  readonly counts?: SubOperationCounts;
  readonly comment?: string;
};

/** A C-FIND, C-MOVE, C-GET, N-ACTION or N-EVENT-REPORT that came whole; answered when the handler will. */
export type ServedRequest = {
  readonly command: CommandSet;
  readonly context: NegotiatedContext;
  /** Identifier, action or event information, 1 MB at most: still encoded, the handler's to keep. */
  readonly dataSet: Buffer | null;
  /** Nothing is sent once the request is answered for good, or the association over. */
  respond(response: DimseResponse): void;
  /** C-CANCEL came, or the association is over. */
  isCancelled(): boolean;
  /** Calls once, at once if it is so already. */
  onCancel(listener: () => void): void;
  /**
   * Sub-operation of C-GET, one at a time, in the order of the calls. Rejects with `DicomError` (`unsupported`) when the
   * requestor takes no such class and syntax, with `UnsentError` when nothing of the data set can be read, and with
   * `AssociationError` when the association ends.
   */
  store(request: StoreRequest): Promise<StoreResponse>;
  /** Until the peer has taken most of what was written. Rejects with `AssociationError` when the association ends. */
  drained(): Promise<void>;
};

export type AssociationHandlers = {
  /** Services beyond verification and storage. C-GET gives the requestor the role of SCP of storage classes. */
  readonly services?: readonly ServedService[];
  /** Takes a request of `services`; synchronous, answers when it can. */
  request?(request: ServedRequest): void;
  /** What to answer a requestor that gave an identity and wants a response (PS3.7 annex D.3.3.7); empty by default. */
  identityResponse?(request: AssociateRq): Uint8Array;
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
  /** Whether a message or a request is under way. */
  isBusy(): boolean;
  /** To be called when the connection has taken what was written (`drain` of a socket): lets `drained` go on. */
  transportDrained(): void;
  /** Contexts, with what the requestor may do on each; none before it is accepted. */
  readonly contexts: readonly NegotiatedContext[];
  /**
   * Reports to the requestor on its own association (N-EVENT-REPORT). Rejects with `DicomError` (`unsupported`) when it
   * takes no such class, and with `AssociationError` when the association ends.
   */
  nEventReport(request: EventReportRequest): Promise<StoreResponse>;
};
