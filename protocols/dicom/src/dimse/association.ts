import type { ConnectionOptions } from 'node:tls';

import type { CommandSet } from './command-set.ts';
import type { DataSet } from '../data-set/data-set.ts';
import type { NegotiatedContext } from '../upper-layer/negotiation.ts';
import type { AssociateRj, RoleSelection } from '../upper-layer/pdu.ts';
import type { StoreSink } from './served-association.ts';
import { describeStatus } from './status.ts';

/** Who asks, to a peer that wants to know (PS3.7 annex D.3.3.7): a name, or a name and a passcode. */
export type UserIdentityClaim = {
  readonly username: string;
  readonly passcode?: string;
  /** Ask for a positive answer: the association is then refused here (`protocol`) if it does not come. */
  readonly wantsResponse?: boolean;
};

/** A report that the peer makes by N-EVENT-REPORT, such as what became of a storage commitment (PS3.4 annex J). */
export type EventReport = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly EventTypeID: number;
  readonly dataSet: DataSet | null;
};

export type AssociationOptions = {
  readonly host: string;
  readonly port: number;
  readonly callingAeTitle: string;
  readonly calledAeTitle: string;
  /** What is proposed, transfer syntaxes in order of preference; at most 128. */
  readonly contexts: readonly {
    readonly abstractSyntax: string;
    readonly transferSyntaxes: readonly string[];
  }[];
  /** Roles other than SCU alone (PS3.7 annex D.3.3.4): SCP of storage classes for C-GET, SCP of a commitment. */
  readonly roles?: readonly RoleSelection[];
  readonly userIdentity?: UserIdentityClaim;
  /** TLS, with these settings over those of `bcp195`. `servername` is the host's name by default. */
  readonly tls?: ConnectionOptions;
  /** How many requests may wait for their answers at once, if the peer grants it (PS3.7 annex D.3.3.3); 1 by default. */
  readonly maxOperations?: number;
  /** Longest P-DATA-TF sent, whatever the peer allows; 131072 by default. */
  readonly maxPduLength?: number;
  /** To have the connection, TLS included; 10 s by default. */
  readonly connectTimeoutMs?: number;
  /** To have an answer to the proposal; as `connectTimeoutMs` by default. */
  readonly associationTimeoutMs?: number;
  /**
   * To have a response to a request or to a release; for C-FIND, C-MOVE and C-GET since the last pending one (for C-GET,
   * since the last bytes of an object). Also for the peer to take what is written. 60 s by default.
   */
  readonly responseTimeoutMs?: number;
  /** Where an object goes that the peer stores here (C-GET), on a context where we have the role of SCP. */
  readonly beginStore?: (command: CommandSet, context: NegotiatedContext) => StoreSink;
  /** Takes a report and gives the status to answer; without it reports are refused. */
  readonly eventReport?: (report: EventReport) => number | Promise<number>;
};

/** `tls`: no secure connection could be agreed; `certificate`: one side refused the other's certificate. */
export type AssociationFailure =
  | 'unreachable'
  | 'tls'
  | 'certificate'
  | 'rejected'
  | 'aborted'
  | 'closed'
  | 'timeout'
  | 'protocol';

/** Why an association is not, or no longer, there. */
export class AssociationError extends Error {
  override readonly name = 'AssociationError';
  readonly kind: AssociationFailure;
  readonly rejection: AssociateRj | undefined;
  /** Code of the system or of TLS, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  readonly code: string | undefined;

  constructor(kind: AssociationFailure, message: string, rejection?: AssociateRj, code?: string) {
    super(message);
    this.kind = kind;
    this.rejection = rejection;
    this.code = code;
  }
}

/** The peer answered a request with a failure, or C-FIND with `Cancel`. The association goes on. */
export class DimseError extends Error {
  override readonly name = 'DimseError';
  readonly status: number;
  /** ErrorComment of the response. */
  readonly comment: string | undefined;

