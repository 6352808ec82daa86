/** The PDUs of the upper layer (PS3.8 section 9.3): what they say, without their bytes. */

export const pduTypes = {
  associateRq: 0x01,
  associateAc: 0x02,
  associateRj: 0x03,
  pDataTf: 0x04,
  releaseRq: 0x05,
  releaseRp: 0x06,
  abort: 0x07,
} as const;

/** Bytes of the header of every PDU: type, reserved, length of the rest. */
export const pduHeaderLength = 6;
/** Longest A-ASSOCIATE-RQ or -AC that is read. */
export const maxAssociateLength = 64 * 1024;
/** Longest P-DATA-TF that is read, whatever was announced. */
export const maxDataPduLength = 1024 * 1024;
/** Longest command set that is read. */
export const maxCommandSetLength = 64 * 1024;
/** Length that we announce for the P-DATA-TF that we receive, and the longest that we send. */
export const announcedPduLength = 131_072;

export type ProposedContext = {
  /** Odd, 1 to 255. */
  readonly id: number;
  readonly abstractSyntax: string;
  /** In the order of the requestor's preference. */
  readonly transferSyntaxes: readonly string[];
};

/** Result of a presentation context (PS3.8 table 9-18). */
export const contextResults = {
  acceptance: 0,
  userRejection: 1,
  noReason: 2,
  abstractSyntaxNotSupported: 3,
  transferSyntaxesNotSupported: 4,
} as const;

export type AnsweredContext = {
  readonly id: number;
  readonly result: number;
  /** Of no meaning unless accepted. */
  readonly transferSyntax: string;
};

export type RoleSelection = { readonly SOPClassUID: string; readonly scu: boolean; readonly scp: boolean };

/** Who asks (PS3.7 table D.3-14). Secrets: never to be logged or stored. */
export type UserIdentity = {
  /** 1 username, 2 username and passcode, 3 Kerberos, 4 SAML, 5 JSON web token. */
  readonly type: number;
  readonly wantsResponse: boolean;
  readonly primary: Buffer;
  /** The passcode, with type 2. */
  readonly secondary: Buffer;
};

/** User information item (PS3.7 annex D.3.3); sub-items that we do not know are passed over. */
export type UserInformation = {
  /** Longest P-DATA-TF that the sender of this item can receive; 0: no limit. */
  readonly maxPduLength: number;
  readonly implementationClassUID: string;
  readonly implementationVersionName?: string;
  readonly asyncOperationsWindow?: { readonly invoked: number; readonly performed: number };
  readonly roleSelections: readonly RoleSelection[];
  readonly userIdentity?: UserIdentity;
  /** Answer to an identity, in an A-ASSOCIATE-AC. */
  readonly userIdentityResponse?: Buffer;
};

type Associate<Context> = {
  readonly protocolVersion: number;
  readonly calledAeTitle: string;
  readonly callingAeTitle: string;
  readonly applicationContext: string;
  readonly contexts: readonly Context[];
  readonly userInformation: UserInformation;
};

export type AssociateRq = Associate<ProposedContext>;
export type AssociateAc = Associate<AnsweredContext>;

/** Why an association is refused (PS3.8 table 9-21). */
export type AssociateRj = { readonly result: number; readonly source: number; readonly reason: number };

/** Who aborts and why (PS3.8 table 9-26). */
export type Abort = { readonly source: number; readonly reason: number };

export const rejections = {
  callingAeNotRecognized: { result: 1, source: 1, reason: 3 },
  calledAeNotRecognized: { result: 1, source: 1, reason: 7 },
  applicationContextNotSupported: { result: 1, source: 1, reason: 2 },
  protocolVersionNotSupported: { result: 1, source: 2, reason: 2 },
  temporaryCongestion: { result: 2, source: 3, reason: 1 },
  localLimitExceeded: { result: 2, source: 3, reason: 2 },
} as const satisfies Record<string, AssociateRj>;

export const abortSources = { serviceUser: 0, serviceProvider: 2 } as const;
export const abortReasons = {
  notSpecified: 0,
  unrecognizedPdu: 1,
  unexpectedPdu: 2,
  unrecognizedParameter: 4,
  unexpectedParameter: 5,
  invalidParameter: 6,
} as const;

/** Text of an A-ASSOCIATE-RJ, for logs and errors. */
export function describeRejection(rejection: AssociateRj): string {
  const named = Object.entries(rejections).find(
    ([, known]) =>
      known.result === rejection.result &&
      known.source === rejection.source &&
      known.reason === rejection.reason,
  );
  if (named) return named[0];
  return `result ${rejection.result}, source ${rejection.source}, reason ${rejection.reason}`;
}
