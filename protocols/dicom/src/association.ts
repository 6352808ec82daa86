import type { AssociateRj } from './pdu.ts';

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
  /** Longest P-DATA-TF sent, whatever the peer allows; 131072 by default. */
  readonly maxPduLength?: number;
  /** To connect, and to have an answer to the proposal; 10 s by default. */
  readonly connectTimeoutMs?: number;
  /** To have the response to a request, or to a release; 60 s by default. */
  readonly responseTimeoutMs?: number;
};

/** Why an association is not, or no longer, there. */
export class AssociationError extends Error {
  override readonly name = 'AssociationError';
  readonly kind: 'unreachable' | 'rejected' | 'aborted' | 'closed' | 'timeout' | 'protocol';
  readonly rejection: AssociateRj | undefined;

  constructor(kind: AssociationError['kind'], message: string, rejection?: AssociateRj) {
    super(message);
    this.kind = kind;
    this.rejection = rejection;
  }
}

export type AcceptedContext = {
  readonly id: number;
  readonly abstractSyntax: string;
  readonly transferSyntaxUID: string;
};

/** The encoded data set to send, as it is: bytes, or pieces of any size. */
export type DataSetSource = Uint8Array | AsyncIterable<Uint8Array>;

export type StoreRequest = {
  readonly SOPClassUID: string;
  readonly SOPInstanceUID: string;
  readonly transferSyntaxUID: string;
  readonly dataSet: DataSetSource;
};

export type StoreResponse = { readonly status: number; readonly errorComment: string | undefined };

/** Requests are sent one after the other, in the order of the calls. Each rejects with `AssociationError`. */
export type Association = {
  readonly contexts: readonly AcceptedContext[];
  /** Longest P-DATA-TF that is sent. */
  readonly maxPduLength: number;
  cEcho(): Promise<number>;
  /** Rejects with `DicomError` (`unsupported`) when no context was accepted for that class and transfer syntax. */
  cStore(request: StoreRequest): Promise<StoreResponse>;
  release(): Promise<void>;
  /** A-ABORT, then the connection is destroyed. */
  abort(): void;
};