  constructor(status: number, comment: string | undefined) {
    super(describeStatus(status));
    this.status = status;
    this.comment = comment;
  }
}

/** Nothing of a data set could be read (`cause`): it was not sent, and the association goes on. */
export class UnsentError extends Error {
  override readonly name = 'UnsentError';

  constructor(cause: unknown) {
    super('nothing of a data set could be read', { cause });
  }
}

/** An accepted presentation context, and what we may do on it (PS3.7 annex D.3.3.4). */
export type AcceptedContext = NegotiatedContext;

/** A data set whose length is known before it is read; its pieces have even lengths, but for the last one. */
export type SizedDataSet = { readonly length: number; readonly pieces: AsyncIterable<Uint8Array> };

/**
 * The encoded data set to send, as it is: bytes, or pieces of any size. A piece lasts until the next is asked for; where
 * the length is known, pieces leave without a copy.
 */
export type DataSetSource = Uint8Array | AsyncIterable<Uint8Array> | SizedDataSet;

export type StoreRequest = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly dataSet: DataSetSource;
  /** Who asked for it by C-MOVE, where it is a sub-operation (PS3.7 section 9.1.1.1). */
  readonly moveOriginator?: { readonly aeTitle: string; readonly messageId: number };
};

export type StoreResponse = { readonly status: number; readonly errorComment: string | undefined };

/** Encodes a data set in the transfer syntax of the context that was accepted. */
export type DataSetWriter = (transferSyntaxUID: string) => Uint8Array;

export type QueryRequest = {
  /** Of the information model, such as `studyRootFind`. */
  readonly SOPClassUID: string;
  readonly identifier: DataSetWriter;
  /** Sends C-CANCEL when it aborts. */
  readonly signal?: AbortSignal;
};

/** Progress of C-MOVE and C-GET (PS3.4 section C.4.2.1.6). `undefined`: the peer did not tell. */
export type SubOperations = {
  readonly status: number;
  readonly remaining: number | undefined;
  readonly completed: number | undefined;
  readonly failed: number | undefined;
  readonly warning: number | undefined;
  readonly errorComment: string | undefined;
  /** FailedSOPInstanceUIDList of the final response. */
  readonly failedInstances: readonly string[];
};

export type ActionRequest = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly ActionTypeID: number;
  readonly dataSet: DataSetWriter;
};

export type EventReportRequest = Omit<ActionRequest, 'ActionTypeID'> & { readonly EventTypeID: number };

/**
 * Requests are sent in the order of the calls, each once those before it are answered (or `maxOperations` of them are
 * under way). Each rejects with `AssociationError`, or with `DicomError` (`unsupported`) when no context was accepted.
 */
export type Association = {
  readonly contexts: readonly AcceptedContext[];
  /** Longest P-DATA-TF that is sent. */
  readonly maxPduLength: number;
  /** Requests that may be under way at once, as it was granted. */
  readonly maxOperations: number;
  cEcho(): Promise<number>;
  cStore(request: StoreRequest): Promise<StoreResponse>;
  /** Identifiers that match, as they come. Throws `DimseError` on a failure, and on `Cancel` (a cancelled search). */
  cFind(request: QueryRequest): AsyncIterable<DataSet>;
  /** Progress; the last one is final, whatever its status. Leaving the loop before cancels. */
  cMove(request: QueryRequest & { readonly destination: string }): AsyncIterable<SubOperations>;
  /** As `cMove`; objects go to `beginStore`. */
  cGet(request: QueryRequest): AsyncIterable<SubOperations>;
  nAction(request: ActionRequest): Promise<StoreResponse>;
  nEventReport(request: EventReportRequest): Promise<StoreResponse>;
  release(): Promise<void>;
  /** A-ABORT, then the connection is destroyed. */
  abort(): void;
  /** Settles when the association is over, whatever the reason: to wait for reports. */
  readonly ended: Promise<void>;
};
